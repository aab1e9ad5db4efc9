require 'converge_helper'
require_relative '../support/chef_server'

RSpec.describe 'The other ways to run Chef' do
  include_context 'with a machine'

  before(:all) do
    machine.list.add('i-0a', 'app')
    machine.attributes('requires' => { 'app' => {} })
    machine.recipe(<<~'RUBY')
      include_recipe 'presence'

      file "#{node['machine']}/servers" do
        content Presence.endpoints(node, 'app').join
      end

      presence_announce 'lb'
    RUBY
  end

  def servers
    machine.read('etc/servers')
  end

  describe 'a Chef server' do
    before(:all) do
      @server = ChefServer.new(machine)
      @run = @server.chef
    end

    after(:all) { @server.stop }

    it 'gets the cookbook with the program in it, and the peers in the first run' do
      expect(@run.status).to eq(0), @run.log
      expect(servers).to eq '10.0.3.61:80'
      expect(machine.calls.map { |call| call[/\S+/] }).to eq %w(resolve show announce)
    end

    it 'stores the peers under default alone' do
      stored = @server.node
      expect(stored['default']['presence']['peers']['app'].map { |peer| peer['id'] }).to eq %w(i-0a)
      expect([stored['normal'], stored['automatic']].map { |level| level['presence'] }).to eq [nil, nil]
    end
  end

  describe 'chef-solo --legacy-mode with -j' do
    it 'takes its inputs from the file, and stores no node' do
      machine.attributes({})
      FileUtils.rm_rf([machine.path('etc/servers'), machine.path('nodes')])
      json = machine.write('inputs.json', JSON.generate('presence' => { 'requires' => { 'app' => { 'minimum' => 1 } } }))
      run = machine.chef('-j', json)

      expect(run.status).to eq(0), run.log
      expect(servers).to eq '10.0.3.61:80'
      expect(Dir.exist?(machine.path('nodes'))).to be false
    end
  end

  describe 'chef-client -z with an answer given as -j' do
    it 'is refused, and so are the runs after it, because Chef stores what it is given so' do
      machine.attributes('requires' => { 'app' => {} })
      peers = { 'app' => [{ 'id' => 'i-0z', 'address' => '10.0.3.99' }] }
      json = machine.write('answer.json', JSON.generate('presence' => { 'peers' => peers, 'draining' => { 'app' => [] } }))
      stored = machine.chef_zero('-j', json, run_list: [])
      expect(stored.status).to eq(0), stored.log
      run = machine.chef_zero

      expect(run.status).to eq 1
      expect(run.foot).to match(/FATAL: Presence::Conflict: .*node\['presence'\]\['peers'\]\['app'\] is set already, at the level normal, .*knife node edit/)
    end
  end
end
