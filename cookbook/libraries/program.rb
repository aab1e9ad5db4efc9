require 'mixlib/shellout'
require 'shellwords'

module Presence
  # The Java program: one command, run to its end within bounds.
  class Program
    # As the program's own launcher: the smallest start-up, and nothing of the JVM's on stdout nor in /tmp.
    FLAGS = %w(
      -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:MaxRAMPercentage=50 -Xmn48m -Xss1m
      -Xshare:auto -XX:+DisplayVMOutputToStderr -XX:-PrintWarnings -Xlog:disable -Xlog:all=error:stderr
    ).freeze
    # Settings of the site must not slow each run down, and print a line besides. Chef's guess of a
    # locale can be one that is not installed; Java then cannot name a file that is not ASCII.
    ENVIRONMENT = { 'JAVA_TOOL_OPTIONS' => nil, 'JDK_JAVA_OPTIONS' => nil, '_JAVA_OPTIONS' => nil, 'LC_ALL' => 'C.UTF-8' }.freeze
    # The program's own limit is on its work with stores; this is for starting and ending.
    GRACE = 5
    # So ends a JVM that cannot start, and the program when it has a bug.
    COULD_NOT_START = 1
    LONGEST_LINE = 500

    # What a command printed, and why it did not do what it should, if so: one line for the foot of Chef's log.
    Ended = Struct.new(:command, :stdout, :warnings, :problem, keyword_init: true)

    # Ends a program that talks without end. Given to shell_out as its live stream, because
    # shell_out's own limit counts only the time in which nothing is said.
    class Leash
      class Cut < StandardError; end

      def initialize(seconds)
        @end = now + seconds
      end

      def <<(_chunk)
        raise Cut if now > @end

        self
      end

      private

      def now
        Process.clock_gettime(Process::CLOCK_MONOTONIC)
      end
    end

    def self.failed(what, remedy)
      Ended.new(stdout: '', warnings: [], problem: [what, remedy].compact.join('; '))
    end

    # Text from outside as a line that is safe for a terminal and not too long.
    def self.line(text)
      line = text.dup.force_encoding(Encoding::UTF_8).scrub('?').gsub(/[^[:print:]]/, '?').delete_prefix('presence: ')
      line.length > LONGEST_LINE ? "#{line[0, LONGEST_LINE]}…" : line
    end

    # @param shell the provider's own shell_out, which ChefSpec knows how to stub
    # @param quiet whether to pass on nothing of what it says
    def initialize(java:, jar:, shell:, quiet: false)
      @java = java
      @jar = jar
      @shell = shell
      @quiet = quiet
    end

    # @param seconds the limit of the program's own work
    # @param good the exit codes that are no problem
    def run(arguments, seconds:, good: [0])
      return Program.failed("there is no java to run #{@jar} with", Java::REMEDY) unless @java

      # As a person would type it, without the flags.
      line = Shellwords.join([@java, '-jar', @jar, *arguments])
      ended(line, shell([@java, *FLAGS, *archive, '-jar', @jar, *arguments], seconds + GRACE), good)
    rescue Mixlib::ShellOut::CommandTimeout, Leash::Cut
      Program.failed("`#{line}` did not end within #{seconds + GRACE} s", 'mend the slow store or raise the timeout')
    rescue SystemCallError => e
      Program.failed("#{@java} does not start: #{e.message}", Java::REMEDY)
    end

    private

    def archive
      path = Java::Archive.new(@jar, @java).path
      ["-XX:SharedArchiveFile=#{path}", '-XX:+VerifySharedSpaces', '-XX:+SuppressFatalErrorMessage'] if path
    end

    def shell(command, seconds)
      @shell.call(*command, timeout: seconds, live_stream: Leash.new(seconds), environment: ENVIRONMENT)
    end

    def ended(line, process, good)
      lines = lines(process.stderr)
      problem = java_too_old(process) || problem(line, process.exitstatus, lines.pop.to_s) unless good.include?(process.exitstatus)
      Ended.new(command: line, stdout: process.stdout, warnings: lines, problem: problem)
    end

    # The program's own last words name the file and say what to do; only where they do not, something
    # is added.
    #
    # @param status nil when a signal ended it
    def problem(command, status, said)
      ending = status ? "exit code #{status}" : 'the sudden end'
      return "#{ending} of `#{command}`, without a word; run it by hand" if said.empty?

      ["#{said.delete_suffix('.')} (#{ending} of `#{command}`)", (Bundle::REMEDY if said.include?('jarfile'))].compact.join('; ')
    end

    # Found out only after a failure: a look beforehand would cost each good run a process.
    def java_too_old(process)
      return unless process.exitstatus == COULD_NOT_START

      version = Java.version(shell([@java, '-version'], GRACE).stderr)
      "#{@java} is Java #{version}, and presence needs #{Java::OLDEST} or newer; #{Java::REMEDY}" if version && Java.too_old?(version)
    end

    def lines(text)
      @quiet ? [] : text.lines.map { |line| Program.line(line.chomp) }.reject { |line| line.strip.empty? }
    end
  end
end
