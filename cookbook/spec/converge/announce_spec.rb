require 'socket'
require 'converge_helper'

RSpec.describe 'A node that announces itself' do
  include_context 'with a machine'

  # @param more code after the announcement is declared
  def announce(properties = '', more = '', node_attributes = {})
    automatic = { 'fqdn' => 'Web1.example.org', 'ipaddress' => '10.0.3.54' }.merge(node_attributes)
    lines = automatic.map { |name, value| "node.automatic[#{name.inspect}] = #{value.inspect}\n" }
    machine.recipe("#{lines.join}presence_announce('web') { #{properties} }\n#{more}")
    machine.chef
  end

  it 'is on the list after its first run, with what Ohai knows' do
    run = announce("ports 'http' => 80; facts 'rack' => 'r7'")

    expect(run.status).to eq(0), run.log
    expect(machine.list.record('web1.example.org')).to include('nodepart' => 'web', 'address' => '10.0.3.54', 'ports' => { 'http' => 80 }, 'rack' => 'r7')
  end

  it 'changes nothing when it says the same' do
    before = machine.snapshot
    run = announce("ports 'http' => 80; facts 'rack' => 'r7'")

    expect(run.updated).to eq 0
    expect(machine.snapshot).to eq before
  end

  it 'takes back what it no longer says, and leaves the facts and the state that others wrote' do
    machine.write('nodeinfo/zone.txt', "a\n")
    machine.write('nodeinfo/state.txt', "draining\n")
    lock = File.stat(machine.path('nodeinfo/.lock')).ino
    run = announce

    expect(run.status).to eq(0), run.log
    expect(machine.list.record('web1.example.org')).to include('zone' => 'a', 'state' => 'draining')
    expect(machine.list.record('web1.example.org').keys & %w(ports rack)).to be_empty
    expect(File.stat(machine.path('nodeinfo/.lock')).ino).to eq lock
  end

  it 'goes to the state that it declares, and stays in it' do
    first = announce("state 'idle'")
    since = machine.list.record('web1.example.org')
    second = announce("state 'idle'")

    expect([first.updated, second.updated]).to eq [1, 0]
    expect(since['state']).to eq 'idle'
    expect(machine.list.record('web1.example.org')).to eq since
  end

  it 'is not announced when the run fails' do
    before = machine.list.record('web1.example.org')
    machine.calls
    run = announce("facts 'rack' => 'r8'", "ruby_block('fails') { block { raise 'broken recipe' } }")

    expect(run.status).to eq 1
    expect(machine.calls).to be_empty
    expect(machine.list.record('web1.example.org')).to eq before
  end

  it 'is announced by the next run that goes well' do
    announce("facts 'rack' => 'r8'")

    expect(machine.list.record('web1.example.org')['rack']).to eq 'r8'
  end

  it 'ends well, and says so at the foot of the log, when the list cannot be written' do
    run = announce("stores '#{machine.path('nowhere')}'")

    expect(run.status).to eq(0), run.log
    expect(run.foot(1)).to match(/WARN: presence: .*nowhere.* \(exit code 11 of `.* announce .*`\); this node is on the list as it was before this run/)
  end

  it 'fails the run after all, where that is the policy' do
    run = announce("stores '#{machine.path('nowhere')}'; on_failure :raise")

    expect(run.status).to eq 1
    expect(run.foot(1)).to match(/FATAL: Presence::AnnounceFailed: presence_announce\[web\]: .*; on_failure is :raise/)
  end

  it 'warns of the entry under its old name' do
    run = announce('', '', 'fqdn' => 'web2.example.org')

    expect(machine.list.records).to eq %w(web1.example.org.json web2.example.org.json)
    expect(run.lines_of_presence).to match [/this node was web1.example.org and is web2.example.org/]
  end
end

RSpec.describe 'A node of which Ohai knows no address (minimal_ohai)' do
  include_context 'with a machine'

  it 'is announced with the address of its default route, where the machine has one, and under a name of its own' do
    machine.recipe("presence_announce('web') { instance_id 'web1' }")
    run = machine.chef

    expect(run.status).to eq(0), run.log
    expect(machine.list.record('web1')['address'].to_s).to eq machine_address
    expect(File).not_to exist(machine.path('nodeinfo/address.txt'))
  end

  # The kernel's word for where packets to the world would leave from: none is sent.
  def machine_address
    UDPSocket.open { |socket| socket.connect('192.0.2.1', 9) && socket.local_address.ip_address }
  rescue SystemCallError
    ''
  end
end

RSpec.describe 'A node of which Ohai knows all' do
  include_context 'with a machine'

  it 'is announced with what Ohai found' do
    machine.write('client.rb', machine.read('client.rb').sub('minimal_ohai true', ''))
    machine.recipe("presence_announce('web')\nputs \"OHAI \#{node['fqdn']} \#{node['hostname']} \#{node['ipaddress']}\"")
    run = machine.chef
    *names, address = run.log[/OHAI (.*)/, 1].downcase.split
    name = names.find { |candidate| !candidate.start_with?('localhost') }

    expect(run.status).to eq(0), run.log
    expect(machine.list.records).to eq ["#{name}.json"]
    expect(machine.list.record(name)['address']).to eq address
  end
end
