module Presence
  # What the providers share: the program, and this run's memory.
  module Runner
    # Warnings of one command that reach Chef's log; more say nothing new.
    MOST_WARNINGS = 20

    private

    def presence_run
      Run.of(run_context)
    end

    def presence_bundle
      @presence_bundle ||= Bundle.new(run_context)
    end

    def presence_java
      @presence_java ||= Java.find(new_resource.java)
    end

    # Runs a command of the program and passes on what it warns of.
    #
    # @param jar another than the one that the resource or the cookbook has
    def run_presence(arguments, seconds:, good: [0], jar: nil)
      jar ||= new_resource.jar || presence_bundle.jar
      program = Program.new(java: presence_java, jar: jar, shell: method(:shell_out), quiet: new_resource.sensitive)
      program.run(arguments, seconds: seconds, good: good).tap { |ended| pass_on(ended.warnings) }
    rescue MissingFile => e
      Program.failed(e.message, nil)
    end

    # What every command takes that works on a list.
    def list_options
      options = %w(stores nodeinfo timeout).to_h { |name| [name, new_resource.public_send(name)] }
      Request.list_options(options.merge(own_paths))
    end

    def own_paths
      %w(state_dir config).to_h { |name| [name, Settings.read(node, name)] }
    end

    # Runs a command that changes this node's entry.
    def change_entry(command)
      ended = run_presence([*command, *list_options], seconds: new_resource.timeout)
      return unless ended.problem
      raise AnnounceFailed, "#{new_resource}: #{ended.problem}; on_failure is :raise" if new_resource.on_failure == :raise

      presence_run.note(ended.problem, 'this node is on the list as it was before this run')
    end

    # What runs goes on as what it began as, so that an agent begins anew; its end is no leave. Starts none.
    def restart_agent
      at_the_end(Heartbeat::AGENT_UNITS.first, 'try-restart')
    end

    # One that is at work already is let alone: its start would start what it wants, a beat.
    def begin_unit(unit)
      at_the_end(unit, 'start') { shell_out("systemctl is-active --quiet #{unit}").error? }
    end

    # @yield whether there is need, of a unit that is there then
    def at_the_end(unit, verb, &needed)
      presence_run.afterwards("#{verb} #{unit}") do
        next unless ::File.exist?(::File.join(Heartbeat::UNIT_FOLDER, unit)) && (needed.nil? || needed.call)

        ended = shell_out("systemctl #{verb} #{unit}")
        presence_run.note("`systemctl #{verb} #{unit}` failed: #{Program.line(ended.stderr.lines.first.to_s.chomp)}", "`journalctl -u #{unit}` says why") if ended.error?
      end
    end

    def pass_on(warnings)
      warnings.first(MOST_WARNINGS).each { |line| Chef::Log.warn("#{new_resource}: #{line}") }
      more = warnings.size - MOST_WARNINGS
      Chef::Log.warn("#{new_resource}: #{more} more lines like these; run the command by hand to see them") if more > 0
    end
  end
end
