require 'chef-utils'
require 'fileutils'

module Presence
  # Which java to run, which version it is, and the class archive that shortens its start.
  class Java
    OLDEST = 17
    REMEDY = "install a Java #{OLDEST} runtime or newer, or set node['presence']['java'] to the path of one; " \
             'where a recipe of the same run installs it, its package wants `compile_time true`'.freeze

    extend ChefUtils::DSL::Which

    # The path given, else the one of JAVA_HOME, else the one on the PATH; nil when there is none.
    def self.find(given, env = ENV)
      given || in_home(env['JAVA_HOME']) || (which('java') || nil)
    end

    def self.in_home(home)
      return if home.nil? || home.empty?

      path = File.join(home, 'bin', 'java')
      path if File.executable?(path)
    end
    private_class_method :in_home

    # @param said what `java -version` printed: `openjdk version "17.0.15" 2025-04-15`, or
    #   `java version "1.8.0_392"` up to 8
    # @return "17.0.15", nil when it says no version
    def self.version(said)
      said[/version "([^"]+)"/, 1]
    end

    def self.too_old?(version)
      version.delete_prefix('1.').to_i < OLDEST
    end

    # The class archive that the program's command `archive` builds beside an installed jar, under the
    # path of the Java that it is for. Java itself ignores one that does not fit.
    class Archive
      # To build one, the JVM runs three times and writes some 20 MB, on a slow disk perhaps.
      BUILD_SECONDS = 180
      FOLDER = 'archive'.freeze
      FILE = 'presence.jsa'.freeze
      # What is beside one that has what a list in ZooKeeper takes, which others need not load.
      ZK = '.with-zookeeper'.freeze

      # @param stores the lists that the program will work on
      def initialize(jar, java, stores = [])
        @folder = File.join(File.dirname(jar), FOLDER)
        @jar = jar
        @java = java
        @zk_stores = stores.select { |store| store.start_with?('zk:') }
      end

      # The command that builds it.
      def command
        ['archive', *@zk_stores.flat_map { |store| ['--store', store] }]
      end

      # When it was.
      def built
        FileUtils.touch("#{path}#{ZK}") if @zk_stores.any? && path
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
        !archive.nil? && (@zk_stores.empty? || File.exist?(archive + ZK)) && [@jar, File.realpath(@java)].all? { |file| File.exist?(file) && File.ctime(file) <= File.mtime(archive) }
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
end
