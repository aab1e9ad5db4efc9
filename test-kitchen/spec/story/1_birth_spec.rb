require 'fileutils'
require_relative '../support/story'

# How the stack comes to be. The machines are there (`run` makes them), and nothing has been converged on
# them; each file of the story stands on what the one before it left.
RSpec.describe 'a LAMP stack on two lists' do
  db, app1, app2, app3, lb, lists = Stack::DB, Stack::APP1, Stack::APP2, Stack::APP3, Stack::LB, Stack::LISTS

  it 'begins with an app of another deployment on the list, which is none of its business' do
    stranger = { 'instance-id' => 'stranger', 'nodepart' => 'app', 'address' => '10.0.3.1', 'ports' => { 'http' => 80 },
                 'deployment' => 'other', 'stacktype' => 'lamp', 'tss' => '20260101-000000' }
    File.write("#{Stack::LIST}/all/stranger.json", JSON.pretty_generate('filetype' => 'nodepresence', 'value' => stranger))
    expect(Dir.children("#{Stack::LIST}/all")).to eq(['stranger.json'])
  end

  it 'has machines that keep their addresses when the power fails' do
    Stack.on([*Stack::NODES, lists]) { |machine| machine.move_to(machine.run('hostname -I').split.first) }
  end

  # As docs/git.md has it: a machine makes its key, a person lets it in.
  it 'has a second list in Git, on a machine of its own, where each machine has a key for its own entry' do
    lists.converge
    keys = Stack.on(Stack::NODES) do |machine|
      machine.run("ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519 && ssh-keyscan -t ed25519 lists >/root/.ssh/known_hosts && cat /root/.ssh/id_ed25519.pub")
    end
    let_in = Stack::NODES.zip(keys).map do |machine, key|
      %(restrict,command="PRESENCE_NODE=#{machine.name} git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" #{key})
    end
    system('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'anna', '-f', Stack::PERSON, exception: true)
    let_in << %(restrict,command="PRESENCE_PERSON=anna git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" #{File.read("#{Stack::PERSON}.pub")})
    lists.write('/srv/git/.ssh/authorized_keys', let_in.join)
  end

  it 'has a load balancer with a valid configuration before any app exists' do
    lb.converge
    expect(Stack.servers).to be_empty
    expect(lb.run('haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl is-active haproxy')).to end_with("active\n")
    expect(lb.run('systemctl is-active presence-beat.timer presence-shutdown.service; systemctl is-enabled presence-beat.timer')).to eq("active\nactive\nenabled\n")
    expect(lb.get.first).to eq(503)
    Story.open(lb.address)
  end

  it 'has an app that knows of no database before one exists' do
    Story.scene('the first app comes, before its database') do
      app2.converge
      expect(app2.get).to eq([503, "app2: no database is on the list\n"])
      'it answers 503'
    end
  end

  it 'is complete when app1 and the database have converged: app2 follows by itself' do
    Story.scene('app1 and the database come') do
      [db, app1].each(&:converge) # Two at once would write one Policyfile.lock.json.
      beats = Stack.beats do
        Stack.eventually('served by app1 and app2') { Stack.servers == Stack.served_by(app1, app2) }
        Stack.eventually('answering', of: app2) { Story.visitor.served_since(Story.visitor.at - 3) == %w(app1 app2) }
      end
      [db, app1, app2, lb].each { |machine| expect(machine.run('hostname -I').split).to include(machine.address) }
      "whole #{Story.beats(beats)} after their converge"
    end
  end

  it 'takes in a third app, a machine without Java that was told no more than what it is' do
    app3.run('apt-get purge -q -y openjdk-17-jre-headless && ! command -v java')
    Story.scene('a third app is born') do
      app3.converge
      from = Story.visitor.at
      states = []
      beats = Stack.beats do
        Stack.eventually('served by app3', of: app3) do
          states |= [app3.record['state']] if File.exist?("#{Stack::LIST}/all/app3.json")
          Story.visitor.served_since(from).include?('app3')
        end
      end
      expect(states.first).to eq('setup')
      FileUtils.cp_r(Stack::LIST, Stack::OLD)
      expect(Stack.servers).to eq(Stack.served_by(app1, app2, app3))
      expect(Story.visitor.failed_since(from)).to eq(0)
      "#{states.compact.join(', then ')}; it serves #{Story.beats(beats)} after its first Chef run, #{Story.failed(from)}"
    end
  end
end
