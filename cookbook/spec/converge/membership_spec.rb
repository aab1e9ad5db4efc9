require 'converge_helper'

RSpec.describe 'A node that Chef stores from run to run (chef-client -z)' do
  include_context 'with a machine'

  recipe = <<~'RUBY'
    include_recipe 'presence'

    template "#{node['machine']}/servers" do
      source 'servers.erb'
    end
  RUBY

  def servers
    machine.read('etc/servers').lines.map(&:chomp)
  end

  def stored
    JSON.parse(machine.read('nodes/node-one.json'))
  end

  before(:all) do
    machine.attributes('requires' => { 'app' => { 'facts' => ['rack'] } })
    machine.recipe(recipe, 'templates/servers.erb' => <<~'ERB')
      <% Presence.peers(node, 'app').each do |peer| -%>
      <%= peer['id'] %> <%= Presence.endpoint(peer) %> <%= peer['facts'].to_a.flatten.join('=') %>
      <% end -%>
    ERB
    %w(i-0a i-0b i-0c i-0d).each_with_index { |id, index| machine.list.add(id, 'app', 'address' => "10.0.3.6#{index}", 'rack' => 'a', 'password' => 'hunter2-of-the-list') }
    @first = machine.chef_zero('-l', 'trace')
    raise @first.log unless @first.status.zero?

    @servers = servers
    @kept = machine.read('state/chef/kept.json')

    # The same list written in another order, its keys too.
    records = %w(i-0d i-0c i-0a i-0b).to_h { |id| [id, machine.list.record(id)] }
    records.each_key { |id| machine.list.lose(id) }
    records.each { |id, facts| machine.list.add(id, 'app', facts.to_a.reverse.to_h) }
    @shuffled = machine.chef_zero

    machine.list.lose('i-0a')
    machine.elsewhere('remove', 'i-0b')
    machine.list.add('i-0c', 'app', machine.list.record('i-0c').merge('state' => 'left', 'tss' => '20261122-180000'))
    @third = machine.chef_zero
  end

  it 'lists the peers by id, with the facts that were asked for' do
    expect(@servers).to eq ['i-0a 10.0.3.60:80 rack=a', 'i-0b 10.0.3.61:80 rack=a', 'i-0c 10.0.3.62:80 rack=a', 'i-0d 10.0.3.63:80 rack=a']
  end

  it 'renders the same bytes from the same list in another order' do
    expect([@shuffled.status, @shuffled.updated]).to eq([0, 0]), @shuffled.log
  end

  it 'forgets a peer that left, and one that was removed, in the next run' do
    expect(@third.status).to eq(0), @third.log
    expect(servers.map { |line| line[/\S+/] }).to eq %w(i-0a i-0d)
    expect(stored['default']['presence']['peers']['app'].map { |peer| peer['id'] }).to eq %w(i-0a i-0d)
  end

  it 'keeps a peer whose record vanished, and says so' do
    expect(servers).to include 'i-0a 10.0.3.60:80 rack=a'
    expect(@third.lines_of_presence).to match [/presence_peers\[app\]: .*i-0a.json vanished/]
  end

  it 'has nothing of presence in the levels that are never cleared' do
    expect([stored['normal'], stored['automatic']].map { |level| level['presence'] }).to eq [nil, nil]
  end

  it 'keeps the results to itself where the client is told so' do
    machine.write('client.rb', "#{machine.read('client.rb')}blocked_default_attributes ['presence/peers', 'presence/draining']\n")
    run = machine.chef_zero

    expect([run.status, run.updated]).to eq([0, 0]), run.log
    expect(stored['default']['presence'].keys).not_to include('peers', 'draining')
  end

  it 'shows a fact that nobody asked for nowhere: not to Chef, nor in its log at its most talkative, nor in what is kept' do
    expect([@first.log, @kept, machine.read('nodes/node-one.json')].grep(/hunter2/)).to be_empty
    expect(File.read(machine.list.file('i-0d'))).to include 'hunter2'
  end
end

RSpec.describe 'A node that says no deployment' do
  include_context 'with a machine'

  it 'takes peers of any until it has said what it is, and then those that say none either' do
    machine.attributes('deployment' => nil, 'stacktype' => nil)
    machine.list.add('i-0a', 'app')
    machine.list.add('i-0b', 'app', 'deployment' => nil, 'stacktype' => nil, 'address' => '10.0.3.62')
    machine.recipe(<<~'RUBY')
      presence_peers 'app'
      puts "SERVERS #{Presence.peers(node, 'app').map { |peer| peer['id'] }.join(' ')}"
      presence_announce('lb') { instance_id 'lb-1' }
    RUBY
    first, second = Array.new(2) { machine.chef }

    expect([first.status, second.status]).to eq([0, 0]), first.log + second.log
    expect([first, second].map { |run| run.log[/SERVERS (.*)/, 1] }).to eq ['i-0a i-0b', 'i-0b']
    expect(first.lines_of_presence).to match [/any deployment/]
  end
end
