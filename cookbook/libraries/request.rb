module Presence
  # One part that is wanted, as one presence_peers asks for it.
  Request = Struct.new(:part, :match, :facts, :minimum, :question, keyword_init: true) do
    def self.of(resource)
      new(
        part: resource.part,
        match: resource.match,
        facts: resource.facts,
        minimum: resource.minimum,
        question: Question.of(resource)
      )
    end

    # Whether both mean the same nodes, whatever else is to be known of them.
    def same_nodes?(other)
      [part, match, question.scope] == [other.part, other.match, other.question.scope]
    end

    # As the program's option --part wants it.
    def to_s
      match ? "#{part}=#{match}" : part
    end

    # The nodes without the facts that only others asked for.
    def stripped(nodes)
      nodes.transform_values { |list| list.map { |node| strip(node) } }
    end

    private

    def strip(node)
      own = node.fetch('facts', {}).slice(*facts)
      rest = node.reject { |key, _| key == 'facts' }
      own.empty? ? rest : rest.merge('facts' => own)
    end
  end
end
