module Presence
  # Where one peer is reached, written as configuration files want it.
  module Endpoint
    # nil for a peer that has no address or not that port: half a server line would stop a daemon.
    def self.of(peer, port)
      host = peer['address']
      number = number(peer.fetch('ports', {}), port)
      return unless host && number

      host.include?(':') ? "[#{host}]:#{number}" : "#{host}:#{number}"
    end

    def self.number(ports, port)
      case port
      when nil then ports.values.first if ports.one?
      when Integer then port
      else ports[port.to_s]
      end
    end
    private_class_method :number
  end
end
