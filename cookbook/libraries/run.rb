require 'chef/event_dispatch/base'
require 'chef/log'

module Presence
  # What this Chef run has asked for and been told, and what waits for its end. There is one for each run,
  # in node.run_state, which Chef forgets when the run ends.
  class Run < Chef::EventDispatch::Base
    # What came of asking for some parts: their nodes, or a problem, or both, as when the program says
    # that no store can be read and hands out its own last answer.
    #
    # parts: part => {'peers' => […], 'draining' => […]}
    # problem: why these are not fresh, or not there; nil when all is well
    Found = Struct.new(:requests, :parts, :problem, :source, keyword_init: true) do
      def covers?(request)
        asked = requests.select { |earlier| earlier.asked == request.asked && [earlier.part, earlier.match] == [request.part, request.match] }
        asked.any? && (request.facts - asked.flat_map(&:facts)).empty?
      end
    end

    def self.of(run_context)
      run_context.node.run_state['presence'] ||= new(run_context)
    end

    # part => the properties that were asked for because node['presence']['requires'] has them
    attr_reader :required

    def initialize(run_context)
      super()
      @node = run_context.node
      @requests = {}
      @fresh = {}
      @found = []
      @required = {}
      @announced = {}
      @announcements = []
      @afterwards = {}
      @notes = Hash.new { |notes, cause| notes[cause] = [] }
      run_context.events.register(self)
    end

    # Takes a part's place among the attributes. Requests for the same nodes share it.
    # @return the request with what all of them want
    def claim(request)
      earlier = @requests[request.part]
      refuse_what_others_wrote(request.part) unless earlier
      refuse_another_question(request.part) if earlier && !earlier.same_nodes?(request)
      @requests[request.part] = earlier ? request.with(earlier) : request
    end

    def claimed
      @requests.values
    end

    # What is known of the part already, else what the block finds out.
    def found(request)
      known(request) || yield.tap { |found| @found << found }
    end

    # @return a Found, nil when the part is yet to be asked for
    def known(request)
      @found.find { |found| found.covers?(request) }
    end

    # What was kept of earlier runs.
    def kept
      @kept ||= Kept.new(Settings.read(@node, 'state_dir'))
    end

    # What is to be kept of a part, judged by the last and strictest of its requests.
    #
    # @param nodes nil for an answer that is not to be kept
    def keep(request, nodes)
      @fresh[request.part] = nodes && [request, nodes]
    end

    # The configuration of the HeartBeat that this run renders.
    attr_writer :config

    # @return whether this is the first announcement of the run from that folder
    def announces(nodeinfo, files)
      first = !@announced.key?(nodeinfo)
      raise Conflict, "#{nodeinfo} is written by two presence_announce that differ: a node plays one part" unless first || @announced[nodeinfo] == files

      @announced[nodeinfo] = files
      first
    end

    # @yield when the run has completed well; an error fails the run after all
    def at_end(&announcement)
      @announcements << announcement
    end

    # What beats is begun when the node is announced: a beat that comes first would take the node for one
    # that is yet to be set up, and run Chef once more.
    #
    # @yield once for all that say the same, when all else is done, and after a run that failed too
    def afterwards(what, &beginning)
      @afterwards[what] ||= beginning
    end

    # A line at the foot of the log, where people look. Several consequences of one cause make one line.
    def note(cause, consequence)
      @notes[cause] |= [consequence]
    end

    # Chef's events, from here on.

    # What a recipe has required after the recipe presence was compiled is there when the run converges.
    def cookbook_compilation_complete(run_context)
      Requires.late(run_context)
    end

    def run_completed(_node, _run_status)
      write_kept
      @announcements.each(&:call)
    ensure
      begin_all
      say
    end

    # A run that a part without peers has stopped has the HeartBeat look for them from now on: it would
    # start the next run for them, and only a complete run tells it all.
    def run_failed(_exception, _run_status)
      Heartbeat.add_parts(kept.config, claimed) unless @requests.empty? || Chef::Config[:why_run]
    rescue SystemCallError => e
      note("the HeartBeat cannot be told of the parts of this run (#{e.message})", 'it learns of them from the next complete run')
    ensure
      begin_all
      say
    end

    private

    def begin_all
      @afterwards.each_value(&:call) unless Chef::Config[:why_run]
    end

    def write_kept
      kept.write(@fresh.values.compact.to_h, claimed, @config) unless (@requests.empty? && @config.nil?) || Chef::Config[:why_run]
    rescue SystemCallError => e
      note("the answer cannot be kept for worse times (#{e.message})", "make node['presence']['state_dir'] a folder that Chef can write to")
    end

    def say
      @notes.each { |cause, consequences| Chef::Log.warn("presence: #{cause}; #{consequences.join(', ')}") }
      @notes.clear
    end

    def refuse_what_others_wrote(part)
      Answer::LISTS.each do |list|
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
