module Presence
  # The class archive that the program's command `archive` builds beside an installed jar, under the
  # path of the Java that it is for. Java itself ignores one that does not fit.
  class ClassArchive
    # To build one, the JVM runs three times and writes some 20 MB, on a slow disk perhaps.
    BUILD_SECONDS = 180

    def initialize(jar, java)
      @jar = jar
      @java = java
    end

    # nil for a Java that is not there.
    def path
      home = File.realpath(@java).sub(%r{/bin/[^/]+\z}, '')
      File.join(File.dirname(@jar), 'archive', home, 'presence.jsa')
    rescue SystemCallError
      nil
    end

    def exist?
      !path.nil? && File.exist?(path)
    end

    # A JVM binds an archive to its own build and to the jar's time and size. When either was put here
    # only the change time tells: a package keeps the times of its files.
    def current?
      exist? && [@jar, File.realpath(@java)].all? { |file| File.exist?(file) && File.ctime(file) < File.mtime(path) }
    end
  end
end
