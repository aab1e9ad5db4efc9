# For specs that step into a resource: folders of their own, a program that is made up, and what the
# resource wrote to Chef's log.
RSpec.shared_context 'with a stand-in program' do
  let(:folder) { Dir.mktmpdir('presence-spec') }
  # What each run of the program was given.
  let(:commands) { [] }
  # What systemd was told, and which of that fails.
  let(:systemctl) { [] }
  let(:failing) { [] }
  # Warnings in Chef's log.
  let(:log) { [] }
  let(:presence_attributes) { chef_runner.node.override['presence'] }

  # The recipe that a group of examples is about.
  def self.recipe(&recipe)
    let(:chef_run) { converge(chef_runner, &recipe) }
  end

  before do
    ENV.delete('PRESENCE_ANSWER')
    allow(Chef::Log).to receive(:warn) { |line| log << line }
    configure(chef_runner)
  end

  after { FileUtils.remove_entry(folder) }

  # ChefSpec's own way of running a recipe in a spec loads no attributes: those of the cookbook in the
  # run list are.
  def converge(runner, &recipe)
    runner.converge('presence') { Chef::Recipe.new('presence', 'spec', runner.run_context).instance_exec(&recipe) }
  end

  def configure(runner)
    runner.node.override['presence'] = { 'java' => '/opt/java/bin/java', 'jar' => '/opt/presence.jar', 'nodeinfo' => "#{folder}/nodeinfo", 'state_dir' => "#{folder}/state", 'config' => "#{folder}/presence.json" }
  end

  # @param endings how each run of the program ends; the last one stays
  def program(*endings)
    stubs_for_provider do |provider|
      allow(provider).to receive(:shell_out_compacted) do |*command, **_options|
        next told_to_systemd(command.first) if command.first.start_with?('systemctl ')

        commands << command.drop(command.index('-jar') + 2)
        ending = endings.size > 1 ? endings.shift : endings.first
        raise ending if ending.is_a?(Exception)

        instance_double(Mixlib::ShellOut, { stdout: '', stderr: '', exitstatus: 0 }.merge(ending))
      end
    end
  end

  def told_to_systemd(command)
    systemctl << command.delete_prefix('systemctl ')
    failed = failing.include?(systemctl.last)
    instance_double(Mixlib::ShellOut, error?: failed, stderr: failed ? "Job failed.\nSee more.\n" : '')
  end

  # The values of an option that stands once or more in a command.
  def values(command, option)
    command.each_cons(2).select { |name, _| name == option }.map(&:last)
  end

  # Chef's last event, which ChefSpec does not send; then the log.
  def end_of_run
    chef_run.node.run_state['presence'].run_completed(chef_run.node, nil)
    log
  end
end
