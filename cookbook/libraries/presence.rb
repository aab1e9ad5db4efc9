# The peers of a part, for recipes, `lazy` and templates. Nothing here looks at the list: it reads
# what presence_peers has put into the node's attributes and hands out new, plain arrays of hashes.
module Presence
  class << self
    # The serving nodes of the part, by id.
    def peers(node, part)
      read(node, 'peers', part)
    end

    # The nodes that finish what they have and want no new work.
    def draining(node, part)
      read(node, 'draining', part)
    end

    # The peers without this node itself.
    def others(node, part)
      own = Identity.own_id(node, Settings.read(node, 'nodeinfo'))
      peers(node, part).reject { |peer| peer['id'] == own }
    end

    # The first peer by name, for parts of which one is needed.
    def peer!(node, part)
      first, *others = peers(node, part)
      raise NoPeer, "no node on the presence list plays the part #{part}: start one, or give presence_peers '#{part}' a minimum" unless first

      Chef::Log.warn("presence: #{part} is played by #{others.size + 1} nodes, and #{first['id']} is taken, the first by name (then #{listed(others)}): keep all but one in the state setup, or use all of them") if others.any?
      first
    end

    # What a balancer needs of each node: {'id', 'host', 'port', 'endpoint', 'weight', 'draining'}, by id.
    # A node that has no address or not that port is left out; when none has it, that is a mistake and
    # not an empty list.
    #
    # @param port a name from the nodes' `ports` or a number; may be left out where each has but one
    # @param draining whether those that drain are in it too, with weight 0
    def servers(node, part, port: nil, draining: false)
      nodes = peers(node, part).map { |peer| peer.merge('draining' => false) }
      nodes += draining(node, part).map { |peer| peer.merge('draining' => true, 'weight' => 0) } if draining
      known, unknown = nodes.partition { |peer| endpoint(peer, port: port) }
      raise NoPeer, nowhere(part, nodes, port) if known.empty? && nodes.any?

      unknown.each { |peer| Chef::Log.warn("presence: #{peer['id']} of #{part} has no address or no port#{" #{port}" if port}: it is left out") }
      known.sort_by { |peer| peer['id'] }.map { |peer| server(peer, port) }
    end

    # "host:port" of a peer or a draining node, IPv6 in brackets; nil where its address or that port is
    # not known. `port` as for servers.
    def endpoint(peer, port: nil)
      host = peer['address']
      number = number(peer.fetch('ports', {}), port)
      return unless host && number

      host.include?(':') ? "[#{host}]:#{number}" : "#{host}:#{number}"
    end

    # The endpoints of all peers of a part, as `servers` has them.
    def endpoints(node, part, port: nil)
      servers(node, part, port: port).map { |server| server['endpoint'] }
    end

    # Where this machine is reached, for daemons that listen there: what presence_announce says unless its
    # property says otherwise. nil where Ohai did not look.
    def own_address(node)
      Identity.address_in(Identity.new(node).address)
    end

    private

    def read(node, list, part)
      Requires.late(node.run_context) if node.run_context
      found = node.read('presence', list, part.to_s)
      found.nil? ? not_asked(node, part) : found.to_a
    end

    def not_asked(_node, part)
      raise NotAsked, "nothing in this run has asked for the peers of #{part} yet: declare presence_peers '#{part}', or require it and include the recipe presence, before they are read"
    end

    def server(peer, port)
      peer.slice('id', 'weight', 'draining').merge(
        'host' => peer['address'],
        'port' => number(peer['ports'], port),
        'endpoint' => endpoint(peer, port: port)
      )
    end

    def number(ports, port)
      case port
      when nil then ports.values.first if ports.one?
      when Integer then port
      else ports[port.to_s]
      end
    end

    def nowhere(part, nodes, port)
      offered = nodes.flat_map { |peer| peer.fetch('ports', {}).keys }.uniq.sort
      "none of the #{nodes.size} nodes of #{part} has an address and #{port ? "the port #{port}" : 'one port only'}; they offer #{offered.empty? ? 'no port' : offered.join(', ')}"
    end

    def listed(nodes)
      names = nodes.first(5).map { |node| node['id'] }.join(', ')
      nodes.size > 5 ? "#{names} and #{nodes.size - 5} more" : names
    end
  end
end
