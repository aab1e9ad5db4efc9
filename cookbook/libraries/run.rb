module Presence
  # What this Chef run has asked for and been told. There is one for each run, in node.run_state,
  # which Chef forgets when the run ends.
  class Run
    def self.of(run_context)
      run_context.node.run_state['presence'] ||= new(run_context)
    end

    attr_reader :at_end

    def initialize(run_context)
      @node = run_context.node
      @requests = {}
      @outcomes = []
      @announced = {}
      @at_end = RunEnd.new
      run_context.events.register(@at_end)
    end

    # Takes a part's place among the attributes. Requests for the same nodes share it.
    # @return the request with the facts of all of them
    def claim(request)
      earlier = @requests[request.part]
      refuse_what_others_wrote(request.part) unless earlier
      refuse_another_question(request.part) if earlier && !earlier.same_nodes?(request)
      facts = request.facts | (earlier ? earlier.facts : [])
      @requests[request.part] = request.dup.tap { |claimed| claimed.facts = facts }
    end

    # What is known of the part already, else what the block finds out.
    def outcome(request)
      known(request) || yield.tap { |found| @outcomes << found }
    end

    # @return an Outcome, nil when the part is yet to be asked for
    def known(request)
      @outcomes.find { |outcome| outcome.covers?(request) }
    end

    # @return whether this is the first announcement of the run from that folder
    def announces(nodeinfo, files)
      first = !@announced.key?(nodeinfo)
      raise Conflict, "#{nodeinfo} is written by two presence_announce that differ: a node plays one part" unless first || @announced[nodeinfo] == files

      @announced[nodeinfo] = files
      first
    end

    private

    def refuse_what_others_wrote(part)
      %w(peers draining).each do |list|
        level, = @node.attributes.debug_value('presence', list, part).find { |_, value| value != :not_present }
        next unless level

        raise Conflict, "node['presence']['#{list}']['#{part}'] is set already, at the level #{level}, where presence_peers writes its results: " \
                        'remove it from the role, environment, attributes file, stored node (knife node edit) or JSON file (-j) that sets it'
      end
    end

    def refuse_another_question(part)
      raise Conflict, "the peers of #{part} were asked for in another way earlier in this run (stores, deployment, stacktype, match or exclude_self differ): " \
                      "give one of the two presence_peers a part name of its own, with `match '#{part}'`"
    end
  end
end
