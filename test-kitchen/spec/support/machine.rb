require 'json'
require 'net/http'
require 'open3'

# One machine of the stack: Kitchen converges it, and what happens to it is done to its LXC machine.
class Machine
  PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'.freeze

  attr_reader :name

  def initialize(name)
    @name = name
  end

  # How many resources a Chef run on it updated.
  def converge
    Integer(kitchen('converge', name)[%r{(\d+)/\d+ resources updated}, 1])
  end

  def verify
    kitchen('verify', name)
  end

  # What the command prints there, as root.
  def run(command, input: '')
    output, errors, status = attempt(command, input: input)
    return output if status.zero?

    raise "'#{command}' on #{name} ended with #{status}: #{errors.empty? ? output : errors}"
  end

  # The same, by a person who came with a key of her own: docs/git.md, Rights.
  def run_by_person(command)
    run("ssh-agent sh -c 'ssh-add -q - && #{command}'", input: File.read(Stack::PERSON))
  end

  # [what it prints, its errors, its exit status], whatever that is.
  def attempt(command, input: '')
    *said, status = Open3.capture3('timeout', '120', 'lxc-attach', '--name', lxc, '--clear-env',
      '--set-var', "PATH=#{PATH}", '--set-var', 'LC_ALL=C.UTF-8', '--', 'sh', '-c', command, stdin_data: input)
    [*said, status.exitstatus]
  end

  # A file of it, read from outside.
  def read(path)
    File.read("/var/lib/lxc/#{lxc}/rootfs#{path}")
  end

  def write(path, text)
    File.write("/var/lib/lxc/#{lxc}/rootfs#{path}", text)
  end

  def power_off
    lxc_do('lxc-stop', '--kill')
  end

  def power_on
    lxc_do('lxc-start')
  end

  # A machine with all that this one has, its name and its memory too, at an address of its own. Both are off.
  def clone_at(address)
    Machine.new("#{name}-clone").tap do |clone|
      lxc_do('lxc-copy', '--newname', clone.lxc, '--keepname')
      clone.move_to(address)
    end
  end

  # From its next start, or when networkd is told to look. Kitchen goes on to come by the old one.
  def move_to(address, old = nil)
    write('/etc/systemd/network/eth0.network', <<~UNIT)
      [Match]
      Name=eth0

      [Network]
      #{[address, old].compact.map { |own| "Address=#{own}/24" }.join("\n")}

      [Route]
      Gateway=10.0.3.1
      PreferredSource=#{address}
    UNIT
  end

  def remove
    lxc_do('lxc-destroy', '--force')
  end

  # How many beats have ended, well or not, as far as its journal goes back.
  def beats
    Integer(run("journalctl --sync; journalctl -o cat -u presence-beat | grep -cE '^(Finished|Failed to start)' || true"))
  end

  # How its last beat ended; nil while one is at work, or the machine boots.
  def beat_status
    shown = attempt('systemctl show presence-beat --property ExecMainStatus,ActiveState --value').first
    shown[/\A(\d+)\n(?:inactive|failed)$/, 1]&.to_i
  end

  # What its HeartBeat told so far, as objects.
  def notices
    run('cat /var/log/presence-notices 2>/dev/null || true').lines.map { |line| JSON.parse(line) }
  end

  # How often it told of such an event in words like these.
  def told(event, words)
    notices.count { |notice| notice['event'] == event && notice['text'].match?(words) }
  end

  # Whether a change is at work.
  def changing?
    attempt('systemctl is-active presence-change').first == "activating\n"
  end

  def log
    run("journalctl -o cat -u 'presence-*' -n 60")
  end

  def answers?
    attempt('systemctl is-active multi-user.target').last.zero?
  end

  # What it says of itself on the list.
  def record
    JSON.parse(File.read("#{Stack::LIST}/all/#{name}.json")).fetch('value')
  end

  def address
    record.fetch('address')
  end

  # [status, body] of a request to its web server.
  def get
    response = Net::HTTP.start(address, 80, open_timeout: 5, read_timeout: 15) { |http| http.get('/') }
    [response.code.to_i, response.body]
  end

  def lxc
    "presence-#{name}-debian-12"
  end

  private

  def lxc_do(command, *options)
    output, status = Open3.capture2e(command, '--name', lxc, *options)
    raise "#{command} of #{name}: #{output}" unless status.success?
  end

  def kitchen(*arguments)
    output, noise, status = Open3.capture3('kitchen', *arguments)
    return output if status.success?

    raise "kitchen #{arguments.join(' ')} failed; all of it is in .kitchen/logs, its end is\n#{[*output.lines, *noise.lines].last(40).join}"
  end
end
