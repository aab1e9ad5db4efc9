require 'chefspec_helper'

RSpec.describe Presence do
  include Answers

  let(:node) { Chef::Node.new }
  let(:nodeinfo) { Dir.mktmpdir('presence-spec') }
  let(:app) { [peer('i-0a'), peer('i-0b', address: 'fd00::2'), peer('i-0c', address: 'app3.example.org', ports: { 'http' => 8080 })] }

  before do
    node.default['presence']['nodeinfo'] = nodeinfo
    node.default['presence']['peers'] = { 'app' => app, 'db' => [] }
    node.default['presence']['draining'] = { 'app' => [peer('i-0d')], 'db' => [] }
  end

  after { FileUtils.remove_entry(nodeinfo) }

  it 'hands out plain arrays and hashes that are the caller\'s own' do
    peers = described_class.peers(node, 'app')
    peers.first['ports']['http'] = 1
    peers.clear

    expect(described_class.peers(node, 'app')).to eq app
    expect(described_class.peers(node, 'app').map(&:class).uniq).to eq [Hash]
    expect(described_class.draining(node, 'app').first['ports'].class).to eq Hash
  end

  it 'takes a symbol for a part' do
    expect(described_class.peers(node, :app).size).to eq 3
  end

  it 'refuses a part that nobody asked for, which is not the same as one without peers' do
    expect(described_class.peers(node, 'db')).to eq []
    expect { described_class.peers(node, 'bd') }.to raise_error(Presence::NotAsked, /presence_peers 'bd'/)
  end

  it 'knows the first peer, and says so when there are more' do
    expect(Chef::Log).to receive(:warn).with(/app is played by 3 nodes, and i-0a is taken, the first by name \(then i-0b, i-0c\)/)

    expect(described_class.peer!(node, 'app')['id']).to eq 'i-0a'
    expect { described_class.peer!(node, 'db') }.to raise_error(Presence::NoPeer, /plays the part db/)
  end

  it 'leaves this node out of the others' do
    File.write("#{nodeinfo}/instance-id.txt", "i-0b\n")

    expect(described_class.others(node, 'app').map { |peer| peer['id'] }).to eq %w(i-0a i-0c)
  end

  it 'takes all for others on a node that has no name yet' do
    expect(described_class.others(node, 'app').size).to eq 3
  end

  describe '.servers' do
    it 'has what a balancer needs' do
      expect(described_class.servers(node, 'app', port: 'http').first).to eq('id' => 'i-0a', 'host' => '10.0.3.61', 'port' => 80, 'endpoint' => '10.0.3.61:80', 'weight' => 100, 'draining' => false)
      expect(described_class.servers(node, 'app', port: 'http')[1]).to include('host' => 'fd00::2', 'endpoint' => '[fd00::2]:80')
    end

    it 'has those that drain with weight 0, on wish, all by id' do
      node.default['presence']['draining']['app'] = [peer('i-0aa')]

      expect(described_class.servers(node, 'app', port: 'http', draining: true).map { |one| one.values_at('id', 'weight', 'draining') })
        .to eq [['i-0a', 100, false], ['i-0aa', 0, true], ['i-0b', 100, false], ['i-0c', 100, false]]
    end

    it 'refuses a port that no node has, but not a part without nodes' do
      expect { described_class.servers(node, 'app', port: 'htpp', draining: true) }.to raise_error(Presence::NoPeer, /none of the 4 nodes of app .*port htpp; they offer http/)
      expect(described_class.servers(node, 'db', port: 'htpp', draining: true)).to eq []
    end

    it 'has new hashes each time' do
      described_class.servers(node, 'app', port: 'http').first.clear

      expect(described_class.servers(node, 'app', port: 'http').first).not_to be_empty
    end
  end

  describe '.own_address' do
    it 'is what the attribute says, else what Ohai knows' do
      node.default['presence']['address'] = nil
      node.automatic['ipaddress'] = '10.0.3.54'
      expect(described_class.own_address(node)).to eq '10.0.3.54'

      node.default['presence']['address'] = '127.0.0.0/8'
      expect(described_class.own_address(node)).to eq '127.0.0.1'
    end
  end

  describe '.endpoints' do
    it 'has a named port of each, IPv6 in brackets' do
      expect(described_class.endpoints(node, 'app', port: 'http')).to eq %w(10.0.3.61:80 [fd00::2]:80 app3.example.org:8080)
    end

    it 'has the only port where none is named, and a number where it is given' do
      expect(described_class.endpoints(node, 'app')).to eq described_class.endpoints(node, 'app', port: :http)
      expect(described_class.endpoints(node, 'app', port: 22).first).to eq '10.0.3.61:22'
    end

    it 'leaves out a peer of which the port is not known, and says so' do
      node.default['presence']['peers']['app'] = [peer('i-0a'), peer('i-0b', ports: { 'https' => 443 })]
      expect(Chef::Log).to receive(:warn).with(/i-0b of app has no address or no port http/)

      expect(described_class.endpoints(node, 'app', port: 'http')).to eq %w(10.0.3.61:80)
    end

    it 'refuses a port that no peer has, for it would empty a load balancer' do
      expect { described_class.endpoints(node, 'app', port: 'htpp') }.to raise_error(Presence::NoPeer, /none of the 3 nodes of app has an address and the port htpp; they offer http\z/)
    end

    it 'has none for a part without peers' do
      expect(described_class.endpoints(node, 'db', port: 'mysql')).to eq []
    end
  end
end
