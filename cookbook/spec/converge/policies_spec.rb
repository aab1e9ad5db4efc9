require 'converge_helper'

RSpec.describe 'A list without the peers that are wanted' do
  include_context 'with a machine'

  # The recipe under test, after the properties that an example gives its part.
  def converge(properties = '', list: machine.list.path, **more)
    machine.attributes('stores' => [list])
    machine.recipe(<<~RUBY)
      presence_peers('app') { #{properties} }

      file "\#{node['machine']}/servers" do
        content Presence.endpoints(node, 'app').join("\\n")
      end
    RUBY
    machine.chef(**more)
  end

  it 'is no failure: the first run writes its files without servers' do
    run = converge

    expect(run.status).to eq(0), run.log
    expect(machine.read('etc/servers')).to eq ''
    expect(run.lines_of_presence).to be_empty
  end

  it 'fails the run that says it cannot do without, and converges nothing' do
    FileUtils.rm_f(machine.path('etc/servers'))
    run = converge('minimum 1')

    expect(run.status).to eq 1
    expect(run.foot(1)).to match(/FATAL: Presence::TooFewPeers: .*the list has 0 of the 1 peers that app needs at least; .*no earlier answer has enough/)
    expect(File).not_to exist(machine.path('etc/servers'))
  end

  describe 'after a run in which they were there' do
    before(:all) do
      machine.list.add('i-0a', 'app')
      @full = converge('minimum 1')
      machine.elsewhere('remove', 'i-0a')
    end

    it 'leaves the files as they were, where a minimum is to be met' do
      run = converge('minimum 1')

      expect([@full.status, run.status, run.updated]).to eq([0, 0, 0]), run.log
      expect(machine.read('etc/servers')).to eq '10.0.3.61:80'
      expect(run.foot(1)).to match(/WARN: presence: the list has 0 of the 1 peers .*; app keeps the peers of its last good answer \(1\)/)
    end

    it 'stops the run where that is the policy' do
      run = converge('minimum 1; on_failure :raise')

      expect(run.status).to eq 1
      expect(run.foot(1)).to match(/FATAL: Presence::TooFewPeers: .*on_failure is :raise/)
      expect(machine.read('etc/servers')).to eq '10.0.3.61:80'
    end

    it 'has none where no minimum is set, for that is what the list says' do
      run = converge

      expect([run.status, machine.read('etc/servers')]).to eq([0, '']), run.log
    end
  end

  it 'is one that cannot be read, and the policy says so' do
    run = converge('on_failure :raise', list: machine.path('nowhere'))

    expect(run.status).to eq 1
    expect(run.foot(1)).to match(%r{FATAL: Presence::ResolveFailed: .*\(exit code 11 of `.*/nowhere .*`\); on_failure is :raise})
  end

  it 'is read at converge time where compile_time is false' do
    machine.list.add('i-0a', 'app')
    machine.attributes({})
    machine.recipe(<<~'RUBY')
      presence_peers('app') { compile_time false }

      file "#{node['machine']}/lazy" do
        content lazy { Presence.endpoints(node, 'app').join }
      end

      raise 'too early' if node.read('presence', 'peers', 'app')
    RUBY
    run = machine.chef

    expect(run.status).to eq(0), run.log
    expect(machine.read('etc/lazy')).to eq '10.0.3.61:80'
  end
end
