require 'chefspec_helper'

RSpec.describe 'presence_announce' do
  include_context 'with a stand-in program'
  step_into :presence_announce

  let(:nodeinfo) { "#{folder}/nodeinfo" }

  before { automatic_attributes('fqdn' => 'Web1.Example.ORG', 'hostname' => 'web1', 'ipaddress' => '10.0.3.54') }

  def automatic_attributes(values)
    %w(fqdn hostname machinename ipaddress ip6address ec2).each { |name| chef_runner.node.automatic[name] = nil }
    values.each { |name, value| chef_runner.node.automatic[name] = value }
  end

  # What an earlier run left in the folder.
  def earlier(files)
    FileUtils.mkdir_p(nodeinfo)
    files.each { |name, text| File.write("#{nodeinfo}/#{name}", text) }
  end

  context 'with nothing but a part' do
    recipe { presence_announce('web') }

    it 'writes what Ohai knows' do
      expect(chef_run).to create_file("#{nodeinfo}/instance-id.txt").with(content: "web1.example.org\n")
      expect(chef_run).to create_file("#{nodeinfo}/nodepart.txt").with(content: "web\n")
      expect(chef_run).to create_file("#{nodeinfo}/address.txt").with(content: "10.0.3.54\n", mode: '0644')
    end

    it 'writes what EC2 says, where it is' do
      automatic_attributes('fqdn' => 'web1.example.org', 'ipaddress' => '172.17.0.1', 'ec2' => { 'instance_id' => 'i-4E7CB59A', 'local_ipv4' => '10.0.3.54' })

      expect(chef_run).to create_file("#{nodeinfo}/instance-id.txt").with(content: "i-4e7cb59a\n")
      expect(chef_run).to create_file("#{nodeinfo}/address.txt").with(content: "10.0.3.54\n")
    end

    it 'leaves the address to the program where Ohai knows none' do
      automatic_attributes('machinename' => 'web1')

      expect(chef_run).to create_file("#{nodeinfo}/instance-id.txt").with(content: "web1\n")
      expect(chef_run).not_to create_file("#{nodeinfo}/address.txt")
    end

    it 'takes the next name when one cannot be an instance-id' do
      automatic_attributes('fqdn' => 'localhost.localdomain', 'machinename' => 'rack_7', 'hostname' => 'localhost')

      expect(chef_run).to create_file("#{nodeinfo}/instance-id.txt").with(content: "rack_7\n")
    end

    it 'asks for a name where none will do' do
      automatic_attributes('fqdn' => 'localhost', 'hostname' => 'höst')

      expect { chef_run }.to raise_error(Presence::BadFact, /\(localhost, höst\): set node\['presence'\]\['instance_id'\]/)
    end

    it 'remembers what it wrote' do
      expect(chef_run).to create_file("#{nodeinfo}/.written-by-chef").with(content: "address.txt\ninstance-id.txt\nnodepart.txt\n")
    end

    it 'removes what it wrote and no longer declares, and leaves the facts of others' do
      earlier('.written-by-chef' => "ports.json\nnodepart.txt\n", 'ports.json' => '{}', 'rack.txt' => 'r1', 'state.txt' => 'draining', 'statelog.txt' => '')
      deleted = chef_run.find_resources(:file).select { |file| file.performed_action?(:delete) }

      expect(deleted.map(&:path)).to eq ["#{nodeinfo}/ports.json"]
    end

    it 'warns when the node takes another name' do
      earlier('instance-id.txt' => "web1\n")
      chef_run

      expect(log).to match [/this node was web1 and is web1.example.org from now on: .*`presence remove web1`/]
    end

    it 'announces when the run has completed, and not before' do
      program(stdout: '')
      presence_attributes['stores'] = ['/srv/list']
      chef_run
      expect(commands).to be_empty
      end_of_run

      expect(commands.map(&:first)).to eq %w(show announce)
      expect(commands.last).to eq ['announce', '--store', '/srv/list', '--nodeinfo', nodeinfo, '--state-dir', "#{folder}/state", '--timeout', '10s']
    end

    it 'announces nothing when the run has failed' do
      program(stdout: '')
      chef_run.node.run_state['presence'].run_failed(RuntimeError.new, nil)

      expect(commands).to be_empty
    end

    it 'says at the end that it could not be announced' do
      program(exitstatus: 11, stderr: "/srv/list cannot be written\n")

      expect(end_of_run).to match [%r{/srv/list cannot be written \(exit code 11 of .*\); this node is on the list as it was before this run\z}]
    end
  end

  context 'with every option' do
    recipe do
      presence_announce 'the database' do
        part 'db'
        instance_id 'DB-1'
        address 'db1.example.org'
        ports mysql: 3306
        facts zone: 'a', weight: 50, disks: %w(sda sdb)
        deployment 'fed1'
        stacktype 'lamp'
      end
    end

    it 'writes each fact, text as text and all else as JSON' do
      chef_run
      written = chef_run.find_resources(:file).to_h { |file| [File.basename(file.path), file.content] }

      expect(written.reject { |name, _| name.start_with?('.') }).to eq(
        'address.txt' => "db1.example.org\n", 'deployment.txt' => "fed1\n", 'disks.json' => %([\n  "sda",\n  "sdb"\n]\n), 'instance-id.txt' => "db-1\n",
        'nodepart.txt' => "db\n", 'ports.json' => %({\n  "mysql": 3306\n}\n), 'stacktype.txt' => "lamp\n", 'weight.json' => "50\n", 'zone.txt' => "a\n"
      )
    end
  end

  context 'when it is sensitive' do
    recipe { presence_announce('web') { sensitive true } }

    it 'shows no fact, and keeps no copy of an earlier one' do
      %w(instance-id.txt nodepart.txt .written-by-chef).each { |name| expect(chef_run).to create_file("#{nodeinfo}/#{name}").with(sensitive: true, backup: false) }
    end
  end

  context 'with a network for an address' do
    recipe { presence_announce('web') { address '127.0.0.0/8' } }

    it "takes the machine's own address there" do
      expect(chef_run).to create_file("#{nodeinfo}/address.txt").with(content: "127.0.0.1\n")
    end
  end

  context 'with a network that the machine is not in' do
    recipe { presence_announce('web') { address '203.0.113.7/32' } }

    it 'says which addresses there are' do
      expect { chef_run }.to raise_error(Presence::BadFact, %r{no address in 203.0.113.7/32 \(it has .*127\.0\.0\.1.*\)})
    end
  end

  context 'with a state' do
    recipe { presence_announce('web') { state 'idle' } }

    before do
      program(stdout: '')
      earlier('instance-id.txt' => "web1.example.org\n")
    end

    it 'sets it when the node is in another' do
      earlier('state.txt' => "draining\n")
      end_of_run

      expect(chef_run.presence_announce('web')).to be_updated_by_last_action
      expect(commands.map { |command| command.first(2) }).to eq [%w(state idle)]
    end

    it 'only announces when the node is in it' do
      earlier('state.txt' => "idle\n")
      end_of_run

      expect(commands.map(&:first)).to eq %w(announce)
    end
  end

  context 'when on_failure is :raise' do
    recipe { presence_announce('web') { on_failure :raise } }

    it 'fails the run that had completed' do
      program(exitstatus: 10, stderr: 'weight.json is wrong')

      expect { end_of_run }.to raise_error(Presence::AnnounceFailed, /presence_announce\[web\]: weight.json is wrong \(exit code 10 of .*\); on_failure is :raise/)
    end
  end

  {
    'a state fact' => [{ 'statereason' => 'x' }, /use the property state/],
    'a fact that has a property' => [{ 'address' => '10.0.0.1' }, /must be declared by a property/],
    'a fact that the program does not take empty' => [{ 'zone' => ' ' }, /zone is empty: say what it is, or leave it out/],
    'a fact that is no file name' => [{ '../zone' => 'a' }, /cannot be a fact/],
  }.each do |what, (facts, message)|
    context "with #{what}" do
      recipe { presence_announce('web') { facts facts } }

      it 'refuses it' do
        expect { chef_run }.to raise_error(Presence::BadFact, message)
      end
    end
  end

  context 'with an empty deployment' do
    recipe { presence_announce('web') { deployment '' } }

    it 'refuses it' do
      expect { chef_run }.to raise_error(Presence::BadFact, /deployment is empty/)
    end
  end

  context 'with two parts for one node' do
    recipe do
      presence_announce 'web'
      presence_announce 'db'
    end

    it 'refuses the second' do
      expect { chef_run }.to raise_error(Presence::Conflict, /a node plays one part/)
    end
  end

  context 'with one part twice' do
    recipe do
      presence_announce 'web'
      presence_announce('again') { part 'web' }
    end

    it 'announces once' do
      program(stdout: '')
      end_of_run

      expect(commands.map(&:first)).to eq %w(show announce)
    end
  end

  context 'with a port that is none' do
    recipe { presence_announce('web') { ports 'http' => '80' } }

    it 'refuses it' do
      expect { chef_run }.to raise_error(Chef::Exceptions::ValidationFailed, /numbers from 1 to 65535/)
    end
  end
end
