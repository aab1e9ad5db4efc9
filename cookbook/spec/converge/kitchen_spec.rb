require 'converge_helper'
require 'yaml'

# docs/kitchen.md with a real Kitchen. Its files stand in the cookbook shop, as documentation_spec.rb shows. Where
# Vagrant would make a machine, Kitchen's driver exec takes this one, kept to the sandbox.
RSpec.describe 'Kitchen, as docs/kitchen.md has it' do
  attr_reader :machine

  let(:page) { File.read(File.join(Sandbox::COOKBOOK, '../docs/kitchen.md')) }
  let(:shop) { machine.path('shop') }

  before(:all) do
    @machine = Sandbox.new(name: 'machine') # Kitchen takes no path with a space.
    FileUtils.cp_r(File.join(Sandbox::COOKBOOK, 'test/cookbooks/shop'), @machine.path('shop'))
    File.symlink(Sandbox::COOKBOOK, @machine.path('presence'))
    @machine.script('presence', "exec #{Sandbox::JAVA} -jar #{File.join(Sandbox::COOKBOOK, 'files/presence.jar')} \"$@\"")
  end

  after(:all) { @machine.delete }

  # What is special to this machine, for kitchen.local.yml.
  def here
    attributes = { 'presence' => { 'nodeinfo' => machine.path('nodeinfo') }, 'shop' => { 'home' => machine.path('etc'), 'reload' => 'true' } }
    chef = { 'install_strategy' => 'skip', 'chef_client_path' => 'chef-client', 'sudo' => false, 'client_rb' => { 'minimal_ohai' => true } }
    {
      'driver' => { 'name' => 'exec' },
      'provisioner' => chef.merge('root_path' => machine.path('kitchen'), 'always_update_cookbooks' => false, 'attributes' => attributes),
    }
  end

  # Places of the machine that the page has in mind, in the sandbox.
  def moved(text)
    text.gsub('/tmp/kitchen', machine.path('kitchen')).gsub('/srv/shop', machine.path('etc'))
  end

  def run(*command, **env)
    path = "#{machine.path('bin')}:#{ENV['PATH']}"
    said, errors, status = Open3.capture3({ 'PATH' => path, 'PRESENCE_STATE_DIR' => machine.path('of a person'), 'TMPDIR' => machine.path('etc') }.merge(env.transform_keys(&:to_s)), *command, chdir: shop)
    raise "#{said}\n#{errors}" unless status.success?

    said
  end

  # The commands of the page, in the block that has this one.
  def commands(one)
    page.scan(/(?:^    .*\n)+/).find { |block| block.include?(one) }.gsub(/^ {4}/, '')
  end

  def without_time(record)
    record.sub(/"tss": "\d{8}-\d{6}"/, '')
  end

  it 'reads a stack whose machines share the list' do
    read = YAML.safe_load(run('kitchen', 'diagnose', KITCHEN_YAML: 'kitchen.stack.yml'), permitted_classes: [Symbol, Time])['instances']

    expect(read.keys).to eq %w(db-debian-12 app1-debian-12 app2-debian-12 lb-debian-12)
    driver, provisioner = read['app2-debian-12'].values_at('driver', 'provisioner')
    expect(driver).to include('name' => 'vagrant', 'vm_hostname' => 'app2', 'network' => [['private_network', { 'ip' => '192.168.56.13' }]])
    expect(driver['synced_folders'].map { |folder| folder.take(2) }).to include [File.join(shop, '.build/presence'), '/srv/presence']
    expect(provisioner).to include('named_run_list' => 'app', 'root_path' => '/tmp/kitchen')
    expect(provisioner['attributes']['presence'])
      .to eq('stores' => %w(/srv/presence), 'deployment' => 'kitchen', 'stacktype' => 'lamp', 'address' => '192.168.56.0/24', 'instance_id' => 'app2')
  end

  it 'has a record in its list that a command makes' do
    file = File.join(shop, 'test/fixtures/presence/all/app1.json')
    shown = File.read(file)
    File.delete(file)
    run('sh', '-ec', commands('presence announce'))

    expect(without_time(File.read(file))).to eq without_time(shown)
  end

  it 'converges one machine among the nodes of that list, twice, and its file is the one in Git' do
    File.write(File.join(shop, 'kitchen.local.yml'), YAML.dump(here))
    %w(kitchen.yml test/integration/lb/controls/haproxy.rb).each { |file| File.write(File.join(shop, file), moved(File.read(File.join(shop, file)))) }
    said = run('kitchen', 'verify')

    expect(said).to include '1 successful'
    expect(said.scan(%r{(\d+)/\d+ resources updated}).flatten.map(&:to_i)).to match [be > 0, 0]
    expect(Dir.children(machine.path('kitchen/data/presence/all'))).to match_array %w(app1.json app2.json lb.json)
    expect(Dir.children(File.join(shop, 'test/fixtures/presence/all'))).to match_array %w(app1.json app2.json)
  end

  it 'has no more of a node whose record was deleted, as the next converge shows, rehearsed' do
    # As Kitchen does it.
    FileUtils.remove_entry(machine.path('kitchen/data'))
    FileUtils.cp_r(File.join(shop, 'test/fixtures'), machine.path('kitchen/data'))
    File.delete(machine.path('kitchen/data/presence/all/app2.json'))
    rehearsed = run('sh', '-ec', moved(page[/-c '(?:sudo )(.* --why-run)'/, 1]))

    expect(rehearsed).to match(/^ *-  server app2 /)
    expect(machine.read('etc/haproxy.cfg')).to include 'server app2 '
  end
end
