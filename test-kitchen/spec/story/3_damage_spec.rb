require 'fileutils'
require_relative '../support/story'

# What was written is lost, old, wrong or forged, while what is deployed everywhere fails, again and again.
RSpec.describe 'the living cluster, when' do
  db, app1, app2, app3, lb, lists = Stack::DB, Stack::APP1, Stack::APP2, Stack::APP3, Stack::LB, Stack::LISTS

  # Where the HeartBeat's Chef has them, on each machine.
  RECIPES = 'cd /home/vagrant/kitchen/cookbook_artifacts/lamp-*/recipes'.freeze

  def records
    Dir.children("#{Stack::LIST}/all").grep(/\A(db|lb|app\d)\.json\z/).sort
  end

  # The list is damaged by the block. Nothing that is made of it changes, and it is whole again two beats later.
  def damage(name, said: nil, mend: nil)
    Story.scene(name) do |from|
      before = Stack.configurations
      stranger = File.read("#{Stack::LIST}/all/stranger.json")
      whole = Stack::NODES.to_h { |machine| [machine, machine.record] }
      yield
      if mend
        Stack.wait_for_beats(2)
        expect(Stack.troubles).to all(match(said))
        mend.call
      end
      File.write("#{Stack::LIST}/all/stranger.json", stranger) # He has no machine here that would.
      beats = Stack.beats do
        Stack.eventually("whole again: #{records}") { records.size == 5 && Stack::NODES.all? { |machine| machine.record == whole[machine] } }
        Stack.eventually('without a word on it') { Stack.troubles.grep(said).empty? } if said
      end
      Stack.wait_for_beats(1)
      expect(beats).to be <= 3 # Two of the slowest node, counted on another.
      expect(Stack.configurations).to eq(before)
      expect(Story.visitor.failed_since(from)).to eq(0)
      "nothing changed in any file, whole again within #{Story.beats(beats + 1)}#{' of the mend' if mend}; #{Story.failed(from)}"
    end
  end

  it 'a recipe is deployed everywhere that fails' do
    Story.scene('a recipe that fails is deployed everywhere') do
      Stack.eventually('no change at work') { Stack::NODES.none?(&:changing?) }
      Stack.on(Stack::NODES) do |machine|
        machine.run("rm -f /var/log/presence-notices; #{RECIPES} && sed -i '1i raise %q(a bad deploy)' app.rb db.rb lb.rb && systemctl start --no-block presence-change")
      end
      Stack.eventually('told by all') { Stack::NODES.all? { |machine| machine.told('failure', /the change failed/).positive? } }
      Stack.wait_for_beats(2)
      expect(Stack::NODES.map { |machine| machine.told('failure', /change/) }).to all(eq(1))
      'each machine told it once; the page is as it was'
    end
  end

  it 'all records are deleted' do
    damage('the files in all/ are deleted') { FileUtils.rm(Dir.glob("#{Stack::LIST}/all/*.json")) }
  end

  it 'the folder of the records is deleted' do
    damage('all/ is deleted', said: /srv.presence/, mend: -> { system('../bin/presence', 'init', Stack::LIST, exception: true) }) do
      FileUtils.rm_r("#{Stack::LIST}/all")
    end
  end

  it 'a list is made anew in the mount point' do
    mend = lambda do
      Stack.on(Stack::NODES) { |machine| machine.run('mount --bind /run/kept /srv/presence && umount -l /run/kept') }
    end
    damage('init in the mount point, on every machine', said: /srv.presence/, mend: mend) do
      Stack.on(Stack::NODES) { |machine| machine.run('mkdir -p /run/kept && mount --bind /srv/presence /run/kept && umount -l /srv/presence && presence init /srv/presence') }
    end
    Stack::NODES.each { |machine| FileUtils.rm_r(Dir.glob("/var/lib/lxc/#{machine.lxc}/rootfs/srv/presence/*")) }
  end

  it 'the list is restored from an old copy, in which the database has its old address' do
    old = JSON.parse(File.read("#{Stack::OLD}/all/db.json")).dig('value', 'address')
    expect(old).not_to eq(db.address)
    damage('restored from an old copy') do
      FileUtils.rm_r(Dir.glob("#{Stack::LIST}/*"))
      FileUtils.cp_r("#{Stack::OLD}/.", Stack::LIST)
    end
  end

  # A container has no clock of its own, so that the beats get another one.
  it 'the clock of app1 is an hour ahead and then jumps back' do
    Story.scene("app1's clock is an hour ahead, then right again") do |from|
      before = Stack.configurations
      system('gcc', '-shared', '-fPIC', '-O1', '-o', "/var/lib/lxc/#{app1.lxc}/rootfs/usr/local/lib/clock.so", '../src/test/machine/clock.c', exception: true)
      app1.run("mkdir -p /run/systemd/system/presence-beat.service.d && printf '[Service]\\nEnvironment=LD_PRELOAD=/usr/local/lib/clock.so CLOCK_SHIFT=3600\\n' >/run/systemd/system/presence-beat.service.d/clock.conf && systemctl daemon-reload")
      Story.mark(app1, 'clock + 1 h')
      Stack.wait_for_beats(3)
      named = lb.attempt('presence doctor').first.lines.grep(/clock/).join
      expect(named).to match(/app1 beats (59m|1h)/)
      app1.run('rm -r /run/systemd/system/presence-beat.service.d && systemctl daemon-reload')
      Story.mark(app1, 'clock right')
      Stack.wait_for_beats(3)
      expect(Stack.configurations).to eq(before)
      expect(Story.visitor.failed_since(from)).to eq(0)
      "nobody was dropped, doctor on the balancer names app1; #{Story.failed(from)}"
    end
  end

  it 'app3 is taken over, and writes all that it may write' do
    Story.scene('app3 is taken over') do |from|
      others = -> { lists.run("runuser -u git -- git -C /srv/git/list.git for-each-ref refs/heads 'refs/presence/all/'").lines.grep_v(%r{all/app3$}) }
      before = [others.call, Stack.configurations]
      store = 'git:git@lists:list.git?layout=refs#main'
      app3.run('mkdir -p /root/forged && cd /root/forged && echo app1 >instance-id.txt && echo app >nodepart.txt && echo 10.0.3.1 >address.txt')
      tries = ['announce --nodeinfo /root/forged', 'drain app1', 'remove lb', 'drain db'].map do |command|
        app3.attempt("presence #{command} --store '#{store}' --state-dir /root/forged/state")
      end
      app3.run('cd /root/forged && git init -q . && git -c user.name=x -c user.email=x commit -q --allow-empty -m x')
      tries += ['+HEAD:refs/presence/all/app1', ':refs/presence/all/db', ':refs/presence/beat/lb', '+HEAD:refs/heads/main', 'HEAD:refs/heads/other',
                'HEAD:refs/presence/gone/app1'].map do |ref|
        app3.attempt("cd /root/forged && git push git@lists:list.git #{ref}")
      end
      expect(tries.map(&:last)).to all(be > 0)
      expect(tries.map { |try| try[1] }).to all(match(/(is not for|takes a|takes one|is taken off by|is made and taken off by) /)) # the hook's words
      app3.run('rm -r /root/forged')
      Stack.wait_for_beats(2)
      expect([others.call, Stack.configurations]).to eq(before)
      "#{tries.size} of #{tries.size} tries on others' entries were refused by Git; #{Story.failed(from)}"
    end
  end

  it 'the recipe is mended' do
    Story.scene('the recipe is mended') do |from|
      Stack.eventually('tried three times', seconds: 240) { Stack::NODES.all? { |machine| machine.told('failure', /changes failed one after/).positive? } }
      # A minute after the first failure, and two after the second. app1's clock jumped by an hour meanwhile: it was tried
      # again at once, and what had been at work for an hour was told as such.
      steady = Stack::NODES - [app1]
      starts = Stack.on(steady) do |machine|
        machine.run("journalctl --sync; journalctl -o short-unix -u presence-change --since -15m | grep Starting | cut -d' ' -f1").lines.map(&:to_f)
      end
      pauses = starts.map { |moments| moments.last(3).each_cons(2).map { |one, next_one| (next_one - one).round } }
      expect(pauses).to all(match([be >= 60, be >= 120]))
      Stack.on(Stack::NODES) do |machine|
        machine.run("#{RECIPES} && sed -i '/a bad deploy/d' *.rb && systemctl start presence-change")
      end
      Stack.eventually('told by all') { Stack::NODES.all? { |machine| machine.told('recovery', /change/).positive? } }
      Stack.wait_for_beats(1)
      told = steady.map do |machine|
        [machine.told('failure', /the change failed/), machine.told('failure', /changes failed one after/), machine.told('recovery', /change/)]
      end
      expect(told).to all(eq([1, 1, 1]))
      "it was tried again after #{pauses[0][0]} and #{pauses[0][1]} s; each told once that it failed, once that it keeps failing, once that it is over; #{Story.failed(from)}"
    end
  end
end
