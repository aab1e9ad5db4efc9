require 'converge_helper'

# The cookbook shop has every example of the documentation, as documentation_spec.rb shows.
RSpec.describe 'The examples of the documentation' do
  before(:all) do
    @folder = Dir.mktmpdir('presence-shop')
    @list = PresenceList.new(@folder)
    @db, @app, @lb = Array.new(3) { machine }
  end

  after(:all) do
    [@db, @app, @lb].each(&:delete)
    FileUtils.remove_entry(@folder)
  end

  # One machine of the shop; all of them use one list.
  def machine
    Sandbox.new(list: @list).tap do |machine|
      File.symlink(File.join(Sandbox::COOKBOOK, 'test/cookbooks/shop'), machine.path('cookbooks/shop'))
      machine.cookbook('shop_here', 'attributes/default.rb' => <<~RUBY)
        override['shop']['home'] = #{machine.path('etc').inspect}
        override['shop']['reload'] = 'echo reloaded >> "#{machine.path('etc/reloads')}"'
      RUBY
    end
  end

  # @param as the name under which the machine is announced
  def converge(machine, *recipes, as: 'machine')
    machine.recipe("node.automatic['fqdn'] = '#{as}'\nnode.automatic['ipaddress'] = '10.0.3.54'\n")
    run = machine.chef(run_list: ['shop_here', 'consumer', *recipes.map { |recipe| "shop::#{recipe}" }])
    raise run.log unless run.status.zero?

    run
  end

  it 'make a database, an application server that knows it, and a load balancer that knows that' do
    converge(@db, 'db', as: 'db1')
    converge(@app, 'app', as: 'app1')
    converge(@lb, 'lb', as: 'lb1')

    expect(@app.read('etc/db.conf')).to eq "host = 10.0.3.54\nport = 3306\nschema = shop\n"
    expect(@lb.read('etc/haproxy.cfg')).to eq "backend app\n  server app1 10.0.3.54:80 check weight 100\n"
    expect(@lb.read('etc/reloads')).to eq "reloaded\n"
    expect(@list.records).to eq %w(app1.json db1.json lb1.json)
  end

  it 'show the other ways to ask for peers and to read them' do
    @list.add('i-0d', 'db2')
    @list.add('i-0e', 'db', 'deployment' => 'fed2', 'address' => '10.0.4.1')
    @list.add('i-0f', 'cache', 'ports' => { 'memcached' => 11_211 })
    @list.add('i-0g', 'app', 'state' => 'draining')
    converge(@lb, 'deployments', 'cache', 'status')

    expect(@lb.read('etc/databases')).to eq "db: 10.0.3.54:3306 10.0.3.61:80\ndb_of_fed2: 10.0.4.1:80\n"
    expect(@lb.read('etc/cache.conf')).to eq '10.0.3.61:11211'
    expect(JSON.parse(@lb.read('etc/peers.json'))).to eq('all' => %w(10.0.3.54:80), 'others' => %w(app1), 'draining' => %w(i-0g))
  end

  it 'show how to name a machine and choose among its networks' do
    converge(@app, 'rack')

    expect(@list.record('rack7-app1')).to include('address' => '127.0.0.1', 'zone' => 'b', 'weight' => 50, 'ports' => { 'http' => 8080 })
  end

  it 'show how to install the program in another place' do
    converge(@db, 'install_elsewhere')

    expect(Open3.capture2e(@db.path('etc/bin/presence'), '--version').last).to be_success
  end

  # With folders of its own in place of those of this machine.
  it 'show how to install the program where it belongs, and Chef takes that one from then on' do
    private_folders = { '/opt' => @app.path('opt'), '/usr/local/bin' => @app.path('local-bin') }
    private_folders.each_value { |folder| FileUtils.mkdir_p(folder) }
    FileUtils.cp_r('/usr/local/bin/.', private_folders['/usr/local/bin'])
    mounts = private_folders.map { |folder, own| "mount --bind '#{own}' #{folder}" }
    @app.recipe("presence_peers 'app'")
    chef = "chef-solo --legacy-mode -c '#{@app.path('client.rb')}' -o recipe[machine]"
    script = [*mounts, "#{chef},recipe[shop::install]", "#{chef},recipe[consumer]", 'presence --version'].join(' && ')
    said, status = Open3.capture2e('unshare', '--mount', *('--map-root-user' unless Process.uid.zero?), 'sh', '-c', script)

    expect(status).to be_success, said
    expect(said.lines.last).to match(/^presence 0/)
    expect(File.readlink(@app.path('local-bin/presence'))).to eq '/opt/presence/0.1.0/bin/presence'
    expect(@app.java_calls.last).to match(%r{-XX:SharedArchiveFile=/opt/presence/0.1.0/archive/\S+ .*-jar /opt/presence/0.1.0/presence.jar resolve --part app })
  end
end
