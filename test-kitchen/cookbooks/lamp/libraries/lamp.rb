require 'resolv'

# What all three parts need to know of addresses.
module Lamp
  HOST_NAME = /\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z/i.freeze

  # Where this machine is reached, which is what it announces and listens on.
  def self.own_address(node)
    interface = node['lamp']['interface']
    return node['ipaddress'] unless interface

    addresses = node.read('network', 'interfaces', interface, 'addresses').to_h
    addresses.keys.find { |address| addresses[address]['family'] == 'inet' } ||
      raise("the interface #{interface} has no IPv4 address: correct node['lamp']['interface']")
  end

  # A record is what another machine says of itself: only what really is an address and a port may
  # get into a configuration file, and a peer that offers no such thing is no server.
  def self.servers(peers, port)
    peers.filter_map do |peer|
      host = peer['address'].to_s
      number = peer.dig('ports', port)
      if number.is_a?(Integer) && (host.match?(Resolv::AddressRegex) || host.match?(HOST_NAME))
        { 'id' => peer['id'], 'host' => host, 'port' => number, 'weight' => peer['weight'].to_i }
      else
        Chef::Log.warn("lamp: #{peer['id']} has no usable address and #{port} port, it is left out")
        nil
      end
    end
  end
end
