module Presence
  # What came of asking for some parts: their nodes, or a problem, or both, as when the program says
  # that no store can be read and hands out its own last answer.
  class Outcome
    attr_reader :problem

    # @param requests what was asked
    # @param parts part => {'peers' => […], 'draining' => […]}
    # @param problem why these are not fresh, or not there; nil when all is well
    def initialize(requests, parts, problem: nil)
      @requests = requests
      @parts = parts
      @problem = problem
    end

    def covers?(request)
      asked = @requests.select { |earlier| earlier.question == request.question && earlier.same_nodes?(request) }
      asked.any? && (request.facts - asked.flat_map(&:facts)).empty?
    end

    # The nodes as the request wants them, nil when nothing is known.
    def nodes(request)
      nodes = @parts[request.part]
      nodes && request.stripped(nodes)
    end
  end
end
