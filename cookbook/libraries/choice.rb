module Presence
  # What a part gets: the fresh nodes, else what the policy says of the last good ones. A part with a
  # minimum never gets fewer peers than that.
  class Choice
    NONE = { 'peers' => [].freeze, 'draining' => [].freeze }.freeze

    # @param kept the last good nodes of earlier runs, or nil
    def initialize(request, outcome, kept)
      @request = request
      @current = outcome.nodes(request)
      @kept = kept && request.stripped(kept)
      @problem = outcome.problem
    end

    def fresh?
      @problem.nil? && enough?(@current)
    end

    # @param why_run a rehearsal: it fails nothing
    # @yield the cause and the consequence, in words, when the nodes are not fresh ones
    def nodes(policy, why_run:)
      return @current if fresh?

      nodes = [@current, @kept].compact.find { |some| enough?(some) } || (NONE if @request.minimum.zero?)
      if policy == :raise || nodes.nil?
        raise error, "#{cause}; #{policy == :raise ? 'on_failure is :raise' : 'no earlier answer has enough'}" unless why_run

        nodes ||= @current || NONE
      end
      yield cause, consequence(nodes, why_run && policy == :raise)
      nodes
    end

    private

    def enough?(nodes)
      nodes['peers'].size >= @request.minimum
    end

    def error
      @problem ? ResolveFailed : TooFewPeers
    end

    def cause
      return @problem.to_s if @problem

      "the list has #{@current['peers'].size} of the #{@request.minimum} peers that #{@request.part} needs at least; start more, or lower its minimum"
    end

    def consequence(nodes, would_raise)
      return "on_failure is :raise, so that a real run would stop at #{@request.part}" if would_raise

      return "#{@request.part} has no earlier answer and so no peers" if nodes.equal?(NONE)

      "#{@request.part} keeps the peers of its last good answer (#{nodes['peers'].size})"
    end
  end
end
