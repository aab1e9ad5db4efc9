require 'converge_helper'

# A HeartBeat whose configuration is Chef's, and whose change is Chef, in local mode with the machine's own
# cookbooks. Its beats are started by hand here; test-kitchen has them started by systemd.
RSpec.describe 'A node with a HeartBeat' do
  include_context 'with a machine'

  RECIPE = <<~'RUBY'.freeze
    node.automatic['fqdn'] = 'lb1'
    node.automatic['ipaddress'] = '10.0.3.254'
    presence_peers 'app'
    presence_heartbeat('presence') { runner :cron }
    %w(app).each do |part|
      file("#{node['machine']}/#{part}") { content Presence.peers(node, part).map { |peer| peer['id'] }.join(' ') }
    end
    presence_announce 'lb'
  RUBY

  before(:all) do
    machine.recipe(RECIPE)
    machine.list.add('app1', 'app')
    @first = converge
    @config = JSON.parse(machine.read('presence.json'))
    @second = converge
  end

  def apart
    machine.apart('/etc/cron.d')
  end

  def converge
    machine.chef_zero(before: apart)
  end

  # Beats until the change that it has started is over.
  def beat_and_act
    said = machine.beat(before: apart)
    wait_for_change
    said
  end

  def wait_for_change
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 60
    sleep 0.5
    sleep 0.2 while at_work? && Process.clock_gettime(Process::CLOCK_MONOTONIC) < deadline
  end

  # Whoever acts holds that lock.
  def at_work?
    lock = machine.path('state/change/lock')
    return false unless File.exist?(lock)

    !system('python3', '-c', 'import fcntl, sys; fcntl.lockf(open(sys.argv[1], "r+"), fcntl.LOCK_EX | fcntl.LOCK_NB)', lock, err: File::NULL)
  end

  def change_log
    machine.read('state/change/log')
  end

  it 'has all that its recipes ask for in the configuration, and a line for cron' do
    expect([@first.status, @second.status, @second.updated]).to eq([0, 0, 0]), @first.log + @second.log
    expect(@config).to include('part' => %w(app), 'store' => [machine.list.path], 'deployment' => 'fed1', 'every' => '60s')
    expect(@config['on-change']).to match(%r{\A/\S+/chef-client --once --local-mode --config .+client.rb --run-lock-timeout 0\z})
    expect(machine.read('apart/etc/cron.d/presence')).to match(%r{^\* \* \* \* \* root sleep \$\(\(\$\(cat \S+a\\ machine/nodeinfo/instance-id\.\* \| cksum .*\\% 50\)\); PRESENCE_JAVA=\S+a\\ machine/bin/java PRESENCE_CONFIG=\S+a\\ machine/presence.json /usr/local/bin/presence heartbeat})
  end

  it 'acts on a new peer by Chef, which takes the answer and asks no list' do
    beat_and_act
    machine.list.add('app2', 'app', 'address' => '10.0.3.62')
    machine.java_calls
    said = beat_and_act

    expect(said).to include 'a change begins'
    expect(machine.read('etc/app')).to eq('app1 app2'), change_log
    expect(machine.java_calls.grep(/ resolve /)).to be_empty
  end

  it 'rests while nothing is new' do
    expect(beat_and_act).not_to include 'a change begins'
  end

  it 'finds a part that is new in a recipe, though the answer that it acts on does not know it' do
    machine.recipe(RECIPE.sub("presence_peers 'app'", "presence_peers 'app'\npresence_peers 'db'").sub('%w(app)', '%w(app db)'))
    machine.list.add('db1', 'db')
    machine.list.add('app3', 'app', 'address' => '10.0.3.63')
    beat_and_act

    expect(machine.read('etc/app')).to eq('app1 app2 app3'), change_log
    expect(machine.read('etc/db')).to eq 'db1'
    expect(JSON.parse(machine.read('presence.json'))['part']).to eq %w(app db)
  end

  it 'and its Chef, which cannot do without that part, never wait for each other' do
    machine.recipe(RECIPE.sub("presence_peers 'app'", "presence_peers 'app'\npresence_peers('cache') { minimum 1 }").sub('%w(app)', '%w(app cache)'))
    stopped = converge
    expect(stopped.status).to eq 1
    expect(stopped.foot(1)).to match(/TooFewPeers/)
    beat_and_act
    machine.list.add('cache1', 'cache')
    beat_and_act

    expect(machine.read('etc/cache')).to eq('cache1'), change_log
  end

  it 'and two Chef runs at once: one works, the others are busy and no failure, and the next beat acts' do
    # The run by hand is at work until it is told to go on.
    machine.script('java', "case $* in *resolve*) touch #{machine.path('started').inspect}; for i in $(seq 900); do [ -e #{machine.path('go').inspect} ] && break; sleep 0.1; done;; esac\necho \"$@\" >> '#{File.dirname(machine.root)}/calls'\nexec #{Sandbox::JAVA} \"$@\"")
    machine.attributes('timeout' => 100)
    machine.recipe(RECIPE)
    by_hand = Thread.new { converge }
    sleep 0.1 until File.exist?(machine.path('started')) || !by_hand.alive?
    machine.list.add('app4', 'app', 'address' => '10.0.3.64')
    other = machine.chef_zero('--run-lock-timeout', '0', before: apart)
    said = beat_and_act
    busy = change_log
    machine.write('go', '')
    expect(by_hand.value.status).to eq(0), by_hand.value.log
    beat_and_act

    expect(other.status).to eq 1
    expect(said).to include 'a change begins'
    expect(busy).to include 'Unable to acquire lock'
    expect(machine.read('etc/app')).to eq('app1 app2 app3 app4'), change_log
  end

  it 'leaves nothing when it is deleted' do
    machine.script('java', "exec #{Sandbox::JAVA} \"$@\"")
    machine.recipe("presence_heartbeat('presence') { action :delete }")
    runs = Array.new(2) { converge }

    expect(runs.map(&:status)).to eq([0, 0]), runs.first.log
    expect(runs.last.updated).to eq 0
    expect([machine.path('presence.json'), machine.path('apart/etc/cron.d/presence')].select { |file| File.exist?(file) }).to be_empty
  end
end
