module Presence
  # The answer that a HeartBeat acts on when it starts Chef, in the file that PRESENCE_ANSWER names:
  # what it covers need not be asked again.
  module HeartbeatAnswer
    # @param usual the question that the HeartBeat asks too: the stores and scope of the attributes
    # @return an Outcome, nil when the file does not cover the request
    # @yield why a file that is named cannot be used
    def self.outcome(file, request, usual)
      return if file.to_s.empty? || request.question.scope != usual.scope

      nodes = Answer.parse(File.binread(file), []).parts[request.part]
      Outcome.new([request], { request.part => nodes }) if nodes && facts_in?(nodes, request.facts)
    rescue SystemCallError, Answer::Malformed => e
      yield e.message
      nil
    end

    # The answer does not say which facts were asked for. One that no node has may be new in the
    # recipe, which must not wait for a HeartBeat that waits for the recipe.
    def self.facts_in?(nodes, facts)
      known = nodes.values.flatten
      known.empty? || facts.all? { |fact| known.any? { |node| node.fetch('facts', {}).key?(fact) } }
    end
    private_class_method :facts_in?
  end
end
