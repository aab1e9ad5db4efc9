module Presence
  # The folder that says what this node is, a fact a file.
  class Nodeinfo
    # Names the files that Chef wrote, so that a fact no longer declared can go while those of others
    # stay.
    MANIFEST = '.written-by-chef'.freeze

    def initialize(folder)
      @folder = folder
    end

    # A fact that is text, nil when it is not there.
    def text(name)
      File.read(path("#{name}.txt"), encoding: 'UTF-8').strip
    rescue Errno::ENOENT, Errno::ENOTDIR
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
