require_relative 'support/machine'

# One story, told in order: each step stands on what the steps before it left. The machines are
# there when it begins (`run` makes them) and nothing has been converged on them.
RSpec.describe 'a LAMP stack on a presence list' do
  db, app1, app2, app3, lb = %w(db app1 app2 app3 lb).map { |name| Machine.new(name) }

  def servers(lb)
    lb.run('cat /etc/haproxy/haproxy.cfg').scan(/^ +server (\S+) (\S+) weight (\d+)/)
  end

  def served_by(*apps)
    apps.map { |app| [app.name, "#{app.address}:80", '100'] }
  end

  # What the balancer's HeartBeat sees it acts on, by a Chef of its own: nobody converges it.
  def expect_followed(lb, rows)
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 120
    sleep 1 until servers(lb) == rows || Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
    expect(servers(lb)).to eq(rows), -> { lb.run('journalctl -o cat -u presence-beat -u presence-change -n 60') }
  end

  # Twice around. HAProxy checks each second: after a change it takes it a moment to see.
  def expect_in_turn(lb, *apps)
    rows = apps.map { |app| [200, "#{app.name}: a row from the database\n"] }
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 10
    begin
      answers = Array.new(2 * apps.size) { lb.get }
      expect(answers.first(apps.size)).to match_array(rows)
      expect(answers.last(apps.size)).to eq(answers.first(apps.size))
    rescue RSpec::Expectations::ExpectationNotMetError
      raise if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline

      sleep 0.5
      retry
    end
  end

  it 'begins with an app of another deployment on the list, which is none of its business' do
    stranger = { 'instance-id' => 'stranger', 'nodepart' => 'app', 'address' => '10.0.3.1', 'ports' => { 'http' => 80 },
                 'deployment' => 'other', 'stacktype' => 'lamp', 'tss' => '20260101-000000' }
    File.write("#{Machine::LIST}/stranger.json", JSON.pretty_generate('filetype' => 'nodepresence', 'value' => stranger))
    expect(Dir.children(Machine::LIST)).to eq(['stranger.json'])
  end

  it 'has a load balancer with a valid configuration before any app exists' do
    lb.converge
    expect(servers(lb)).to be_empty
    expect(lb.run('haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl is-active haproxy')).to end_with("active\n")
    expect(lb.run('systemctl is-active presence-beat.timer presence-shutdown.service; systemctl is-enabled presence-beat.timer')).to eq("active\nactive\nenabled\n")
    expect(lb.get.first).to eq(503)
  end

  it 'has an app that knows of no database before one exists' do
    app2.converge
    expect(app2.get).to eq([503, "app2: no database is on the list\n"])
  end

  it 'converges app1 and the database after that' do
    app1.converge
    db.converge
    [db, app1, app2, lb].each { |machine| expect(machine.run('hostname -I').split).to include(machine.address) }
  end

  it 'is complete when the apps have converged once more: both answer in turn with a row of the database' do
    [app1, app2].each(&:converge)
    expect_followed(lb, served_by(app1, app2))
    expect_in_turn(lb, app1, app2)
  end

  it 'takes a third app in, a machine without Java, with a converge of that app alone' do
    app3.run('apt-get purge -q -y openjdk-17-jre-headless && ! command -v java')
    app3.converge
    expect_followed(lb, served_by(app1, app2, app3))
    expect_in_turn(lb, app1, app2, app3)
  end

  it 'gives a draining app nothing new' do
    app1.run('presence drain --store /srv/presence --reason maintenance')
    expect_followed(lb, [['app1', "#{app1.address}:80", '0']] + served_by(app2, app3))
    expect_in_turn(lb, app2, app3)
  end

  it 'lets an app go' do
    app1.run('presence leave --store /srv/presence --reason retired')
    expect_followed(lb, served_by(app2, app3))
    expect_in_turn(lb, app2, app3)
  end

  it 'does not take the app back because its own converges go on' do
    app1.converge
    expect(app1.record['state']).to eq('left')
    lb.converge
    expect(servers(lb)).to eq(served_by(app2, app3))
  end

  # As many as an hour has, one a second.
  it 'has a HeartBeat that leaves nothing behind: no pile-up, no zombie, no growth' do
    lb.run("mkdir -p /etc/systemd/system/presence-beat.timer.d && printf '[Timer]\\nOnCalendar=\\nOnCalendar=*:*:0/1\\nRandomizedDelaySec=0\\nAccuracySec=10ms\\n' >/etc/systemd/system/presence-beat.timer.d/often.conf && systemctl daemon-reload")
    before = after = lb.look
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 240
    until after['beats'] - before['beats'] >= 60 || Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
      sleep 30
      after = lb.look
    end
    lb.run('rm -r /etc/systemd/system/presence-beat.timer.d && systemctl daemon-reload')

    expect(after['beats'] - before['beats']).to be >= 60
    expect(after['changes']).to eq(before['changes'])
    expect(after['zombies']).to eq(0)
    expect(after['failed']).to eq('')
    expect(after['processes']).to be <= before['processes'] + 2
    expect(after['kilobytes']).to be <= before['kilobytes'] + 16
  end

  it 'loses its database when that moves to a new address' do
    taken = [db, app1, app2, app3, lb].map(&:address)
    new = 254.downto(2).map { |last| "10.0.3.#{last}" }.find { |address| !taken.include?(address) }
    db.run("ip address add #{new}/24 dev eth0 && ip route replace default via 10.0.3.1 dev eth0 src #{new} metric 1024")
    db.converge
    expect(db.address).to eq(new)
    expect(app2.get.first).to eq(503)
  end

  it 'has it again when the apps have converged' do
    [app2, app3].each do |app|
      app.converge
      expect(JSON.parse(app.run('cat /etc/apache2/lamp.json'))['db']).to eq('host' => db.address, 'port' => 3306)
    end
    expect_in_turn(lb, app2, app3)
  end

  it 'changes nothing in a converge without news' do
    expect([db, app2, app3, lb].to_h { |machine| [machine.name, machine.converge] }).to eq('db' => 0, 'app2' => 0, 'app3' => 0, 'lb' => 0)
  end

  [db, app2, app3, lb].each do |machine|
    it "passes the InSpec profile of #{machine.name}" do
      machine.verify
    end
  end
end
