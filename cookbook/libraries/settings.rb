module Presence
  # What the attributes under node['presence'] say. One that is wrong is named by its path, as whoever
  # set it has to find it.
  module Settings
    PART = /\A[A-Za-z0-9][A-Za-z0-9_-]{0,62}\z/.freeze

    TEXT = ['a text, or nil', ->(value) { value.nil? || (value.is_a?(String) && !value.strip.empty?) }].freeze
    PATH = ['a path', ->(value) { value.is_a?(String) && !value.strip.empty? }].freeze
    RULES = {
      'stores' => ['a list of stores, such as ["/srv/presence"]', ->(value) { Array(value).all?(String) && !value.is_a?(Hash) }],
      'deployment' => TEXT,
      'stacktype' => TEXT,
      'instance_id' => TEXT,
      'address' => TEXT,
      'java' => TEXT,
      'jar' => TEXT,
      'nodeinfo' => PATH,
      'state_dir' => PATH,
      'config' => PATH,
      'on_failure' => ['"keep" or "raise"', ->(value) { %w(keep raise).include?(value.to_s) }],
      'timeout' => ['seconds, such as 10', ->(value) { value.to_s.match?(/\A[1-9]\d*s?\z/) }],
      'requires' => ['part to properties, such as { "db" => { "minimum" => 1 } }', ->(value) { value.is_a?(Hash) }],
      'announce' => ['the properties of presence_announce, such as { "part" => "app" }', ->(value) { value.is_a?(Hash) }],
    }.freeze

    class << self
      # One attribute, in plain Ruby.
      def read(node, name)
        value = plain(node['presence'][name])
        rule, good = RULES.fetch(name)
        raise BadAttribute, "node['presence']['#{name}'] is #{shown(value)}: give #{rule}" unless good.call(value)

        value
      end

      # part => the properties of its presence_peers.
      def requires(node)
        read(node, 'requires').to_h do |part, properties|
          path = "node['presence']['requires']['#{part}']"
          raise BadAttribute, "#{path}: a part's name is 1 to 63 letters, digits, '_' and '-'" unless part.match?(PART)
          raise BadAttribute, "#{path} is #{shown(properties)}: give the properties of presence_peers, such as { \"minimum\" => 1 }, or {}" unless properties.nil? || properties.is_a?(Hash)

          [part, properties.to_h]
        end
      end

      # Gives a resource the properties that an attribute names.
      #
      # @param path of that attribute, for whoever has to mend it
      def apply(resource, path, properties)
        properties.each do |name, value|
          known = resource.class.properties.keys.map(&:to_s)
          raise BadAttribute, "#{path}['#{name}'] is no property of #{resource.resource_name}: it has #{(known - ['name']).sort.join(', ')}" unless known.include?(name)

          resource.public_send(name, value)
        rescue Chef::Exceptions::ValidationFailed => e
          raise BadAttribute, "#{path}['#{name}']: #{e.message}"
        end
      end

      private

      # Ordinary arrays and hashes in place of Chef's own.
      def plain(value)
        case value
        when Hash then value.to_h
        when Array then value.to_a
        else value
        end
      end

      # Not what is in it: that may be a secret.
      def shown(value)
        case value
        when Hash then 'a Hash'
        when Array then 'an Array'
        else value.inspect
        end
      end
    end
  end
end
