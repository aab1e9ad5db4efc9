module Presence
  # Who this node is and where it is reached: as the attributes say, else as far as Ohai knows.
  class Identity
    # The rule for an instance-id, which is a file name on every system and part of a Git ref.
    NAME = /\A[a-z0-9][a-z0-9._-]{0,62}\z/.freeze
    WINDOWS_DEVICE = /\A(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|\z)/.freeze
    # Every machine has these: as names they would make one node of all of them.
    NO_NAME = /\A(localhost|localhost\..*|\(none\))\z/.freeze
    # On its default route VirtualBox gives each machine the same address.
    VIRTUALBOX = '10.0.2.15'.freeze

    def self.name?(name)
      name.match?(NAME) && !name.include?('..') && !name.end_with?('.', '.lock') && !name.match?(WINDOWS_DEVICE)
    end

    # The name under which this node is on the list, or will be: a machine made anew has no nodeinfo folder
    # yet. nil where nobody knows.
    def self.own_id(node, nodeinfo)
      Nodeinfo.new(nodeinfo).text('instance-id') || new(node).instance_id
    rescue BadFact
      nil
    end

    def initialize(node)
      @node = node
    end

    def instance_id
      Settings.read(@node, 'instance_id') || names.find { |name| Identity.name?(name) && !name.match?(NO_NAME) } ||
        raise(BadFact, "Ohai knows no name of this node that can be its instance-id (#{names.empty? ? 'none at all' : names.join(', ')}): set node['presence']['instance_id'], or the property")
    end

    # An address, or the network that it is in; nil where Ohai did not look (minimal_ohai): the program then
    # takes the default route's address.
    def address
      Settings.read(@node, 'address') || @node.read('ec2', 'local_ipv4') || @node['ipaddress'] || @node['ip6address']
    end

    # The machine's own address in a network such as 10.0.3.0/24; all else as it is. The system is asked
    # and not Ohai, which under minimal_ohai has not looked at the interfaces.
    def self.address_in(network)
      return network unless network.to_s.include?('/')

      # Here, because it takes some milliseconds and few want it.
      require 'ipaddr'
      require 'socket'
      own = Socket.ip_address_list.map { |address| address.ip_address.sub(/%.*/, '') }
      range = IPAddr.new(network)
      own.sort.find { |address| range.include?(IPAddr.new(address)) } ||
        raise(BadFact, "this machine has no address in #{network} (it has #{own.join(', ')}): correct node['presence']['address'], or the property")
    rescue IPAddr::Error
      raise BadFact, "the address #{network} is no network such as 10.0.3.0/24: correct node['presence']['address'], or the property"
    end

    private

    def names
      [@node.read('ec2', 'instance_id'), @node['fqdn'], @node['hostname'], @node['machinename']].compact.map(&:downcase)
    end
  end
end
