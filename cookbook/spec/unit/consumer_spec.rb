require 'chefspec_helper'

# A cookbook that uses presence, in a spec that does not step into its resources.
RSpec.describe 'shop::lb' do
  platform 'debian', '12'

  let(:folder) { Dir.mktmpdir('presence-spec') }
  let(:mark) { "#{folder}/a process was started" }

  # A java that leaves a mark, so that the example would fail if anything ran it.
  before do
    File.write("#{folder}/java", "#!/bin/sh\ntouch '#{mark}'\n")
    File.chmod(0o755, "#{folder}/java")
    chef_runner.node.override['presence']['java'] = "#{folder}/java"
  end

  after { FileUtils.remove_entry(folder) }

  it 'starts no process, and sees the peers that the spec gives it' do
    stub_presence_peers('app', [{ 'id' => 'i-0a', 'address' => '10.0.3.61', 'ports' => { 'http' => 80 } }], draining: [{ 'id' => 'i-0b', 'address' => '10.0.3.62', 'ports' => { 'http' => 80 } }])

    expect(chef_run).to render_file('/srv/shop/haproxy.cfg').with_content('server i-0b 10.0.3.62:80 check weight 0')
    expect(chef_run).to render_file('/srv/shop/haproxy.cfg').with_content('server i-0a 10.0.3.61:80')
    expect(File).not_to exist(mark)
  end

  it 'has no peers where the spec gives it none, as in a cookbook that merely includes it' do
    expect(chef_run).to render_file('/srv/shop/haproxy.cfg').with_content { |text| expect(text).not_to match(/^ +server /) }
    expect(File).not_to exist(mark)
  end

  it 'has no draining nodes where the spec gives it peers alone, by an attribute' do
    chef_runner.node.override['presence']['peers']['app'] = [{ 'id' => 'i-0a', 'address' => '10.0.3.61', 'ports' => { 'http' => 80 }, 'weight' => 100 }]

    expect(chef_run).to render_file('/srv/shop/haproxy.cfg').with_content('server i-0a 10.0.3.61:80 check weight 100')
  end

  it 'would start one where it stepped in' do
    stepping = ChefSpec::SoloRunner.new(step_into: %w(presence_peers))
    stepping.node.override['presence']['java'] = "#{folder}/java"

    expect { stepping.converge(described_recipe) }.to raise_error(ChefSpec::Error::ShellOutNotStubbed)
  end
end
