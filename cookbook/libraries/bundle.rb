require 'fileutils'

module Presence
  # The files of the program that travel in this cookbook.
  class Bundle
    JAR = 'presence.jar'.freeze
    # What a list in ZooKeeper needs; beside the jar, or not there.
    ZK_JAR = 'presence-zk.jar'.freeze
    LAUNCHER = 'presence.sh'.freeze
    # Where presence_install puts the program unless told otherwise.
    HOME = '/opt/presence'.freeze
    COMMAND = '/usr/local/bin/presence'.freeze
    REMEDY = 'take the packaged cookbook (target/presence-VERSION-cookbook.tar.gz, which `mvn package` makes in a checkout), or set the property jar'.freeze

    def initialize(run_context)
      @node = run_context.node
      @cookbook = run_context.cookbook_collection['presence']
    end

    def version
      @cookbook.version
    end

    # The path of one of the files, already on this machine.
    def path(file)
      @cookbook.preferred_filename_on_disk_location(@node, :files, file)
    rescue Chef::Exceptions::FileNotFound
      raise MissingFile, "the cookbook presence lies here without files/#{file}; #{REMEDY}"
    end

    def text(file)
      File.read(path(file), encoding: 'UTF-8')
    end

    # The jar to run: the installed one where it is this very program, for the class archive beside it.
    def jar
      bundled = path(JAR)
      installed = File.join(HOME, version, JAR)
      File.exist?(installed) && FileUtils.identical?(installed, bundled) ? installed : bundled
    end
  end
end
