require 'json'

module Presence
  # The folder that says what this node is, a fact a file: text in NAME.txt, all else in NAME.json.
  class Nodeinfo
    # Names the files that Chef wrote, so that a fact no longer declared can go while those of others
    # stay.
    MANIFEST = '.written-by-chef'.freeze
    # Written by `presence state`, `drain`, `undrain` and `leave` alone.
    STATE = %w(state statetss statelog statereason stateby stateuntil).freeze
    # Those in which a node is nobody's peer.
    NOT_SERVING = %w(presetup setup draining decommissioning decommission left).freeze
    # Those that the program refuses when they are empty, and the whole node with them.
    NEVER_EMPTY = %w(address deployment initgitrepo stacktype weight zone).freeze
    NAME = /\A[A-Za-z0-9][A-Za-z0-9._-]*\z/.freeze

    # The files of what a node is to say.
    #
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

    def initialize(folder)
      @folder = folder
    end

    # A fact that is text, nil when it is not there or not for this user to read.
    def text(name)
      File.read(path("#{name}.txt"), encoding: 'UTF-8').strip
    rescue SystemCallError
      nil
    end

    # The files that an earlier run wrote.
    def written
      File.readlines(path(MANIFEST), chomp: true)
    rescue Errno::ENOENT, Errno::ENOTDIR
      []
    end

    def path(file)
      File.join(@folder, file)
    end
  end
end
