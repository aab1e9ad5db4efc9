require_relative '../support/story'

# Everything goes wrong in turn, and a visitor asks for the page all the while.
RSpec.describe 'the living cluster, when' do
  db, app1, app2, app3, lb, lists = Stack::DB, Stack::APP1, Stack::APP2, Stack::APP3, Stack::LB, Stack::LISTS

  # All three serve, and all machines beat well: where each scene begins.
  def well(apps = Stack::APPS)
    Stack.eventually("all well: #{Stack.servers}") do
      Stack.servers == Stack.served_by(*apps) && Story.visitor.served_since(Story.visitor.at - 2) == apps.map(&:name)
    end
  end

  it 'app2 is powered off and says no goodbye' do
    Story.scene('app2 is powered off, no goodbye') do |from|
      reloads = Stack.reloads
      beats = Stack.beats do
        app2.power_off
        Story.mark(app2, 'power off')
        Stack.eventually('down by the check') { Stack.check_of(app2).start_with?('DOWN') }
        @down = Story.visitor.at
        Stack.eventually('out of the file') { Stack.servers == Stack.served_by(app1, app3) }
      end
      Stack.eventually('reloaded') { Stack.reloads > reloads }
      Stack.wait_for_beats(1, [lb])
      expect(beats).to be <= 7
      expect(Stack.reloads - reloads).to eq(1)
      expect(Story.visitor.failed_since(@down)).to eq(0)
      "down by HAProxy's check after #{(@down - from).round(1)} s, out of the file after #{Story.beats(beats)} with 1 reload; #{Story.failed(from)}, none after the check"
    end
  end

  it 'a clone of app2 is started beside it' do
    Story.scene('two clones of one machine') do |from|
      clone = app2.clone_at(Stack.free_address)
      app2.power_on
      well
      others = Stack::NODES - [app2]
      untouched = others.map(&:record)
      clone.power_on
      Story.mark(app2, 'two of them')
      both_know = -> { [app2, clone].map(&:beat_status) == [10, 10] }
      Stack.eventually('both know', of: app2, &both_know)
      said = [app2, clone].map { |machine| machine.run('journalctl -o cat -u presence-beat -n 20') }
      expect(said).to all(match(/another machine beats under the name/))
      disputed = app2.record
      Stack.wait_for_beats(2, others)
      Stack.eventually('both say so still', of: app2, seconds: Stack::BEAT, &both_know)
      expect(app2.record).to eq(disputed)
      expect(others.map(&:record)).to eq(untouched)
      clone.remove
      well
      Stack.eventually('well again', of: app2) { app2.beat_status == 0 }
      "both end each beat with 10 and say why, the others are as they were; #{Story.failed(from)}"
    end
  end

  it 'app1 is drained from the balancer, brought up to date, and comes back by itself' do
    Story.scene('drain app1 --wait, update it') do |from|
      took = Visitor.now
      lb.run_by_person('presence drain app1 --wait --for 80s --reason update')
      took = (Visitor.now - took).round(1)
      drained = Story.visitor.at
      Story.mark(app1, 'drained')
      app1.run('systemctl stop apache2 && sleep 3 && systemctl start apache2')
      expect(Story.visitor.served_since(drained)).to eq(%w(app2 app3))
      well
      expect(Story.visitor.failed_since(from)).to eq(0)
      "returned after #{took} s, nothing went to app1 from then on, back by itself #{(Story.visitor.at - drained).round} s later; #{Story.failed(from)}"
    end
  end

  it 'the database moves to a new address' do
    Story.scene('the database moves to a new address') do |from|
      new = Stack.free_address
      db.move_to(new, db.address)
      db.run('networkctl reload && networkctl reconfigure eth0')
      Story.mark(db, 'moves')
      moved = Story.visitor.at
      beats = Stack.beats do
        Stack.eventually('followed by all apps', of: db) { Stack::APPS.all? { |app| Stack.database_of(app)['host'] == new } }
        well
      end
      expect(db.address).to eq(new)
      "the apps have it after #{Story.beats(beats)}; the page was away for #{(Story.visitor.since(moved).reject(&:by).map(&:at).max.to_f - moved).clamp(0, 999).round} s"
    end
  end

  # Away in three ways: the folder, Git, both.
  {
    'the folder is unmounted on every machine' => [true, false],
    'the Git server is stopped' => [false, true],
    'both lists are away' => [true, true],
  }.each do |name, (folder, git)|
    it name do
      Story.scene(name) do |from|
        before = Stack.configurations
        Stack.on(Stack::NODES) { |machine| machine.run('mkdir -p /run/kept && mount --bind /srv/presence /run/kept && umount -l /srv/presence') } if folder
        lists.run('systemctl stop ssh.service ssh.socket') if git
        Stack.wait_for_beats(2)
        said = Stack.troubles
        expect(said).to all(match(/srv.presence/)) if folder
        expect(said).to all(match(/list\.git/)) if git
        expect(said).to all(match(/so for \d+[sm]/))
        expect(Stack.configurations).to eq(before)
        Stack.on(Stack::NODES) { |machine| machine.run('mount --bind /run/kept /srv/presence && umount -l /run/kept') } if folder
        lists.run('systemctl start ssh.service') if git
        beats = Stack.beats do
          app1.run('echo 90 >/etc/presence/nodeinfo/weight.json')
          Stack.eventually('news again') { Stack.servers.assoc('app1')&.last == '90' }
        end
        app1.run('rm /etc/presence/nodeinfo/weight.json')
        expect(Story.visitor.failed_since(from)).to eq(0)
        well
        "nothing changed in any file, status on all #{said.size} machines said so; news flowed again after #{Story.beats(beats)}; #{Story.failed(from)}"
      end
    end
  end
end
