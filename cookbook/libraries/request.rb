module Presence
  # One part that is wanted, as one presence_peers asks for it.
  #
  # asked: what decides how the program is asked, by the name of its option or attribute; parts for
  # which that is the same share a process
  # without: the name of the node that is left out, nil for none
  Request = Struct.new(:part, :match, :facts, :minimum, :without, :asked, keyword_init: true) do
    def self.of(resource)
      new(
        part: resource.part,
        match: resource.match,
        facts: resource.facts,
        minimum: resource.minimum,
        without: (Identity.own_id(resource.node, resource.nodeinfo) if resource.exclude_self),
        asked: %w(stores deployment stacktype nodeinfo timeout java jar).to_h { |name| [name, resource.public_send(name)] }
      )
    end

    # What decides which nodes are meant, and not how they are found.
    def scope
      asked.slice('stores', 'deployment', 'stacktype').merge('match' => match)
    end

    def same_nodes?(other)
      [part, scope, without] == [other.part, other.scope, other.without]
    end

    # Of several minima the largest holds, and facts unite.
    def with(other)
      dup.tap do |both|
        both.facts = facts | other.facts
        both.minimum = [minimum, other.minimum].max
      end
    end

    # As the program's option --part wants it.
    def to_s
      match ? "#{part}=#{match}" : part
    end

    def enough?(nodes)
      shown(nodes)['peers'].size >= minimum
    end

    # The nodes without this one itself, where that is wanted.
    def shown(nodes)
      stripped(nodes).transform_values { |list| list.reject { |node| node['id'] == without } }
    end

    # The nodes without the facts that only others asked for.
    def stripped(nodes)
      nodes.transform_values { |list| list.map { |node| strip(node) } }
    end

    # The command that answers several requests in one process.
    #
    # @param own the program's own paths: state_dir and config
    def self.command(requests, own, read_only:)
      first = requests.first.asked
      [
        'resolve',
        *requests.flat_map { |request| ['--part', request.to_s] },
        *requests.flat_map(&:facts).uniq.sort.flat_map { |fact| ['--fact', fact] },
        *list_options(first.merge(own)),
        *%w(deployment stacktype).flat_map { |label| first[label].nil? ? [] : ["--#{label}", first[label]] },
        '--format', 'json',
        # presence.json may name a file for the answers of the HeartBeat.
        '--out', '-',
        *('--read-only' if read_only)
      ]
    end

    # What every command takes that works on a list.
    def self.list_options(values)
      [
        *values['stores'].flat_map { |store| ['--store', store] },
        '--nodeinfo', values['nodeinfo'],
        '--state-dir', values['state_dir'],
        '--timeout', "#{values['timeout']}s",
        *config_option(values['config'])
      ]
    end

    # The program reads the usual file by itself, and misses no other that is not there yet.
    def self.config_option(file)
      file == Heartbeat::CONFIG || !File.exist?(file) ? [] : ['--config', file]
    end
    private_class_method :config_option

    private

    def strip(node)
      own = node.fetch('facts', {}).slice(*facts)
      rest = node.reject { |key, _| key == 'facts' }
      own.empty? ? rest : rest.merge('facts' => own)
    end
  end

  # The exit codes of a command that has answered. The configuration file can set minima (12), and they are
  # none of this run's: Choice counts for itself.
  Request::GOOD = [0, 12].freeze
end
