require_relative '../support/story'

# Versions change, the power fails, and one leaves; then what is left of all that.
RSpec.describe 'the living cluster,' do
  db, app1, app2, app3, lb, lists = Stack::DB, Stack::APP1, Stack::APP2, Stack::APP3, Stack::LB, Stack::LISTS

  it 'beside the first version of the program, on one list' do
    skip 'this checkout has no history to build version 0.1.0 from' unless File.exist?(Stack::FIRST_JAR)

    Story.scene('version 0.1.0 beside this one') do |from|
      lb.write('/root/old.jar', File.binread(Stack::FIRST_JAR))
      lb.write('/root/old.json', '{}') # It refuses what it does not know in a configuration.
      question = '--config /root/old.json --store /srv/presence --deployment kitchen --stacktype lamp --part app --part db'
      old = JSON.parse(lb.run("cd /root && java -jar old.jar resolve #{question} --nodeinfo /none --state-dir /root/old"))
      new = JSON.parse(lb.run("presence resolve #{question} --nodeinfo /none --read-only"))
      ids = ->(answer) { answer['presence']['peers'].transform_values { |peers| peers.map { |peer| peer.slice('id', 'address', 'ports') } } }
      expect(ids[old]).to eq(ids[new])
      lb.run('mkdir -p /root/cache && cd /root/cache && echo cache1 >instance-id.txt && echo cache >nodepart.txt && echo 10.0.3.1 >address.txt && echo kitchen >deployment.txt && echo lamp >stacktype.txt')
      lb.run('java -jar /root/old.jar announce --config /root/old.json --nodeinfo /root/cache --store /srv/presence --state-dir /root/old')
      seen = JSON.parse(app1.run('presence resolve --part cache --read-only'))['presence']['peers']['cache']
      expect(seen.map { |peer| peer['id'] }).to eq(%w(cache1))
      FileUtils.rm("#{Stack::LIST}/all/cache1.json")
      lb.run('rm -r /root/cache /root/old /root/old.jar /root/old.json')
      "both find the same #{ids[new].values.sum(&:size)} peers, and each other's nodes; #{Story.failed(from)}"
    end
  end

  # The change is what upgrades: its own process runs from the version that it takes the place of.
  it 'upgrades the program of app1 within a change of six beats, and beats go on under it' do
    Story.scene('a long change of app1 upgrades the program under itself') do |from|
      next_jar = "#{Stack::LIST}/../next.jar"
      FileUtils.cp('../target/presence.jar', next_jar)
      system('jar', '--update', '--file', next_jar, 'Gemfile', exception: true)
      app1.write('/root/next.jar', File.binread(next_jar))
      app1.run(<<~SH)
        cd /home/vagrant/kitchen/cookbook_artifacts/lamp-*/recipes && cp -p beat.rb /root/beat.rb
        sed -i "s|presence_install 'presence'|&do version '9.9.9'; jar '/root/next.jar' end|; s|'do|' do|; 1i execute 'sleep #{5 * Stack::BEAT}'" beat.rb
        systemctl start --no-block presence-change
      SH
      lasted = nil
      beats = Stack.beats(app1) do
        began = Visitor.now
        Stack.eventually('changed', of: app1) { !app1.changing? }
        lasted = (Visitor.now - began).round
      end
      expect(app1.run('readlink /usr/local/bin/presence')).to eq("/opt/presence/9.9.9/bin/presence\n")
      expect(app1.run('systemctl show presence-change --property Result --value')).to eq("success\n")
      expect(app1.run("journalctl --sync; journalctl -o cat -u presence-beat -n 60 | grep -c 'db has 1 peer; a change is at work'").to_i).to be >= beats - 2
      expect(beats).to be >= 4
      Stack.wait_for_beats(2, [app1])
      expect(app1.beat_status).to eq(0)
      expect(Story.visitor.failed_since(from)).to eq(0)
      app1.run('cp -p /root/beat.rb /home/vagrant/kitchen/cookbook_artifacts/lamp-*/recipes/beat.rb && systemctl start presence-change')
      "#{beats} beats and looks in the #{lasted} s of the change, the last ones by the new version; #{Story.failed(from)}"
    end
  end

  it 'loses power as a whole, and its machines come back in any order' do
    Story.scene('all machines lose power') do
      Stack.on([*Stack::NODES, lists], &:power_off)
      Story.mark(lb, 'power off')
      order = [*Stack::NODES, lists].shuffle
      order.each do |machine|
        machine.power_on
        Story.mark(machine, 'on')
      end
      on = Story.visitor.at
      Stack.eventually('serving again') do
        lb.answers? && Stack.servers == Stack.served_by(app1, app2, app3) && Story.visitor.served_since(Story.visitor.at - 2) == %w(app1 app2 app3)
      end
      Stack.eventually('beating well') { Stack::NODES.all? { |machine| machine.answers? && machine.beat_status == 0 } }
      first = Story.visitor.since(on).find(&:by)
      "on in the order #{order.map(&:name).join(', ')}; the page answered #{(first.at - on).round} s after the last one was on, with no hand"
    end
  end

  it 'lets an app go, and does not take it back because its own converges go on' do
    Story.scene('app3 leaves for good') do |from|
      app3.run('presence leave --reason retired')
      beats = Stack.beats { Stack.eventually('without app3') { Stack.servers == Stack.served_by(app1, app2) } }
      app3.converge
      expect(app3.record['state']).to eq('left')
      Stack.wait_for_beats(1, [lb])
      expect(Stack.servers).to eq(Stack.served_by(app1, app2))
      expect(Story.visitor.failed_since(from)).to eq(0)
      "out after #{Story.beats(beats)}; #{Story.failed(from)}"
    end
  end

  it 'changes nothing in a converge without news' do
    expect(Stack::NODES.to_h { |machine| [machine.name, machine.converge] }).to eq('db' => 0, 'app1' => 0, 'app2' => 0, 'app3' => 0, 'lb' => 0)
  end

  it 'has HeartBeats that leave nothing behind: no zombie, no failed unit, no growth' do
    Stack::NODES.each do |machine|
      expect(machine.run("ps -eo stat= | grep '^Z' || true")).to eq('')
      expect(machine.run('systemctl --failed --plain --no-legend')).to eq('')
      expect(Integer(machine.run('du -sk /var/lib/presence | cut -f1'))).to be < 512
    end
  end

  [db, app1, app2, lb].each do |machine|
    it "passes the InSpec profile of #{machine.name}" do
      machine.verify
    end
  end
end
