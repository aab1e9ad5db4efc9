module Presence
  # What a part gets: the fresh nodes, else what the policy says of the last good ones. A part with a
  # minimum never gets fewer peers than that.
  class Choice
    NONE = { 'peers' => [].freeze, 'draining' => [].freeze }.freeze

    # @param found a Run::Found
    # @param kept gives the last good nodes of earlier runs, or nil; asked only when they are needed
    def initialize(request, found, kept)
      @request = request
      @current = found.parts[request.part]
      @problem = found.problem
      @source = found.source
      @kept = kept
    end

    # Whether it is an answer of the list to keep for worse times.
    def fresh?
      @problem.nil? && @request.enough?(@current)
    end

    # @param why_run a rehearsal: it fails nothing
    # @return the nodes and where they are from, in words
    # @yield the cause and the consequence, in words, when the nodes are not fresh ones
    def nodes(policy, why_run:)
      return [@current, @source] if fresh?

      nodes = [@current, @kept.call].compact.find { |some| @request.enough?(some) } || (NONE if @request.minimum.zero?)
      if policy == :raise || nodes.nil?
        raise error, "#{cause}; #{policy == :raise ? 'on_failure is :raise' : 'no earlier answer has enough'}" unless why_run

        nodes ||= @current || NONE
      end
      yield cause, consequence(nodes, why_run && policy == :raise)
      [nodes, nodes.equal?(NONE) ? 'nowhere' : 'the last good answer']
    end

    private

    def error
      @problem ? ResolveFailed : TooFewPeers
    end

    def cause
      return @problem.to_s if @problem

      "#{@source} has #{@request.shown(@current)['peers'].size} of the #{@request.minimum} peers that #{@request.part} needs at least; start more, or lower its minimum"
    end

    def consequence(nodes, would_raise)
      return "on_failure is :raise, so that a real run would stop at #{@request.part}" if would_raise
      return "#{@request.part} has no earlier answer and so no peers" if nodes.equal?(NONE)

      "#{@request.part} keeps the peers of its last good answer (#{@request.shown(nodes)['peers'].size})"
    end
  end
end
