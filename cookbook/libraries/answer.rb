require 'json'

module Presence
  # The program's answer, believed only when it is whole: anything less would be taken for "no peers".
  class Answer
    class Malformed < StandardError; end

    SCHEMA = 1
    LISTS = %w(peers draining).freeze

    # A JSON object in which a key stands twice has no one meaning. Newer json libraries have an option for
    # it, older ones fill this class key by key.
    class Once < Hash
      def []=(key, value)
        raise JSON::ParserError, "duplicate key #{key.inspect}" if key?(key)

        super
      end
    end

    # One part's nodes, both lists sorted by id: {'peers' => [{…}], 'draining' => [{…}]}.
    attr_reader :parts

    # @param text in whatever encoding it came
    # @return a JSON object
    def self.object(text)
      text = text.dup.force_encoding(Encoding::UTF_8)
      raise Malformed, 'it is not UTF-8' unless text.valid_encoding?
      raise Malformed, 'it is empty' if text.strip.empty?

      JSON.parse(text, object_class: Once, allow_duplicate_key: false).tap { |root| raise Malformed, 'it is no JSON object' unless root.is_a?(Hash) }
    rescue JSON::ParserError
      raise Malformed, 'it is no sound JSON'
    end

    # @param root a JSON object
    # @param wanted the parts that must be in it
    def initialize(root, wanted)
      body = root['presence']
      raise Malformed, 'it has no object "presence"' unless body.is_a?(Hash)
      raise Malformed, "its schema is #{body['schema'].inspect}, this cookbook reads #{SCHEMA}" unless body['schema'] == SCHEMA

      lists = LISTS.to_h { |list| [list, checked_lists(body, list)] }
      @parts = (lists['peers'].keys & lists['draining'].keys).to_h do |part|
        [part, lists.transform_values { |by_part| by_part[part] }]
      end
      missing = wanted - @parts.keys
      raise Malformed, "it lacks #{missing.join(', ')}" unless missing.empty?
    end

    private

    def checked_lists(body, list)
      raise Malformed, "its #{list} are no object" unless body[list].is_a?(Hash)

      body[list].to_h { |part, nodes| [part, checked_nodes("#{list} of #{part}", nodes)] }
    end

    def checked_nodes(what, nodes)
      whole = nodes.is_a?(Array) && nodes.all? { |node| node.is_a?(Hash) && node['id'].is_a?(String) }
      raise Malformed, "its #{what} are not a list of nodes with ids" unless whole

      nodes.map { |node| plain(node) }.sort_by { |node| node['id'] }
    end

    # Ordinary hashes, for attributes.
    def plain(value)
      case value
      when Hash then value.to_h { |key, inner| [key, plain(inner)] }
      when Array then value.map { |inner| plain(inner) }
      else value
      end
    end
  end
end
