require 'converge_helper'

# Ohai's own plugin against a metadata service, in a network of their own.
RSpec.describe 'A machine of EC2' do
  include_context 'with a machine'

  it 'is announced as the instance that it is, with its address there' do
    machine.write('hints/ec2.json', '{}')
    machine.write('client.rb', "#{machine.read('client.rb').sub('minimal_ohai true', '')}ohai.hints_path = [#{machine.path('hints').inspect}]\n")
    machine.recipe("presence_announce 'app'\nputs \"OHAI \#{node['ec2']['instance_id']}\"")
    net = ['unshare', '--net', *('--map-root-user' unless Process.uid.zero?), 'sh', '-c', 'ip link set lo up && ip address add 169.254.169.254/32 dev lo && exec "$@"', 'sh']
    run = machine.chef(before: [*net, 'ruby', File.expand_path('../support/metadata_service.rb', __dir__)])

    expect(run.status).to eq(0), run.log
    expect(run.log).to include 'OHAI i-0E4E7CB59A1234567'
    expect(machine.list.records).to eq %w(i-0e4e7cb59a1234567.json)
    expect(machine.list.record('i-0e4e7cb59a1234567')).to include('address' => '10.0.3.54', 'nodepart' => 'app')
  end
end
