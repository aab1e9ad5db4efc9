module Presence
  # Who this node is and where it is reached, as far as Ohai knows.
  class Identity
    # Every machine has these: as names they would make one node of all of them.
    NO_NAME = /\A(localhost|localhost\..*|\(none\))\z/.freeze

    def initialize(node)
      @node = node
    end

    def instance_id
      names.find { |name| NodeName.valid?(name) && !name.match?(NO_NAME) } ||
        raise(BadFact, "Ohai knows no name of this node that can be its instance-id (#{names.join(', ').then { |tried| tried.empty? ? 'none at all' : tried }}): set the property instance_id")
    end

    # nil where Ohai did not look (minimal_ohai): the program then takes the default route's address.
    def address
      @node.read('ec2', 'local_ipv4') || @node['ipaddress'] || @node['ip6address']
    end

    # The machine's own address in a network such as 10.0.3.0/24. The system is asked and not Ohai,
    # which under minimal_ohai has not looked at the interfaces.
    def address_in(network)
      # Here, because it takes some milliseconds and few want it.
      require 'ipaddr'
      require 'socket'
      range = IPAddr.new(network)
      own = Socket.ip_address_list.map { |address| address.ip_address.sub(/%.*/, '') }
      own.sort.find { |address| range.include?(IPAddr.new(address)) } ||
        raise(BadFact, "this machine has no address in #{network} (it has #{own.join(', ')}): correct the property address")
    end

    private

    def names
      [@node.read('ec2', 'instance_id'), @node['fqdn'], @node['hostname'], @node['machinename']].compact.map(&:downcase)
    end
  end
end
