# The peers of a part, for recipes, `lazy` and templates. Nothing here looks anything up: it reads
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
      own = Nodeinfo.new(node['presence']['nodeinfo']).text('instance-id')
      peers(node, part).reject { |peer| peer['id'] == own }
    end

    # The first peer, for parts of which one is needed.
    def peer!(node, part)
      peers(node, part).first ||
        raise(NoPeer, "no node on the presence list plays the part #{part}: start one, or give presence_peers '#{part}' a minimum")
    end

    # "host:port" of a peer or a draining node, IPv6 in brackets; nil where its address or that port is
    # not known. `port` is a name from its `ports` or a number, and may be left out where it has but one.
    def endpoint(peer, port: nil)
      Endpoint.of(peer, port)
    end

    # The endpoints of all peers of a part. A peer without one is left out; when none has one, that is
    # a mistake and not an empty list.
    def endpoints(node, part, port: nil)
      peers = peers(node, part)
      unknown, known = peers.partition { |peer| endpoint(peer, port: port).nil? }
      raise NoPeer, nowhere(part, peers, port) if known.empty? && peers.any?

      unknown.each { |peer| Chef::Log.warn("presence: #{peer['id']} of #{part} has no address or no port#{" #{port}" if port}: it is left out") }
      known.map { |peer| endpoint(peer, port: port) }
    end

    private

    def read(node, list, part)
      found = node.read('presence', list, part.to_s)
      raise NotAsked, "nothing in this run has asked for the peers of #{part} yet: declare presence_peers '#{part}', or require it and include the recipe presence, before they are read" if found.nil?

      found.to_a
    end

    def nowhere(part, peers, port)
      offered = peers.flat_map { |peer| peer.fetch('ports', {}).keys }.uniq.sort
      "none of the #{peers.size} peers of #{part} has an address and #{port ? "the port #{port}" : 'one port only'}; they offer #{offered.empty? ? 'no port' : offered.join(', ')}"
    end
  end
end
