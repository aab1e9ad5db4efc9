require_relative 'machine'

# The machines of the stack, what they are to each other, and what a test waits for.
module Stack
  LIST = File.expand_path('../../.build/presence', __dir__)
  OLD = File.expand_path('../../.build/old', __dir__) # the list as it was once
  FIRST_JAR = File.expand_path('../../.build/presence-0.1.0.jar', __dir__)
  PERSON = File.expand_path('../../.build/anna', __dir__)
  BEAT = 10 # seconds, as kitchen.lxc.yml has it

  DB, APP1, APP2, APP3, LB, LISTS = %w(db app1 app2 app3 lb lists).map { |name| Machine.new(name) }
  APPS = [APP1, APP2, APP3].freeze
  NODES = [DB, *APPS, LB].freeze

  class << self
    # The rows of HAProxy's configuration: [id, endpoint, weight].
    def servers
      LB.read('/etc/haproxy/haproxy.cfg').scan(/^ +server (\S+) (\S+) weight (\d+)/)
    end

    def served_by(*apps)
      apps.map { |app| [app.name, "#{app.address}:80", '100'] }
    end

    # What the app server has of the database.
    def database_of(app)
      JSON.parse(app.read('/etc/apache2/lamp.json'))['db']
    end

    # How HAProxy's own check sees the server.
    def check_of(app)
      said = LB.run(%q(ruby -rsocket -e 'UNIXSocket.open("/run/haproxy/admin.sock") { |s| s.puts "show stat"; puts s.read }'))
      said[/^app,#{app.name},.*$/].to_s.split(',')[17]
    end

    def reloads
      Integer(LB.run("journalctl --sync; journalctl -o cat -u haproxy | grep -c '^Reloaded' || true"))
    end

    # One that none of the machines has.
    def free_address
      taken = on([*NODES, LISTS].select(&:answers?)) { |machine| machine.run('hostname -I').split }.flatten
      254.downto(2).map { |last| "10.0.3.#{last}" }.find { |address| !taken.include?(address) }
    end

    # The bytes of all that is made from the list.
    def configurations
      [LB.read('/etc/haproxy/haproxy.cfg'), *APPS.map { |app| app.read('/etc/apache2/lamp.json') }]
    end

    # Waits until the block is true, and raises with what the machines said when it does not become so.
    def eventually(what, seconds: 12 * BEAT, of: LB)
      deadline = Visitor.now + seconds
      until yield
        raise "not #{what} after #{seconds} s; #{of.name} says\n#{of.log}" if Visitor.now > deadline

        sleep 0.2
      end
    end

    # How many beats of the machine end while the block runs.
    def beats(machine = LB)
      before = machine.beats
      yield
      machine.beats - before
    end

    # Until each of them has beaten so many times more.
    def wait_for_beats(count, machines = NODES)
      before = machines.to_h { |machine| [machine, machine.beats] }
      eventually("#{count} beats on each", of: machines.first) do
        machines.all? { |machine| machine.beats >= before[machine] + count }
      end
    end

    # What 'presence status' finds BAD, a text a machine.
    def troubles
      on(NODES) { |machine| machine.attempt('presence status').first.lines.grep(/BAD/).join }
    end

    # On all of them at once.
    def on(machines, &block)
      machines.map { |machine| Thread.new { block.call(machine) } }.map(&:value)
    end
  end
end
