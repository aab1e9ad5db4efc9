require 'chef-utils'
require 'json'
require 'shellwords'

module Presence
  # Chef and the HeartBeat: what it is to ask for, and the answer that it hands to the Chef run it starts.
  module Heartbeat
    # The units and the crontab line as they are shipped, in files/.
    UNITS = %w(presence-beat.service presence-change.service presence-shutdown.service presence-beat.timer).freeze
    # The agent's, beside them.
    AGENT_UNITS = %w(presence-agent.service).freeze
    # What is enabled and started: it starts beats, or is no beat.
    STARTED = %w(presence-agent.service presence-beat.timer presence-page.timer presence-shutdown.service).freeze
    # Those of the page, and where the shipped one puts it.
    PAGE_UNITS = %w(presence-page.service presence-page.timer).freeze
    PAGE = '/var/www/html/presence.html'.freeze
    CRON = 'presence.cron'.freeze
    CONFIG = '/etc/presence/presence.json'.freeze
    UNIT_FOLDER = '/etc/systemd/system'.freeze
    CHANGE_UNIT = ' --change-unit presence-change.service'.freeze

    class << self
      # The answer in the file that PRESENCE_ANSWER names, as far as it is one to this request: what it
      # covers need not be asked again.
      #
      # @param usual the request that the HeartBeat makes too: the stores and scope of the attributes
      # @param config presence.json, which says what it asks
      # @return a Run::Found, nil when the request is to be asked by this run itself
      # @yield why a file that is named cannot be used
      def found(file, request, usual, config)
        return if file.to_s.empty? || labels(request) != labels(usual)

        nodes = Answer.new(Answer.object(File.binread(file)), []).parts[request.part]
        return unless nodes && asks?(read(config), request) && facts_in?(nodes, request.facts)

        stranger = nodes.values.flatten.find { |node| !meant?(node, request) }
        raise Answer::Malformed, "#{stranger['id']} in it is no #{request.part} of this run: it answers another question" if stranger

        Run::Found.new(requests: [request], parts: { request.part => nodes }, source: 'the HeartBeat')
      rescue SystemCallError, Answer::Malformed => e
        yield e.message
        nil
      end

      # What presence.json says for these parts: long options of the program to values.
      #
      # @param requests of all cookbooks; a HeartBeat has one scope, so that those of others are not in it
      def config(requests, usual, own)
        mine = requests.select { |request| labels(request) == labels(usual) }
        minima = mine.select { |request| request.minimum > 0 }
        {
          'store' => usual.asked['stores'],
          'deployment' => usual.asked['deployment'],
          'stacktype' => usual.asked['stacktype'],
          'nodeinfo' => usual.asked['nodeinfo'],
          'timeout' => "#{usual.asked['timeout']}s",
          'part' => mine.map(&:to_s).sort,
          'fact' => mine.flat_map(&:facts).uniq.sort,
          'minimum' => minima.map { |request| "#{request.part}=#{request.minimum}" }.sort,
        }.merge(own).reject { |_, value| value.nil? || value == [] }.sort.to_h
      end

      # Has the HeartBeat ask for these parts too.
      #
      # @param file rendered by an earlier run; nil for none
      def add_parts(file, requests)
        config = file && read(file)
        return unless config

        parts = (Array(config['part']) | requests.select { |request| same_scope?(config, request) }.map(&:to_s)).sort
        write(file, config.merge('part' => parts)) unless parts == config['part']
      end

      def text(config)
        "#{JSON.pretty_generate(config)}\n"
      end

      # The Chef of this run as a command: a server's, or with the cookbooks of this machine. By its whole
      # path, as cron has a short one.
      def chef
        name, *mode = Chef::Config[:solo_legacy_mode] ? %w(chef-solo --legacy-mode) : %w(chef-client --once)
        mode += %w(--local-mode) if Chef::Config[:local_mode] && !Chef::Config[:solo_legacy_mode]
        mode += ['--config', File.expand_path(Chef::Config[:config_file])] if Chef::Config[:config_file]
        Shellwords.join([ChefUtils.which(name) || name, *mode, '--run-lock-timeout', '0'])
      end

      # By the clock, where that comes out even.
      def interval?(seconds)
        seconds.is_a?(Integer) && seconds.positive? && (60 % seconds == 0 || (seconds % 60 == 0 && 60 % (seconds / 60) == 0))
      end

      # The seconds of `5m` or `1h`.
      def seconds(text)
        text.to_i * { 'm' => 60, 'h' => 3600 }.fetch(text[/.\z/], 0)
      end

      # As systemd's OnCalendar has it.
      def calendar(seconds)
        return "*:*:0/#{seconds}" if seconds < 60

        seconds == 3600 ? '*:00:00' : "*:0/#{seconds / 60}:00"
      end

      private

      def labels(request)
        request.asked.slice('stores', 'deployment', 'stacktype')
      end

      # What a HeartBeat asks is in its configuration; one that is started in another way says nothing of it.
      def asks?(config, request)
        config.nil? || !config.key?('part') || (Array(config['part']).include?(request.to_s) && same_scope?(config, request))
      end

      def same_scope?(config, request)
        %w(deployment stacktype).all? { |label| !config.key?(label) || config[label] == request.asked[label] } &&
          (!config.key?('store') || request.asked['stores'].empty? || config['store'] == request.asked['stores'])
      end

      def meant?(node, request)
        of_scope = %w(deployment stacktype).all? { |label| node[label].nil? || [nil, 'any', node[label]].include?(request.asked[label]) }
        of_scope && (node['part'].nil? || File.fnmatch(request.match || request.part, node['part']))
      end

      # The answer does not say which facts were asked for. One that no node has may be new in the
      # recipe, which must not wait for a HeartBeat that waits for the recipe.
      def facts_in?(nodes, facts)
        known = nodes.values.flatten
        known.empty? || facts.all? { |fact| known.any? { |node| node.fetch('facts', {}).key?(fact) } }
      end

      # nil for what is no configuration.
      def read(file)
        Answer.object(File.binread(file))
      rescue SystemCallError, Answer::Malformed
        nil
      end

      def write(file, config)
        temporary = "#{file}.#{Process.pid}.tmp"
        File.write(temporary, text(config), perm: File.stat(file).mode & 0o777)
        File.rename(temporary, file)
      end
    end
  end
end
