require 'json'

module Presence
  # What a node says of itself, as the files of its nodeinfo folder: text in NAME.txt, all else in
  # NAME.json.
  module Facts
    # Written by `presence state`, `drain`, `undrain` and `leave` alone.
    STATE = %w(state statetss statelog statereason stateby stateuntil).freeze
    # Those that the program refuses when they are empty, and the whole node with them.
    NEVER_EMPTY = %w(address deployment initgitrepo stacktype weight zone).freeze
    NAME = /\A[A-Za-z0-9][A-Za-z0-9._-]*\z/.freeze

    # @param named those that a property of their own declares, name => value; nil is a fact that is
    #   not there
    # @return file name => content
    def self.files(named, others)
      twice = named.keys & others.keys
      raise BadFact, "#{twice.join(', ')} must be declared by a property of presence_announce, not in its facts" if twice.any?

      named.merge(others).compact.sort.to_h { |name, value| file(name, value) }
    end

    def self.file(name, value)
      raise BadFact, "#{name.inspect} cannot be a fact: its name is a file's, of letters, digits, '.', '_' and '-'" unless name.match?(NAME)
      raise BadFact, "the fact #{name} belongs to the commands that change a node's state: use the property state" if STATE.include?(name)
      raise BadFact, "#{name} is empty: say what it is, or leave it out (nil)" if NEVER_EMPTY.include?(name) && value.to_s.strip.empty?

      value.is_a?(String) ? ["#{name}.txt", "#{value}\n"] : ["#{name}.json", "#{JSON.pretty_generate(value)}\n"]
    end
    private_class_method :file
  end
end
