require 'converge_helper'

RSpec.describe 'Who a node is' do
  include_context 'with a machine'

  def converge(recipe, attributes = {}, ohai = {})
    machine.attributes(attributes)
    automatic = { 'fqdn' => 'app1', 'ipaddress' => '10.0.3.54' }.merge(ohai).map { |name, value| "node.automatic[#{name.inspect}] = #{value.inspect}\n" }
    machine.recipe("#{automatic.join}#{recipe}\n")
    machine.chef
  end

  before do
    machine.list.records.each { |file| machine.list.lose(file.delete_suffix('.json')) }
    FileUtils.rm_rf([machine.path('state'), machine.path('nodeinfo'), File.join(machine.list.path, 'beat'), File.join(File.dirname(machine.root), 'elsewhere')])
  end

  it 'is what the attributes say, its address in a network too' do
    run = converge("presence_announce 'app'\nputs \"OWN \#{Presence.own_address(node)}\"", 'instance_id' => 'Rack7-App1', 'address' => '127.0.0.0/8')

    expect(run.status).to eq(0), run.log
    expect(machine.list.record('rack7-app1')['address']).to eq '127.0.0.1'
    expect(run.log).to include 'OWN 127.0.0.1'
    expect(run.lines_of_presence).to be_empty
  end

  it 'is told what is wrong with a network, and where it stands' do
    run = converge("presence_announce 'app'", 'address' => '10.0.3.0/99')

    expect(run.foot(1)).to match(%r{Presence::BadFact: .*10.0.3.0/99 is no network such as 10.0.3.0/24: correct node\['presence'\]\['address'\]})
  end

  it 'is told when it announces the address that every VirtualBox machine has' do
    run = converge("presence_announce 'app'", {}, 'ipaddress' => '10.0.2.15')

    expect(run.status).to eq(0), run.log
    expect(run.foot(1)).to match(/WARN: presence: 10.0.2.15 is the address that VirtualBox gives to every machine.*node\['presence'\]\['address'\] to the network/)
  end

  it 'is told when it takes over a name from a machine that is alive, and only then' do
    facts = File.join(File.dirname(machine.root), 'elsewhere/nodeinfo')
    FileUtils.mkdir_p(facts)
    { 'instance-id' => 'app1', 'nodepart' => 'app', 'address' => '10.0.3.99', 'deployment' => 'fed1', 'stacktype' => 'lamp' }.each { |name, text| File.write("#{facts}/#{name}.txt", text) }
    machine.elsewhere('announce', '--beat')
    first = converge("presence_announce 'app'")
    second = converge("presence_announce 'app'")

    expect(first.status).to eq(0), first.log
    expect(first.lines_of_presence.grep(/name app1/)).to match [/the name app1 was that of a machine that beats \(at 10.0.3.99\), and this one takes it over; .*node\['presence'\]\['instance_id'\]/]
    expect(second.lines_of_presence.grep(/name app1/)).to be_empty
  end

  it 'takes the name of a machine that does not beat without a word' do
    machine.list.add('app1', 'app')
    run = converge("presence_announce 'app'")

    expect(run.status).to eq(0), run.log
    expect(run.lines_of_presence.grep(/name app1/)).to be_empty
  end

  it 'is known to a machine made anew, which is not its own peer' do
    machine.list.add('app1', 'app')
    machine.list.add('app2', 'app', 'address' => '10.0.3.62')
    recipe = <<~'RUBY'
      presence_peers('app') { exclude_self true }
      presence_announce 'app'
      puts "PEERS #{Presence.peers(node, 'app').map { |peer| peer['id'] }.join(' ')}"
    RUBY
    runs = Array.new(2) { converge(recipe) }

    expect(runs.map { |run| run.log[/PEERS (.*)/, 1] }).to eq %w(app2 app2)
  end

  describe 'and leaving the list' do
    it 'is a word at once, said once' do
      converge("presence_announce 'app'")
      first = converge("presence_announce('app') { action :leave }")
      second = converge("presence_announce('app') { action :leave }")

      expect([first.status, first.updated, second.status, second.updated]).to eq([0, 1, 0, 0]), first.log + second.log
      expect(machine.list.record('app1')['state']).to eq 'left'
    end

    it 'is told by every later run that announces the node' do
      converge("presence_announce 'app'")
      converge("presence_announce('app') { action :leave }")
      run = converge("presence_announce 'app'")

      expect(run.status).to eq(0), run.log
      expect(machine.list.record('app1')['state']).to eq 'left'
      expect(run.foot(1)).to match(/WARN: presence: this node is left by its own word, and nobody's peer; `presence state idle` on it ends that/)
    end

    it 'is not draining, which can be undone, and is not said over it' do
      converge("presence_announce 'app'")
      first = converge("presence_announce('app') { action :drain }")
      second = converge("presence_announce('app') { action :drain }")

      expect([first.updated, second.updated]).to eq [1, 0]
      expect(machine.list.record('app1')['state']).to eq 'draining'
      converge("presence_announce('app') { action :leave }")
      third = converge("presence_announce('app') { action :drain }")
      expect(third.updated).to eq 0
      expect(machine.list.record('app1')['state']).to eq 'left'
    end

    it 'is nothing to a node that was never announced' do
      run = converge("presence_announce('app') { action :leave }")

      expect([run.status, run.updated]).to eq([0, 0]), run.log
      expect(machine.list.records).to be_empty
    end

    it 'is rehearsed without a word' do
      converge("presence_announce 'app'")
      machine.recipe("node.automatic['fqdn'] = 'app1'\npresence_announce('app') { action :leave }")
      run = machine.chef('--why-run')

      expect(run.log).to match(/Would take this node off the list/i)
      expect(machine.list.record('app1')['state']).to be_nil
    end

    it 'says so when the list cannot be told' do
      converge("presence_announce 'app'")
      run = converge("presence_announce('app') { action :leave; stores '#{machine.path('nowhere')}' }")

      expect(run.status).to eq(0), run.log
      expect(run.foot(1)).to match(/WARN: presence: .*nowhere.*; this node is on the list as it was before this run/)
    end
  end

  describe 'and a database that is being built' do
    it 'is nobody\'s until it says so, and several are told' do
      machine.list.add('db1', 'db', 'address' => '10.0.3.71', 'ports' => { 'mysql' => 3306 })
      replica = Sandbox.new(list: machine.list)
      File.symlink(File.join(Sandbox::COOKBOOK, 'test/cookbooks/shop'), replica.path('cookbooks/shop'))
      replica.cookbook('shop_here', 'attributes/default.rb' => "override['shop']['home'] = #{replica.path('etc').inspect}\n")
      replica.recipe("node.automatic['fqdn'] = 'db0'\nnode.automatic['ipaddress'] = '10.0.3.70'\n")
      app = "presence_peers 'db'\nputs \"DB \#{Presence.peer!(node, 'db')['id']}\""
      built = lambda do
        run = replica.chef(run_list: %w(shop_here consumer shop::replica))
        raise run.log unless run.status.zero?

        run
      end

      expect(built.call.foot(1)).to match(/this node is setup by its own word/)
      during = converge(app)
      expect([machine.list.record('db0')['state'], during.log[/DB (\S+)/, 1]]).to eq %w(setup db1)
      expect(during.lines_of_presence).to be_empty

      replica.write('etc/copied', '')
      built.call
      after = converge(app)
      expect([machine.list.record('db0')['state'], after.log[/DB (\S+)/, 1]]).to eq %w(idle db0)
      expect(after.lines_of_presence).to match [/db is played by 2 nodes, and db0 is taken, the first by name \(then db1\)/]
    ensure
      replica&.delete
    end
  end
end
