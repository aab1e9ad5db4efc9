module Presence
  # The class archive that the program's command `archive` builds beside an installed jar, under the
  # path of the Java that it is for. Java itself ignores one that does not fit.
  class ClassArchive
    # To build one, the JVM runs three times and writes some 20 MB, on a slow disk perhaps.
    BUILD_SECONDS = 180
    FILE = 'presence.jsa'.freeze

    def initialize(jar, java)
      @folder = File.join(File.dirname(jar), 'archive')
      @jar = jar
      @java = java
    end

    # nil when there is none.
    def path
      home = File.realpath(@java).sub(%r{/bin/[^/]+\z}, '')
      # A wrapper hides which Java it starts: the archive that was built last is for that.
      path = java_home?(home) ? File.join(@folder, home, FILE) : newest
      path if path && File.exist?(path)
    rescue SystemCallError
      nil
    end

    # A JVM binds an archive to its own build and to the jar's time and size. When either was put here
    # only the change time tells: a package keeps the times of its files.
    def current?
      archive = path
      !archive.nil? && [@jar, File.realpath(@java)].all? { |file| File.exist?(file) && File.ctime(file) <= File.mtime(archive) }
    end

    private

    def java_home?(folder)
      File.exist?(File.join(folder, 'lib', 'modules'))
    end

    def newest
      Dir.glob(File.join(@folder, '**', FILE)).max_by { |file| File.mtime(file) }
    end
  end
end
