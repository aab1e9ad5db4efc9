require 'chef/log'
require_relative '../cookbooks/lamp/libraries/lamp'

RSpec.describe Lamp do
  def peer(address, ports: { 'http' => 80 })
    { 'id' => 'i-1', 'address' => address, 'ports' => ports, 'weight' => 100 }
  end

  def servers(peer)
    allow(Chef::Log).to receive(:warn)
    described_class.servers([peer], 'http')
  end

  %w(10.0.3.61 2001:db8::61 app-1.example).each do |address|
    it "takes #{address} for a server" do
      expect(servers(peer(address))).to eq([{ 'id' => 'i-1', 'host' => address, 'port' => 80, 'weight' => 100 }])
    end
  end

  [nil, '', 'two words', "10.0.3.61\nserver evil 10.0.3.66", '10.0.3.61:80', "app'; exit", '-app', '10.0.3.0/24'].each do |address|
    it "leaves out #{address.inspect}, and says so" do
      expect(servers(peer(address))).to be_empty
      expect(Chef::Log).to have_received(:warn).with(/i-1 has no usable address/)
    end
  end

  [{}, { 'https' => 443 }, { 'http' => '80; exit' }].each do |ports|
    it "leaves out a peer with the ports #{ports}" do
      expect(servers(peer('10.0.3.61', ports: ports))).to be_empty
    end
  end

  it 'leaves out a peer without ports' do
    expect(servers({ 'id' => 'i-1', 'address' => '10.0.3.61' })).to be_empty
  end
end
