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
        override['shop']['reload_nginx'] = 'true'
      RUBY
    end
  end

  # @param as the name under which the machine is announced
  # @param before a command to run Chef with
  def converge(machine, *recipes, as: 'machine', before: [])
    machine.recipe("node.automatic['fqdn'] = '#{as}'\nnode.automatic['ipaddress'] = '10.0.3.54'\n")
    run = machine.chef(run_list: ['shop_here', 'consumer', *recipes.map { |recipe| "shop::#{recipe}" }], before: before)
    raise run.log unless run.status.zero?

    run
  end

  it 'make a database, an application server that knows it, and a load balancer that knows that' do
    converge(@db, 'db', as: 'db1')
    converge(@app, 'app', as: 'app1')
    converge(@lb, 'lb', as: 'lb1')

    expect(@app.read('etc/db.conf')).to eq "host = 10.0.3.54\nport = 3306\nschema = shop\n"
    expect(@lb.read('etc/haproxy.cfg')).to end_with "backend app\n  server app1 10.0.3.54:80 check weight 100\n"
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

  it 'show what is required by an attribute, where a daemon listens, and nginx' do
    converge(@lb, 'required', 'here', 'proxy')

    expect(@lb.read('etc/listen.conf')).to eq "bind-address = 10.0.3.54\n"
    expect(@lb.read('etc/app.conf')).to include("server 10.0.3.54:80 weight=100;\n", "server 10.0.3.61:80 down;\n")
  end

  it 'show a HeartBeat' do
    # Where Chef is the first process there is no systemd.
    first = %w(unshare --pid --fork --mount-proc)
    converge(@lb, 'heartbeat', 'lb', before: first + @lb.apart('/etc/cron.d', '/opt', '/usr/local/bin'))

    expect(JSON.parse(@lb.read('presence.json'))).to include('part' => %w(app), 'change-at-least' => '1h', 'probe' => ['app=tcp:80'])
    @lb.beat('--dry-run') # It raises what is wrong with that.
  end

  it 'show a HeartBeat that writes what HAProxy reads' do
    first = %w(unshare --pid --fork --mount-proc)
    converge(@lb, 'feeds', 'lb', before: first + @lb.apart('/etc/cron.d'))

    expect(JSON.parse(@lb.read('presence.json'))).to include('feed' => %w(haproxy:app=/etc/haproxy/app.cfg), 'feed-check' => ['haproxy=haproxy -c -f /etc/haproxy/haproxy.cfg -f {}'])
    @lb.beat('--dry-run')
  end

  it 'show how to leave' do
    converge(@app, 'app', as: 'app1')
    converge(@app, 'retire', as: 'app1')

    expect(@list.record('app1')['state']).to eq 'left'
  end

  it 'show how to name a machine and choose among its networks' do
    converge(@app, 'rack')

    expect(@list.record('rack7-app1')).to include('address' => '127.0.0.1', 'zone' => 'b', 'weight' => 50, 'ports' => { 'http' => 8080 })
  end

  it 'show how to install the program in another place' do
    converge(@db, 'install_elsewhere')

    expect(Open3.capture2e(@db.path('etc/bin/presence'), '--version').last).to be_success
  end

  it 'show how to install the program where it belongs, and Chef takes that one from then on' do
    apart = @app.apart('/opt', '/usr/local/bin')
    converge(@app, 'install', before: apart)
    @app.java_calls
    @app.recipe("presence_peers 'app'")
    run = @app.chef(before: apart)
    said, status = Open3.capture2e(*apart, 'presence', '--version')

    expect(run.status).to eq(0), run.log
    expect(status).to be_success, said
    expect(said).to match(/^presence 0/)
    expect(File.readlink(@app.path('apart/usr/local/bin/presence'))).to eq "/opt/presence/#{Sandbox::VERSION}/bin/presence"
    expect(@app.java_calls.last).to match(%r{-XX:SharedArchiveFile=/opt/presence/#{Sandbox::VERSION}/archive/\S+ -XX:\+VerifySharedSpaces .*-jar /opt/presence/#{Sandbox::VERSION}/presence.jar resolve --part app })
  end
end
