require 'converge_helper'
require_relative '../support/tools'

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

# What Chef and the program remember is another user's, as after a run of root's: Chef without root's powers.
RSpec.describe 'Chef as an ordinary user, after another one' do
  include_context 'with a machine'
  include Tools

  it 'finds its peers, and says what it cannot remember' do
    skip 'only root can give a folder to somebody else' unless Process.uid.zero?
    machine.list.add('i-0a', 'app')
    machine.recipe("presence_peers('app') { minimum 1 }\nfile(\"\#{node['machine']}/servers\") { content Presence.endpoints(node, 'app').join }")
    machine.chef
    FileUtils.chown_R('nobody', nil, machine.path('state'))
    run = machine.chef(before: [tool('setpriv'), '--bounding-set=-all', '--inh-caps=-all'])

    expect([run.status, run.updated]).to eq([0, 0]), run.log
    expect(machine.read('etc/servers')).to eq '10.0.3.61:80'
    expect(run.foot(1)).to match(/WARN: presence: the answer cannot be kept for worse times \(Permission denied.*\); make node\['presence'\]\['state_dir'\] a folder that Chef can write to/)
  end
end

RSpec.describe 'A Java that is upgraded under a running node' do
  include_context 'with a machine'

  it 'gets a class archive of its own, and nothing else changes' do
    javas = Dir['/usr/lib/jvm/*/bin/java'].map { |java| File.realpath(java) }.uniq.select { |java| Open3.capture2e(java, '-version').first[/version "(\d+)/, 1].to_i >= 17 }
    if javas.size < 2
      raise 'there is but one Java in /usr/lib/jvm' if ENV['CI'] == 'true'

      skip 'it takes two versions of Java in /usr/lib/jvm'
    end
    machine.list.add('i-0a', 'app')
    machine.attributes('java' => machine.path('java'), 'jar' => nil)
    machine.recipe(<<~'RUBY')
      presence_install 'presence' do
        path "#{node['machine']}/opt"
        command "#{node['machine']}/presence"
      end
      presence_peers('app') { jar lazy { Dir["#{node['machine']}/opt/*/presence.jar"].first }; compile_time false }
      file("#{node['machine']}/servers") { content lazy { Presence.endpoints(node, 'app').join } }
    RUBY
    runs = javas.first(2).flat_map do |java|
      FileUtils.ln_sf(java, machine.path('java'))
      Array.new(2) { machine.chef }
    end

    expect(runs.map(&:status)).to eq([0, 0, 0, 0]), runs.map(&:log).join
    expect(runs.drop(1).map(&:updated)).to eq [0, 1, 0]
    expect(runs.flat_map(&:lines_of_presence)).to be_empty
    expect(Dir[machine.path("etc/opt/#{Sandbox::VERSION}/archive/**/presence.jsa")].size).to eq 2
  end
end
