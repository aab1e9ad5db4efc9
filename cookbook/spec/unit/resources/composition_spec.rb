require 'chefspec_helper'

# Cookbooks that know nothing of each other.
RSpec.describe 'presence_peers, requires and the recipe presence together' do
  include_context 'with a stand-in program'
  step_into :presence_peers

  def ids(part = 'web')
    Presence.peers(chef_run.node, part).map { |peer| peer['id'] }
  end

  def web(*names)
    answer('web' => names.map { |name| peer(name, part: 'web') })
  end

  # A run before, in which both were there, and one now, after one has left.
  def earlier_run(&recipe)
    program({ stdout: web('web1', 'web2') }, { stdout: web('web1') })
    runner = chef_runner_instance
    configure(runner)
    converge(runner, &recipe)
    runner.node.run_state['presence'].run_completed(runner.node, nil)
  end

  strict = proc { presence_peers('web') { minimum 2 } }
  lax = proc { presence_peers('a status page') { part 'web' } }
  required = proc { node.default['presence']['requires']['web'] = { 'minimum' => 2 } }
  included = proc { include_recipe 'presence' }

  {
    'the strict first' => [strict, lax],
    'the lax first' => [lax, strict],
    'the strict between two lax' => [lax, strict, lax],
    'the strict as an attribute, and the recipe' => [required, included, lax],
    'the strict as an attribute, without the recipe' => [required, lax],
    'the strict as an attribute, after a lax one' => [lax, required, included],
  }.each do |order, recipes|
    context "with two minima, #{order}" do
      recipe { recipes.each { |one| instance_exec(&one) } }

      it 'holds the larger, for both, in this run and in the next' do
        earlier_run { recipes.each { |one| instance_exec(&one) } }
        expect(ids).to eq %w(web1 web2)
        end_of_run

        runner = chef_runner_instance
        configure(runner)
        again = converge(runner) { recipes.each { |one| instance_exec(&one) } }
        expect(Presence.peers(again.node, 'web').size).to eq 2
      end
    end
  end

  context 'with parts that several recipes ask for' do
    recipe do
      presence_peers 'app'
      presence_peers('db') { facts 'schema' }
      presence_peers('more of db') do
        part 'db'
        facts 'engine'
      end
    end

    let(:all) { answer('app' => [], 'db' => []) }

    it 'runs one process for all, once it knows them' do
      program(stdout: all)
      runner = chef_runner_instance
      configure(runner)
      converge(runner) do
        presence_peers 'app'
        presence_peers('db') { facts %w(schema engine) }
      end
      runner.node.run_state['presence'].run_completed(runner.node, nil)
      commands.clear
      chef_run

      expect(commands.size).to eq 1
      expect(values(commands.first, '--part')).to eq %w(app db)
      expect(values(commands.first, '--fact')).to eq %w(engine schema)
    end

    it 'writes what it keeps once, and not again' do
      program(stdout: all)
      end_of_run
      file = "#{folder}/state/chef/kept.json"
      before = File.stat(file)
      runner = chef_runner_instance
      configure(runner)
      converge(runner) do
        presence_peers 'app'
        presence_peers('db') { facts 'schema' }
        presence_peers('more of db') do
          part 'db'
          facts 'engine'
        end
      end
      runner.node.run_state['presence'].run_completed(runner.node, nil)

      expect([File.stat(file).ino, File.stat(file).mtime]).to eq [before.ino, before.mtime]
      expect(before.mode & 0o777).to eq 0o600
    end
  end

  context 'with facts, the few after the many' do
    recipe do
      presence_peers('db') { facts %w(schema engine) }
      presence_peers('few') do
        part 'db'
        facts 'schema'
      end
    end

    it 'has those of both' do
      program(stdout: answer('db' => [peer('i-0a', part: 'db', facts: { 'schema' => 's', 'engine' => 'e' })]))

      expect(Presence.peers(chef_run.node, 'db').first['facts']).to eq('schema' => 's', 'engine' => 'e')
      expect(commands.size).to eq 1
    end
  end

  context 'with a part that is required after the recipe was compiled' do
    recipe do
      node.default['presence']['requires']['app'] = {}
      include_recipe 'presence'
      node.default['presence']['requires']['db'] = { 'facts' => ['schema'] }
      include_recipe 'presence'
      node.run_state['seen'] = Presence.peers(node, 'db').map { |one| one['id'] }
    end

    it 'finds it where it is read' do
      program(stdout: answer('app' => [], 'db' => [peer('i-0d', part: 'db')]))

      expect(chef_run.node.run_state['seen']).to eq %w(i-0d)
      expect(commands.size).to eq 1
    end
  end

  context 'with a part that nobody asks for' do
    recipe { Presence.peers(node, 'db') }

    it 'says so, and names the stub of specs' do
      expect { chef_run }.to raise_error(Presence::NotAsked, /peers of db .*declare presence_peers 'db'.*in ChefSpec, stub_presence_peers/)
    end
  end

  describe 'what is kept' do
    recipe { presence_peers('web') }

    let(:file) { "#{folder}/state/chef/kept.json" }

    sound = { 'presence' => { 'schema' => 1, 'peers' => { 'web' => [] }, 'draining' => { 'web' => [] } }, 'questions' => {}, 'last' => [], 'config' => nil }
    {
      'empty' => '', 'null' => 'null', 'an array' => '[]', 'a number' => '123', 'a text' => '"x"', 'torn' => '{"presence":{"sch', 'no UTF-8' => "\xff",
      'of another version' => JSON.generate(sound.merge('presence' => { 'schema' => 2 })),
      'without questions' => JSON.generate(sound.reject { |key, _| key == 'questions' }),
      'with questions of another type' => JSON.generate(sound.merge('questions' => { 'web' => [1] })),
      'with questions about no part' => JSON.generate(sound.merge('questions' => { 'db' => { 'scope' => {}, 'asked' => {}, 'facts' => [] } })),
      'with a glob of another type' => JSON.generate(sound.merge('questions' => { 'web' => { 'scope' => { 'match' => [1] }, 'asked' => {}, 'facts' => [] } })),
      'with facts of another type' => JSON.generate(sound.merge('questions' => { 'web' => { 'scope' => {}, 'asked' => {}, 'facts' => [1] } })),
      'with parts of another type' => JSON.generate(sound.merge('last' => { 'web' => 1 })),
      'with unknown parts' => JSON.generate(sound.merge('last' => ['db'])),
      'with another configuration' => JSON.generate(sound.merge('config' => 5))
    }.each do |what, text|
      it "hurts nobody when it is #{what}" do
        FileUtils.mkdir_p(File.dirname(file))
        File.binwrite(file, text)
        program(stdout: web('web1'))

        expect(ids).to eq %w(web1)
        expect(end_of_run).to be_empty
        expect(JSON.parse(File.read(file))['presence']['peers']['web'].size).to eq 1
      end

      it "is none when it is #{what} and needed" do
        FileUtils.mkdir_p(File.dirname(file))
        File.binwrite(file, text)
        program(exitstatus: 11, stderr: 'no store')

        expect(ids).to eq []
      end
    end

    it 'is replaced whole: who reads it meanwhile has the one before' do
      earlier_run { presence_peers('web') }
      before = File.read(file)
      File.link(file, "#{folder}/open")
      end_of_run

      expect(File.read(file)).not_to eq before
      expect(File.read("#{folder}/open")).to eq before
    end

    it 'hurts nobody when it is a folder, and the log says where' do
      FileUtils.mkdir_p(file)
      program(stdout: web('web1'))

      expect(ids).to eq %w(web1)
      expect(end_of_run).to match [/the answer cannot be kept for worse times \(.*kept.json.*\); make node\['presence'\]\['state_dir'\] a folder/]
    end

    it 'is left as it was by an answer that is not fresh' do
      program({ exitstatus: 11, stderr: 'no store', stdout: web('web9') })
      end_of_run
      kept = JSON.parse(File.read(file)) if File.exist?(file)

      expect(kept.to_h.dig('presence', 'peers', 'web')).to be_nil
    end

    it 'gives way to what the program itself serves when no store can be read' do
      earlier_run { presence_peers('web') }
      program(exitstatus: 11, stderr: 'no store', stdout: web('web9'))

      expect(ids).to eq %w(web9)
    end
  end
end
