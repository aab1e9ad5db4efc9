require 'chefspec_helper'

RSpec.describe 'presence_heartbeat' do
  include_context 'with a stand-in program'
  step_into :presence_heartbeat, :presence_peers

  let(:apps) { [peer('i-0a')] }
  let(:config) { "#{folder}/presence.json" }

  before do
    presence_attributes['config'] = config
    presence_attributes['stores'] = ['/srv/presence']
    program(stdout: answer('app' => apps, 'db' => [], 'late' => [], 'elsewhere' => []))
    {
      'presence-agent.service' => "[Service]\nExecStart=/usr/local/bin/presence agent --change-unit presence-change.service\n",
      'presence-beat.service' => "[Service]\nExecStart=/usr/local/bin/presence heartbeat --change-unit presence-change.service\n",
      'presence-beat.timer' => "[Timer]\nOnCalendar=*:*:00\n",
      'presence-change.service' => "[Service]\nExecStart=/usr/local/bin/presence change\n",
      'presence-shutdown.service' => "[Service]\nExecStop=/usr/local/bin/presence drain --shutdown\n",
      'presence-page.service' => "[Service]\nExecStart=/usr/local/bin/presence page --out /var/www/html/presence.html\n",
      'presence-page.timer' => "[Timer]\nOnCalendar=*:0/5:00\n",
      'presence.cron' => "# A beat.\n* * * * * root sleep $(cat /etc/presence/nodeinfo/instance-id.*); /usr/local/bin/presence heartbeat | logger\n",
    }.each { |file, text| File.write("#{folder}/#{file}", text) }
    allow_any_instance_of(Chef::CookbookVersion).to receive(:preferred_filename_on_disk_location) { |_, _, _, name| "#{folder}/#{name}" }
    allow(File).to receive(:exist?).and_call_original
    there(false, '/etc/cron.d/presence', *%w(beat.timer agent.service shutdown.service page.timer).map { |unit| "/etc/systemd/system/presence-#{unit}" })
  end

  def there(there, *paths)
    paths.each { |path| allow(File).to receive(:exist?).with(path).and_return(there) }
  end

  # The units that are there and at work when the run ends, and what systemd is told then.
  def told_at_the_end(units, at_work: [])
    chef_run
    there(true, *units.map { |unit| "/etc/systemd/system/#{unit}" })
    failing.concat((units - at_work).map { |unit| "is-active --quiet #{unit}" })
    end_of_run
    systemctl.grep_v(/\Ais-active/)
  end

  # As Chef evaluates it when everything else has converged.
  def rendered
    JSON.parse(chef_run.file(config).content)
  end

  def unit(name)
    chef_run.systemd_unit(name).content
  end

  context 'with parts of several recipes' do
    recipe do
      presence_peers('app') { minimum 1 }
      presence_heartbeat('presence') { runner :systemd }
      presence_peers('db') do
        match 'db*'
        facts 'schema'
      end
      presence_peers('late') { compile_time false }
      presence_peers('elsewhere') { deployment 'fed2' }
    end

    it 'asks for all of them, whoever asked and when, but for those of another scope' do
      expect(rendered).to include('part' => %w(app db=db* late), 'fact' => %w(schema), 'minimum' => %w(app=1), 'store' => %w(/srv/presence))
    end

    it 'has Chef for the change, bounded and never waiting for its lock' do
      expect(rendered['on-change']).to match(/\A\S*chef-\S+ .*--run-lock-timeout 0\z/)
      expect(rendered).to include('change-timeout' => '30m', 'every' => '60s', 'state-dir' => "#{folder}/state", 'nodeinfo' => "#{folder}/nodeinfo")
    end

    it 'creates the units as they are shipped, and starts what starts beats, and no beat' do
      Presence::Heartbeat::UNITS.each { |name| expect(unit(name)).to start_with File.read("#{folder}/#{name}") }
      %w(presence-beat.timer presence-shutdown.service).each { |name| expect(chef_run).to enable_systemd_unit(name) }
      %w(presence-beat.service presence-change.service).each { |name| expect(chef_run.systemd_unit(name).performed_actions).to eq [:create] }
      expect(told_at_the_end(%w(presence-beat.timer presence-shutdown.service))).to eq ['start presence-beat.timer', 'start presence-shutdown.service']
    end

    it 'starts nothing while the run is at work, as the node may not be announced yet' do
      chef_run

      expect(systemctl).to be_empty
    end

    it 'starts what starts beats after a run that failed too' do
      chef_run
      there(true, '/etc/systemd/system/presence-beat.timer')
      failing << 'is-active --quiet presence-beat.timer'
      chef_run.node.run_state['presence'].run_failed(RuntimeError.new, nil)

      expect(systemctl).to include('start presence-beat.timer')
    end

    it 'lets alone what is at work' do
      expect(told_at_the_end(%w(presence-beat.timer presence-shutdown.service), at_work: %w(presence-beat.timer presence-shutdown.service))).to be_empty
    end

    it 'starts nothing in a rehearsal' do
      Chef::Config[:why_run] = true
      expect(told_at_the_end(%w(presence-beat.timer))).to be_empty
    ensure
      Chef::Config[:why_run] = false
    end
  end

  context 'with everything' do
    recipe do
      presence_heartbeat 'presence' do
        runner 'systemd'
        interval 10
        on_change 'make all'
        change_timeout '5m'
        notify_command 'tell'
        user 'beater'
        command '/opt/bin/presence'
        java '/opt/java/bin/java'
        timeout 20
        feeds 'haproxy:app' => '/etc/haproxy/app.cfg', csv: '/srv/peers.csv'
        feed_checks 'haproxy' => 'haproxy -c -f {}'
        options metrics: '/run/presence.prom', 'probe' => ['app=tcp:80']
      end
    end

    it 'renders it' do
      expect(rendered).to include('every' => '10s', 'on-change' => 'make all', 'change-timeout' => '5m', 'notify' => 'tell', 'timeout' => '20s', 'metrics' => '/run/presence.prom', 'probe' => ['app=tcp:80'])
    end

    it 'names the files that other tools read, and what those must pass' do
      expect(rendered).to include('feed' => %w(csv=/srv/peers.csv haproxy:app=/etc/haproxy/app.cfg), 'feed-check' => ['haproxy=haproxy -c -f {}'])
    end

    it 'adds to the units what is other, where systemd takes the last word' do
      expect(unit('presence-beat.timer')).to end_with "\n[Timer]\nOnCalendar=\nOnCalendar=*:*:0/10\nRandomizedDelaySec=8\n"
      expect(unit('presence-beat.service')).to eq <<~UNIT
        [Service]
        ExecStart=/opt/bin/presence heartbeat

        # By Chef.
        [Service]
        Environment="PRESENCE_JAVA=/opt/java/bin/java"
        Environment="PRESENCE_CONFIG=#{config}"
        User=beater
        TimeoutStartSec=30
      UNIT
      expect(unit('presence-change.service')).to include('ExecStart=/opt/bin/presence change', 'User=beater')
    end

    it 'gives the user a memory of his own, and the facts' do
      expect(rendered).to include('state-dir' => "#{folder}/state-beater")
      expect(chef_run).to create_directory("#{folder}/state-beater").with(owner: 'beater')
      expect(chef_run).to create_directory("#{folder}/nodeinfo").with(owner: 'beater')
    end
  end

  context 'with feeds that are no paths' do
    recipe do
      presence_heartbeat('presence') { feeds 'haproxy' => nil }
    end

    it 'stops where they are declared' do
      expect { chef_run }.to raise_error(Chef::Exceptions::ValidationFailed, /has a path for each format/)
    end
  end

  context 'with an agent' do
    recipe do
      presence_heartbeat 'presence' do
        runner :agent
        user 'beater'
        timeout 20
      end
    end

    let(:units) { %w(presence-agent.service presence-beat.timer presence-shutdown.service) }

    it 'starts it first, and the timer behind it' do
      units.each { |name| expect(chef_run).to enable_systemd_unit(name) }
      expect(unit('presence-agent.service')).to eq <<~UNIT
        [Service]
        ExecStart=/usr/local/bin/presence agent

        # By Chef.
        [Service]
        Environment="PRESENCE_JAVA=/opt/java/bin/java"
        Environment="PRESENCE_CONFIG=#{config}"
        User=beater
        TimeoutStartSec=100
      UNIT
      expect(told_at_the_end(units)).to eq(units.map { |name| "start #{name}" })
    end

    it 'restarts it where its unit was another one' do
      # Of its actions the last one finds nothing to do.
      allow_any_instance_of(Chef::Resource::SystemdUnit).to receive(:updated?).and_return(true)
      allow_any_instance_of(Chef::Resource::SystemdUnit).to receive(:updated_by_last_action?).and_return(false)

      expect(told_at_the_end(units, at_work: units)).to eq ['try-restart presence-agent.service']
    end

    it "stops another user's before it could take up this configuration" do
      file = '/etc/systemd/system/presence-agent.service'
      there(true, file)
      allow(File).to receive(:read).and_call_original
      allow(File).to receive(:read).with(file).and_return("[Service]\nUser=another\n")

      expect(chef_run).to stop_systemd_unit('presence-agent.service of another user').with(unit_name: 'presence-agent.service')
    end

    it "lets the user's own be" do
      file = '/etc/systemd/system/presence-agent.service'
      there(true, file)
      allow(File).to receive(:read).and_call_original
      allow(File).to receive(:read).with(file).and_return("[Service]\nUser=beater\n")

      expect(chef_run).not_to stop_systemd_unit('presence-agent.service of another user')
    end

    it 'gives the user what root has written into his memory' do
      FileUtils.mkdir_p("#{folder}/state-beater/own")
      File.write("#{folder}/state-beater/own/i-0a.json", '')
      allow(Etc).to receive(:getpwnam).with('beater').and_return(instance_double(Etc::Passwd, uid: Process.uid + 1))
      allow(FileUtils).to receive(:chown)
      chef_run

      expect(FileUtils).to have_received(:chown).with('beater', nil, array_including("#{folder}/state-beater/own/i-0a.json"))
    end

    it 'says so where it does not start' do
      failing << 'start presence-agent.service'
      told_at_the_end(units)

      expect(log).to eq ['presence: `systemctl start presence-agent.service` failed: Job failed.; `journalctl -u presence-agent.service` says why']
    end
  end

  context 'with an agent no more' do
    before { allow(File).to receive(:exist?).with('/etc/systemd/system/presence-agent.service').and_return(true) }

    recipe { presence_heartbeat('presence') { runner :systemd } }

    it 'stops it, and has the timer beat' do
      expect(chef_run).to stop_systemd_unit('presence-agent.service')
      expect(chef_run).to delete_systemd_unit('presence-agent.service')
      expect(told_at_the_end(%w(presence-beat.timer))).to eq ['start presence-beat.timer']
    end
  end

  context 'with a page' do
    recipe do
      presence_heartbeat 'presence' do
        runner :systemd
        page '/srv/www/list.html'
        page_every '10m'
      end
    end

    it 'draws it by a timer of its own, as often as the page says of itself' do
      expect(unit('presence-page.service')).to start_with "[Service]\nExecStart=/usr/local/bin/presence page --out /srv/www/list.html\n"
      expect(unit('presence-page.timer')).to end_with "\n[Timer]\nOnCalendar=\nOnCalendar=*:0/10:00\nRandomizedDelaySec=120\n"
      expect(rendered).to include('page-every' => '10m')
      expect(chef_run).to enable_systemd_unit('presence-page.timer')
      expect(chef_run.systemd_unit('presence-page.service').performed_actions).to eq [:create]
      expect(told_at_the_end(%w(presence-page.timer))).to eq ['start presence-page.timer']
    end
  end

  context 'with a page no more' do
    before { allow(File).to receive(:exist?).with('/etc/systemd/system/presence-page.timer').and_return(true) }

    recipe { presence_heartbeat('presence') { runner :systemd } }

    it 'stops what drew it, and says nothing of it' do
      expect(chef_run).to stop_systemd_unit('presence-page.timer')
      expect(chef_run).to delete_systemd_unit('presence-page.timer')
      expect(rendered).not_to include('page-every')
    end
  end

  context 'with a page and cron' do
    recipe do
      presence_heartbeat 'presence' do
        runner :cron
        page '/srv/www/list.html'
      end
    end

    it 'says that it is not drawn' do
      expect { chef_run }.to raise_error(Presence::BadAttribute, /the page has a timer of systemd's, and runner is :cron/)
    end
  end

  %w(90s 7m 2h often).each do |every|
    context "with a page every #{every}" do
      recipe { presence_heartbeat('presence') { page_every every } }

      it 'says what can be' do
        expect { chef_run }.to raise_error(Chef::Exceptions::ValidationFailed, /page_every.*minutes/)
      end
    end
  end

  context 'with nothing to do on a change' do
    recipe do
      presence_heartbeat 'presence' do
        runner :systemd
        on_change nil
      end
    end

    it 'only beats' do
      expect(rendered.keys & %w(on-change change-timeout part feed feed-check)).to be_empty
    end
  end

  context 'with cron' do
    recipe do
      presence_heartbeat 'presence' do
        runner :cron
        interval 300
      end
    end

    it 'has the line as it is shipped, and no unit' do
      expect(chef_run).to create_cron_d('presence').with(
        minute: '*/5', user: 'root',
        command: "sleep $(cat #{folder}/nodeinfo/instance-id.*); PRESENCE_JAVA=/opt/java/bin/java PRESENCE_CONFIG=#{config} /usr/local/bin/presence heartbeat | logger"
      )
      expect(chef_run.find_resources(:systemd_unit).flat_map(&:performed_actions)).to be_empty
    end
  end

  context 'with cron and seconds' do
    recipe do
      presence_heartbeat 'presence' do
        runner :cron
        interval 10
      end
    end

    it 'says what cron can' do
      expect { chef_run }.to raise_error(Presence::BadAttribute, /cron beats in whole minutes, and interval is 10 seconds: give 60 or a multiple/)
    end
  end

  [0, -60, 7, 61, 90, 7200].each do |seconds|
    context "with an interval of #{seconds}" do
      recipe { presence_heartbeat('presence') { interval seconds } }

      it 'refuses it' do
        expect { chef_run }.to raise_error(Chef::Exceptions::ValidationFailed, /a minute or an hour is a multiple of/)
      end
    end
  end

  { 1 => '*:*:0/1', 20 => '*:*:0/20', 60 => '*:0/1:00', 900 => '*:0/15:00', 3600 => '*:00:00' }.each do |seconds, calendar|
    it "says #{seconds} seconds by the clock" do
      expect([Presence::Heartbeat.interval?(seconds), Presence::Heartbeat.calendar(seconds)]).to eq [true, calendar]
    end
  end

  context 'when it is deleted' do
    recipe { presence_heartbeat('presence') { action :delete } }

    it 'removes timer, units and configuration, and stops neither beat nor change' do
      %w(/etc/systemd/system/presence-beat.timer /etc/systemd/system/presence-shutdown.service /etc/systemd/system/presence-beat.service /etc/systemd/system/presence-change.service /etc/cron.d/presence)
        .each { |path| allow(File).to receive(:exist?).with(path).and_return(true) }

      expect(chef_run.systemd_unit('presence-beat.timer').performed_actions).to eq %i(stop disable delete)
      %w(presence-beat.service presence-change.service).each { |name| expect(chef_run.systemd_unit(name).performed_actions).to eq [:delete] }
      expect(chef_run).to delete_cron_d('presence')
      expect(chef_run).to delete_file(config)
    end
  end

  describe 'a run that a part without peers has stopped' do
    recipe do
      presence_peers('app') { minimum 1 }
      presence_peers 'elsewhere' do
        deployment 'fed2'
      end
    end

    let(:apps) { [] }

    # A run before it has rendered the configuration.
    def rendered_before(text)
      File.write(config, text)
      presence = runner_of_before.node.run_state['presence']
      presence.config = config
      presence.run_completed(nil, nil)
    end

    def runner_of_before
      chef_runner_instance.tap do |runner|
        configure(runner)
        converge(runner) { presence_peers('db') }
      end
    end

    def stop
      expect { chef_run }.to raise_error(Presence::TooFewPeers)
      chef_runner.node.run_state['presence'].run_failed(RuntimeError.new, nil)
    end

    it 'has the HeartBeat look for them from now on, so that the two never wait for each other' do
      rendered_before(%({"part": ["db"], "store": ["/srv/presence"]}))
      stop

      expect(JSON.parse(File.read(config))).to eq('part' => %w(app db), 'store' => ['/srv/presence'])
    end

    context 'on a node that has asked for nothing before' do
      def runner_of_before
        chef_runner_instance.tap do |runner|
          configure(runner)
          converge(runner) { presence_heartbeat('presence') { runner(:systemd) } }
        end
      end

      it 'has it look for them too' do
        FileUtils.mkdir_p(folder)
        runner = runner_of_before
        File.write(config, '{}')
        runner.node.run_state['presence'].run_completed(nil, nil)
        stop

        expect(JSON.parse(File.read(config))['part']).to eq %w(app)
      end
    end

    it 'leaves alone a configuration that is not one' do
      rendered_before('[')
      stop

      expect(File.read(config)).to eq '['
    end

    it 'leaves alone a configuration that Chef did not render' do
      File.write(config, '{}')
      stop

      expect(File.read(config)).to eq '{}'
    end
  end
end
