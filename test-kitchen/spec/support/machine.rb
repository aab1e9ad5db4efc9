require 'json'
require 'net/http'
require 'open3'
require 'shellwords'

# One machine of the stack, as a person with Kitchen has it in hand.
class Machine
  LIST = File.expand_path('../../.build/presence/all', __dir__)

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
  def run(command)
    output = kitchen('exec', name, '--command', "sudo sh -c #{command.shellescape}")
    output.lines.drop(1).map { |line| line.delete_prefix(' ' * 7) }.join # the first is Kitchen's own
  end

  # What its HeartBeat has done so far, and what there is of it.
  def look
    JSON.parse(run(<<~'SH').lines.grep(/\A\{/).last)
      systemctl stop presence-beat.timer; while systemctl is-active -q presence-beat presence-change; do sleep 0.1; done
      journalctl --sync
      count() { journalctl -o cat -u "$1" | grep -c '^Finished' || true; }
      printf '{"beats": %s, "changes": %s, "zombies": %s, "failed": "%s", "processes": %s, "kilobytes": %s}\n' \
        "$(count presence-beat)" "$(count presence-change)" "$(ps -eo stat= | grep -c '^Z' || true)" \
        "$(systemctl --failed --plain --no-legend 'presence-*' | cut -d' ' -f1 | tr '\n' ' ')" "$(ps -e --no-headers | wc -l)" "$(du -sk /var/lib/presence | cut -f1)"
      systemctl start presence-beat.timer
    SH
  end

  # What it says of itself on the list.
  def record
    JSON.parse(File.read("#{LIST}/#{name}.json")).fetch('value')
  end

  def address
    record.fetch('address')
  end

  # [status, body] of a request to its web server.
  def get
    response = Net::HTTP.start(address, 80, open_timeout: 5, read_timeout: 15) { |http| http.get('/') }
    [response.code.to_i, response.body]
  end

  private

  def kitchen(*arguments)
    output, noise, status = Open3.capture3('kitchen', *arguments)
    return output if status.success?

    raise "kitchen #{arguments.join(' ')} failed; all of it is in .kitchen/logs, its end is\n#{[*output.lines, *noise.lines].last(40).join}"
  end
end
