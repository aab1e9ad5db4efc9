require 'chefspec_helper'

RSpec.describe Presence::Settings do
  let(:node) { Chef::Node.new }

  {
    'stores' => [{ 'a' => 1 }, 5, [1], true],
    'deployment' => [5, [], {}, ' ', true],
    'stacktype' => [5, [], {}, ''],
    'instance_id' => [5, [], {}, ''],
    'address' => [5, %w(10.0.0.1), {}, ''],
    'java' => [5, [], {}, ''],
    'jar' => [5, [], {}, ''],
    'nodeinfo' => [nil, 5, [], {}, ''],
    'state_dir' => [nil, 5, [], {}, ''],
    'config' => [nil, 5, [], {}, ''],
    'on_failure' => [nil, 5, [], {}, 'explode'],
    'timeout' => [nil, 0, -1, [], {}, 'ten', '10m', 1.5],
    'requires' => [nil, 5, %w(db), 'db'],
    'announce' => [nil, 5, %w(app), 'app'],
  }.each do |name, values|
    values.each do |value|
      it "refuses #{value.inspect} for #{name}, and names the attribute" do
        node.default['presence'][name] = value

        expect { described_class.read(node, name) }.to raise_error(Presence::BadAttribute, /\Anode\['presence'\]\['#{name}'\] is .*: give /)
      end
    end
  end

  it 'knows each attribute that recipes may set' do
    attributes = ChefSpec::SoloRunner.new.converge('presence').node.default['presence'].keys

    expect(described_class::RULES.keys).to match_array attributes
  end

  it 'hands out plain Ruby' do
    node.default['presence']['requires'] = { 'db' => { 'facts' => ['schema'] } }

    expect(described_class.requires(node)['db']['facts'].class).to eq Array
    expect(described_class.read(node, 'requires').class).to eq Hash
  end

  it 'takes a store that is one, and seconds with their unit' do
    node.default['presence'] = { 'stores' => '/srv/presence', 'timeout' => '10s', 'on_failure' => :raise }

    expect(%w(stores timeout on_failure).map { |name| described_class.read(node, name) }).to eq ['/srv/presence', '10s', :raise]
  end

  it 'shows nothing of what is in a list or a hash: that may be a secret' do
    node.default['presence']['stores'] = { 'password' => 'hunter2' }

    expect { described_class.read(node, 'stores') }.to raise_error(Presence::BadAttribute, /is a Hash: give/)
  end
end
