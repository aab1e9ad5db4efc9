require 'converge_helper'

RSpec.describe 'A machine in another language' do
  include_context 'with a machine'

  it 'works with spaces and letters of any script in its paths, without an environment' do
    list = PresenceList.new(machine.path('Lïste der Knoten/список'))
    list.add('i-0a', 'app', 'rack' => 'Gestell ü')
    machine.attributes('stores' => [list.path], 'nodeinfo' => machine.path('Knöten info'), 'state_dir' => machine.path('état'), 'requires' => { 'app' => { 'facts' => ['rack'] } })
    machine.recipe(<<~'RUBY')
      include_recipe 'presence'

      file "#{node['machine']}/racks" do
        content Presence.peers(node, 'app').map { |peer| peer['facts']['rack'] }.join
      end

      presence_announce 'lb' do
        instance_id 'lb-1'
        facts 'rack' => 'стойка 7'
      end
    RUBY
    gems = ENV.slice('BUNDLE_GEMFILE', 'BUNDLE_PATH', 'RUBYOPT', 'RUBYLIB', 'GEM_HOME', 'GEM_PATH', 'BUNDLER_VERSION')
    # Without a HOME nobody but root can run Chef at all: its licence is looked for there.
    bare = gems.merge('PATH' => ENV['PATH'], 'HOME' => machine.path('home'))
    run = machine.run('chef-solo', '--legacy-mode', '-o', 'recipe[machine],recipe[consumer]', clean: true, env: bare)

    expect(run.status).to eq(0), run.log
    expect(machine.read('etc/racks')).to eq 'Gestell ü'
    expect(list.record('lb-1')['rack']).to eq 'стойка 7'
  end
end

RSpec.describe 'Two Chef runs at once on one machine' do
  include_context 'with a machine'

  it 'are one that works and one that leaves at once, and nothing is lost' do
    machine.list.add('i-0a', 'app')
    machine.script('java', "touch #{machine.path('started').inspect}; sleep 5; exec #{Sandbox::JAVA} \"$@\"")
    machine.recipe("presence_peers 'app'\nfile(\"\#{node['machine']}/servers\") { content Presence.endpoints(node, 'app').join }")
    first = Thread.new { machine.chef('--run-lock-timeout', '0') }
    sleep 0.1 until File.exist?(machine.path('started')) || !first.alive?
    second = machine.chef('--run-lock-timeout', '0')

    expect([first.value.status, second.status]).to eq([0, 1]), first.value.log
    expect(second.log).to match(/lock/)
    expect(second.seconds).to be < first.value.seconds
    expect(machine.read('etc/servers')).to eq '10.0.3.61:80'
  end
end
