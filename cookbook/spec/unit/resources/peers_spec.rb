require 'chefspec_helper'

RSpec.describe 'presence_peers' do
  include_context 'with a stand-in program'
  step_into :presence_peers

  let(:two_apps) { answer('app' => [peer('i-0b'), peer('i-0a')]) }

  def ids(part)
    Presence.peers(chef_run.node, part).map { |peer| peer['id'] }
  end

  # A Chef run before the one under test, on the same machine.
  def earlier_run
    runner = chef_runner_instance
    configure(runner)
    converge(runner) { presence_peers('app') }
    runner.node.run_state['presence'].run_completed(runner.node, nil)
  end

  # What the cookbook remembers.
  def kept
    JSON.parse(File.read("#{folder}/state/chef/kept.json"))
  end

  context 'with nothing but a part' do
    recipe { presence_peers('app') }

    it 'puts peers and draining nodes under default, sorted by id' do
      program(stdout: answer({ 'app' => [peer('i-0b'), peer('i-0a')] }, { 'app' => [peer('i-0c')] }))
      node = chef_run.node

      expect(node.default['presence']['peers']['app'].map { |peer| peer['id'] }).to eq %w(i-0a i-0b)
      expect(node.default['presence']['draining']['app'].map { |peer| peer['id'] }).to eq %w(i-0c)
      expect(node.automatic['presence'].to_h).to be_empty
      expect(node.normal['presence'].keys).not_to include('peers', 'draining')
    end

    it 'is never updated' do
      program(stdout: two_apps)

      expect(chef_run.presence_peers('app')).not_to be_updated_by_last_action
    end

    it 'asks with the attributes' do
      program(stdout: two_apps)
      presence_attributes['stores'] = ['/srv/a b', '/srv/c']
      chef_run

      expect(commands).to eq [['resolve', '--part', 'app', '--store', '/srv/a b', '--store', '/srv/c',
                               '--nodeinfo', "#{folder}/nodeinfo", '--state-dir', "#{folder}/state", '--timeout', '10s', '--format', 'json', '--out', '-']]
    end

    it 'gives an empty list for a part without nodes' do
      program(stdout: answer('app' => []))

      expect(ids('app')).to eq []
    end

    it 'passes on what the program warns of, as safe lines' do
      program(stdout: two_apps, stderr: "i-0x.json is no JSON\n\e[31mred\n")
      chef_run

      expect(log).to eq ['presence_peers[app]: i-0x.json is no JSON', 'presence_peers[app]: ?[31mred']
    end

    it 'cuts a flood of warnings short' do
      program(stdout: two_apps, stderr: "x\n" * 500_000)
      chef_run

      expect(log.size).to eq 21
      expect(log.last).to include '499980 more lines'
    end
  end

  context 'with every option' do
    recipe do
      presence_peers 'servers' do
        match 'app*'
        facts %w(schema rack)
        stores '/srv/list'
        deployment 'fed1'
        stacktype 'lamp'
        exclude_self true
        timeout '3s'
      end
    end

    it 'passes all of them on' do
      program(stdout: answer('servers' => []))
      chef_run

      expect(commands.first).to eq ['resolve', '--part', 'servers=app*', '--fact', 'rack', '--fact', 'schema', '--store', '/srv/list',
                                    '--nodeinfo', "#{folder}/nodeinfo", '--state-dir', "#{folder}/state", '--timeout', '3s',
                                    '--deployment', 'fed1', '--stacktype', 'lamp', '--format', 'json', '--out', '-']
    end

    it 'leaves out this node by the name that it has, or will have' do
      program(stdout: answer('servers' => [peer('i-0a'), peer('i-0b')]))
      chef_runner.node.automatic['fqdn'] = 'i-0b'

      expect(ids('servers')).to eq %w(i-0a)
    end

    it 'leaves out this node by the name that it has on the list' do
      Dir.mkdir("#{folder}/nodeinfo")
      File.write("#{folder}/nodeinfo/instance-id.txt", "i-0a\n")
      program(stdout: answer('servers' => [peer('i-0a'), peer('i-0b')]))

      expect(ids('servers')).to eq %w(i-0b)
    end
  end

  context 'with a fact that another part asked for' do
    recipe do
      presence_peers('app') { facts 'zone' }
      presence_peers('db')
    end

    it 'gives each part its own facts only' do
      presence_attributes['requires'] = { 'app' => { 'facts' => ['zone'] }, 'db' => {} }
      node_with_both = peer('i-0a', facts: { 'zone' => 'a', 'schema' => 's' })
      program(stdout: answer('app' => [node_with_both], 'db' => [node_with_both]))

      expect(Presence.peer!(chef_run.node, 'app')['facts']).to eq('zone' => 'a')
      expect(Presence.peer!(chef_run.node, 'db')).not_to have_key 'facts'
      end_of_run
      expect(kept['presence']['peers']['db'].first).not_to have_key 'facts'
    end
  end

  context 'with several parts' do
    recipe do
      presence_peers 'app'
      presence_peers 'db'
      presence_peers 'cache'
    end

    it 'runs one process for all that are required, and one for another' do
      presence_attributes['requires'] = { 'app' => {}, 'db' => {} }
      program({ stdout: answer('app' => [peer('i-0a')], 'db' => []) }, { stdout: answer('cache' => []) })
      chef_run

      expect(commands.map { |command| values(command, '--part') }).to eq [%w(app db), %w(cache)]
    end

    it 'makes one line of one failure' do
      presence_attributes['requires'] = { 'app' => {}, 'db' => {}, 'cache' => {} }
      program(exitstatus: 11, stderr: 'nothing to be read')
      chef_run
      end_of_run

      expect(commands.size).to eq 1
      expect(log).to match [/nothing to be read \(exit code 11 of .*\); app has no .* peers, db has no .* peers, cache has no/]
    end
  end

  context 'with another scope' do
    recipe do
      presence_peers 'app'
      presence_peers 'elsewhere' do
        match 'app'
        deployment 'fed2'
      end
    end

    it 'runs one more process' do
      program({ stdout: two_apps }, { stdout: answer('elsewhere' => []) })
      chef_run

      expect(commands.map { |command| values(command, '--deployment') }).to eq [[], ['fed2']]
    end
  end

  context 'with two requests for one part' do
    recipe do
      presence_peers 'app'
      presence_peers 'more of app' do
        part 'app'
        facts 'zone'
      end
    end

    it 'asks again only for what is new' do
      program({ stdout: two_apps }, { stdout: answer('app' => [peer('i-0a', facts: { 'zone' => 'a' })]) })

      expect(Presence.peer!(chef_run.node, 'app')['facts']).to eq('zone' => 'a')
      expect(commands.size).to eq 2
    end
  end

  context 'with two requests for one part that differ' do
    recipe do
      presence_peers 'app'
      presence_peers 'other app' do
        part 'app'
        match 'app*'
      end
    end

    it 'refuses the second' do
      program(stdout: two_apps)

      expect { chef_run }.to raise_error(Presence::Conflict, /part name of its own/)
    end
  end

  context 'with results that others have written' do
    recipe { presence_peers('app') }

    %i(default normal override automatic).each do |level|
      it "refuses those at the level #{level}" do
        program(stdout: two_apps)
        chef_runner.node.public_send(level)['presence']['draining']['app'] = []

        expect { chef_run }.to raise_error(Presence::Conflict, /\['draining'\]\['app'\] is set already, at the level #{level}/)
        expect(commands).to be_empty
      end
    end
  end

  context 'with a minimum' do
    recipe { presence_peers('app') { minimum 2 } }

    it 'takes an answer that has enough, whatever minimum the program was told' do
      program(stdout: two_apps, exitstatus: 12)

      expect(ids('app')).to eq %w(i-0a i-0b)
      expect(end_of_run).to be_empty
    end

    it 'keeps the last answer that had enough' do
      program({ stdout: two_apps }, { stdout: answer('app' => [peer('i-0a')]), exitstatus: 12 })
      earlier_run

      expect(ids('app')).to eq %w(i-0a i-0b)
      expect(end_of_run).to match [/the list has 1 of the 2 peers that app needs at least; .*; app keeps the peers of its last good answer \(2\)/]
    end

    it 'fails where there never were enough' do
      program(stdout: answer('app' => [peer('i-0a')]), exitstatus: 12)

      expect { chef_run }.to raise_error(Presence::TooFewPeers, /has 1 of the 2 peers that app needs.*no earlier answer has enough/)
    end
  end

  context 'when on_failure is :keep' do
    recipe { presence_peers('app') }

    it 'takes the answer that the program remembers' do
      program(stdout: two_apps, exitstatus: 11, stderr: "presence: a warning\npresence: /srv/list cannot be read\n")

      expect(ids('app')).to eq %w(i-0a i-0b)
      expect(end_of_run).to match ['presence_peers[app]: a warning',
                                   %r{\Apresence: /srv/list cannot be read \(exit code 11 of `/opt/java/bin/java .*`\); app keeps the peers of its last good answer \(2\)\z}]
    end

    it 'has no peers where there never was an answer' do
      program(exitstatus: 14, stderr: 'out of time')

      expect(ids('app')).to eq []
      expect(end_of_run).to match [/app has no earlier answer and so no peers\z/]
    end

    it 'says that the cookbook came without the program' do
      presence_attributes.delete('jar')
      allow_any_instance_of(Chef::CookbookVersion).to receive(:preferred_filename_on_disk_location).and_raise(Chef::Exceptions::FileNotFound)

      expect(ids('app')).to eq []
      expect(end_of_run).to match [%r{\Apresence: the cookbook presence lies here without files/presence.jar; take the packaged cookbook .*; app has no}]
    end

    it 'takes no kept answer to another question' do
      program({ stdout: two_apps }, { exitstatus: 11 })
      earlier_run
      presence_attributes['deployment'] = 'fed2'

      expect(ids('app')).to eq []
    end
  end

  context 'when on_failure is :raise' do
    recipe { presence_peers('app') { on_failure :raise } }

    it 'raises what the program said, though it remembers an answer' do
      program(stdout: two_apps, exitstatus: 11, stderr: "/srv/list cannot be read\n")

      expect { chef_run }.to raise_error(Presence::ResolveFailed, %r{/srv/list cannot be read \(exit code 11 of .*\); on_failure is :raise\z})
    end
  end

  context 'when it is sensitive' do
    recipe { presence_peers('app') { sensitive true } }

    it 'says what failed and nothing of what the program said' do
      program(stdout: two_apps, exitstatus: 11, stderr: "the warning\nthe error\n")

      expect(end_of_run).to match [/\Apresence: exit code 11 of `.*`, without a word; run it by hand; app keeps/]
    end
  end

  context 'with an answer of a HeartBeat' do
    recipe do
      presence_peers 'app'
      presence_peers 'db'
    end

    before do
      ENV['PRESENCE_ANSWER'] = "#{folder}/answer.json"
      program(stdout: answer('app' => [peer('i-0z')], 'db' => []))
    end

    after { ENV.delete('PRESENCE_ANSWER') }

    def heartbeat_says(text)
      File.write("#{folder}/answer.json", text)
    end

    it 'runs no process for what it covers' do
      heartbeat_says(answer('app' => [peer('i-0a')], 'db' => [peer('i-0d', part: 'db')]))

      expect([ids('app'), ids('db')]).to eq [%w(i-0a), %w(i-0d)]
      expect(commands).to be_empty
    end

    it 'asks for what it does not cover' do
      heartbeat_says(answer('app' => [peer('i-0a')]))

      expect([ids('app'), ids('db')]).to eq [%w(i-0a), []]
      expect(commands.map { |command| values(command, '--part') }).to eq [%w(db)]
    end

    it 'says why a broken one is not used, and asks' do
      heartbeat_says('{"presence":')

      expect(ids('app')).to eq %w(i-0z)
      expect(log.first).to eq "presence_peers[app]: #{folder}/answer.json, which PRESENCE_ANSWER names, is not used: it is no sound JSON"
    end

    {
      'half of it' => [->(spec) { JSON.generate('presence' => { 'schema' => 1, 'peers' => { 'app' => [spec.peer('i-0a')] } }) }, /not used: its draining are no object/],
      'one of another version' => [->(_) { '{"presence":{"schema":2,"peers":{"app":[]},"draining":{"app":[]}}}' }, /not used: its schema is 2, this cookbook reads 1/],
      'nodes of another part' => [->(spec) { spec.answer('app' => [spec.peer('i-0a', part: 'web')]) }, /not used: i-0a in it is no app of this run: it answers another question/],
    }.each do |what, (text, reason)|
      it "says why #{what} is not used, and asks" do
        heartbeat_says(text.call(self))

        expect(ids('app')).to eq %w(i-0z)
        expect(log.first).to match reason
      end
    end

    it 'says why an answer for another deployment is not used, and asks' do
      presence_attributes['deployment'] = 'fed1'
      heartbeat_says(answer('app' => [peer('i-0a', deployment: 'fed2')]))

      expect(ids('app')).to eq %w(i-0z)
      expect(log.first).to include 'it answers another question'
    end

    it 'says why a file that is not there is not used, and asks' do
      expect(ids('app')).to eq %w(i-0z)
      expect(log.first).to match(/is not used: No such file/)
    end

    {
      'asks for the part in another way' => { 'part' => %w(app=app* db) },
      'does not ask for the part' => { 'part' => %w(db) },
      'asks other stores' => { 'part' => %w(app db), 'store' => %w(/srv/other) },
      'asks for another deployment' => { 'part' => %w(app db), 'deployment' => 'fed2' },
    }.each do |what, config|
      it "asks itself where presence.json #{what}" do
        presence_attributes['stores'] = ['/srv/presence']
        presence_attributes['deployment'] = 'fed1'
        File.write("#{folder}/presence.json", JSON.generate(config))
        heartbeat_says(answer('app' => [peer('i-0a')], 'db' => []))

        expect(ids('app')).to eq %w(i-0z)
      end
    end

    it 'runs no process where presence.json asks the same, or is none' do
      heartbeat_says(answer('app' => [peer('i-0a')], 'db' => []))
      [JSON.generate('part' => %w(app db)), '{}', '['].each do |text|
        File.write("#{folder}/presence.json", text)
        runner = chef_runner_instance
        configure(runner)
        run = converge(runner) { presence_peers('app') }
        expect(Presence.peers(run.node, 'app').map { |one| one['id'] }).to eq %w(i-0a)
      end
      expect(commands).to be_empty
    end

    context 'and a fact that no node in it has' do
      recipe { presence_peers('app') { facts 'zone' } }

      it 'asks' do
        heartbeat_says(answer('app' => [peer('i-0a', facts: { 'rack' => 'r1' })]))

        expect(ids('app')).to eq %w(i-0z)
      end
    end

    context 'and other stores' do
      recipe { presence_peers('app') { stores '/srv/other' } }

      it 'asks' do
        heartbeat_says(answer('app' => [peer('i-0a')]))

        expect(ids('app')).to eq %w(i-0z)
      end
    end
  end
end
