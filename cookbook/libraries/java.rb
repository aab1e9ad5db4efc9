require 'chef-utils'

module Presence
  # Which java to run, and which version it is.
  class Java
    OLDEST = 17
    REMEDY = "install a Java #{OLDEST} runtime or newer, or set node['presence']['java'] to the path of one".freeze

    extend ChefUtils::DSL::Which

    # The path given, else the one of JAVA_HOME, else the one on the PATH; nil when there is none.
    def self.find(given, env = ENV)
      given || in_home(env['JAVA_HOME']) || (which('java') || nil)
    end

    def self.in_home(home)
      return if home.nil? || home.empty?

      %w(java java.exe).map { |name| File.join(home, 'bin', name) }.find { |path| File.executable?(path) }
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
  end
end
