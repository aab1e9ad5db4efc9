require 'converge_helper'
require_relative '../support/tools'

# What the README shows, and consumers in the style of the big cookbooks, with none, one and many peers: each
# file is taken by the program that is to read it.
RSpec.describe 'The configuration of a balancer' do
  include_context 'with a machine'
  include Tools

  # Adds one app, and every kind of one.
  FLEETS = {
    'no peer' => ->(_list) {},
    'one peer' => ->(list) { list.add('app1', 'app', 'address' => '10.0.3.1') },
    'many peers' => lambda do |list|
      (1..20).each { |number| list.add("app#{number}", 'app', 'address' => "10.0.3.#{number}", 'weight' => number % 3) }
      list.add('app-v6', 'app', 'address' => 'fd00::2')
      list.add('app-drains', 'app', 'address' => '10.0.3.99', 'state' => 'draining')
    end,
    'a draining one alone' => ->(list) { list.add('app-drains', 'app', 'address' => '10.0.3.99', 'state' => 'draining') },
  }.freeze

  before do
    machine.list.records.each { |file| machine.list.lose(file.delete_suffix('.json')) }
    FileUtils.rm_rf(machine.path('state'))
  end

  def converge(recipe, files = {})
    machine.recipe(recipe, files)
    run = machine.chef(run_list: %w(consumer))
    raise run.log unless run.status.zero?
  end

  # A cookbook of the examples, in this machine's folders.
  def converge_shop(name)
    link = machine.path('cookbooks/shop')
    File.symlink(File.join(Sandbox::COOKBOOK, 'test/cookbooks/shop'), link) unless File.symlink?(link)
    machine.cookbook('shop_here', 'attributes/default.rb' => "override['shop']['home'] = #{machine.path('etc').inspect}\noverride['shop']['reload'] = override['shop']['reload_nginx'] = 'true'\n")
    machine.recipe("node.automatic['fqdn'] = 'lb1'\nnode.automatic['ipaddress'] = '10.0.3.254'\n")
    run = machine.chef(run_list: ['shop_here', 'consumer', "shop::#{name}"])
    raise run.log unless run.status.zero?
  end

  def expect_haproxy_takes(file)
    said, status = Open3.capture2e(tool('haproxy'), '-c', '-f', machine.path(file))
    expect(status).to be_success, "#{said}\n#{machine.read(file)}"
    expect(said).not_to match(/ALERT/)
  end

  # What nginx includes is a part of a file.
  def expect_nginx_takes(file)
    whole = machine.write('nginx.conf', "pid #{machine.path('nginx.pid')};\nerror_log stderr;\nevents {}\nhttp {\n  access_log off;\n#{machine.read(file)}\n}\n".gsub(machine.root, '/proc/self/cwd'))
    said, status = Open3.capture2e(tool('nginx'), '-t', '-p', machine.root, '-c', whole, chdir: machine.root)
    expect(status).to be_success, "#{said}\n#{machine.read(file)}"
  end

  FLEETS.each do |name, fill|
    describe "with #{name}" do
      before { fill.call(machine.list) }

      it 'for HAProxy as the README has it' do
        converge_shop('lb')
        expect_haproxy_takes('etc/haproxy.cfg')
      end

      it 'for nginx as the README has it' do
        converge_shop('proxy')
        expect_nginx_takes('etc/app.conf')
      end

      it 'from a resource that collects server lines into one template, as the haproxy cookbook does' do
        machine.cookbook('collector', 'resources/backend.rb' => <<~'RUBY', 'templates/all.cfg.erb' => <<~'ERB')
          provides :collector_backend
          unified_mode true
          property :server, Array, default: []
          property :path, String
          action :create do
            backend = new_resource
            with_run_context :root do
              edit_resource(:template, backend.path) do
                cookbook 'collector'
                source 'all.cfg.erb'
                variables['backends'] ||= {}
                variables['backends'][backend.name] = backend.server
                action :nothing
                delayed_action :create
              end
            end
          end
        RUBY
          defaults
            mode http
            timeout connect 2s
            timeout client 30s
            timeout server 30s
          frontend all
            bind 127.0.0.1:8080
          <% @backends.each do |name, lines| -%>
          backend <%= name %>
          <% lines.each do |line| -%>
            server <%= line %>
          <% end -%>
          <% end -%>
        ERB
        machine.recipe(<<~'RUBY')
          presence_peers 'app'
          collector_backend 'app' do
            path "#{node['machine']}/collected.cfg"
            server Presence.servers(node, 'app', port: 'http', draining: true).map { |one| "#{one['id']} #{one['endpoint']} check weight #{one['weight']}" }
          end
          collector_backend('other') { path "#{node['machine']}/collected.cfg" }
        RUBY
        run = machine.chef(run_list: %w(collector consumer))

        expect(run.status).to eq(0), run.log
        expect_haproxy_takes('etc/collected.cfg')
      end

      it 'from attributes' do
        machine.cookbook('driven', 'recipes/default.rb' => <<~'RUBY', 'templates/driven.cfg.erb' => <<~'ERB')
          template "#{node['machine']}/driven.cfg"
        RUBY
          defaults
            mode tcp
            timeout connect 2s
            timeout client 30s
            timeout server 30s
          frontend all
            bind 127.0.0.1:8080
          <% node['driven']['pools'].each do |name, servers| -%>
          backend <%= name %>
          <% servers.each do |server| -%>
            server <%= server['id'] %> <%= server['endpoint'] %> weight <%= server['weight'] %>
          <% end -%>
          <% end -%>
        ERB
        machine.recipe("presence_peers 'app'\nnode.default['driven']['pools']['app'] = Presence.servers(node, 'app', port: 'http')\ninclude_recipe 'driven'\n")
        run = machine.chef(run_list: %w(consumer driven))

        expect(run.status).to eq(0), run.log
        expect_haproxy_takes('etc/driven.cfg')
      end
    end
  end

  it 'for HAProxy stands with a name that nobody can look up' do
    machine.list.add('app1', 'app', 'address' => 'app1.invalid')
    converge_shop('lb')
    expect_haproxy_takes('etc/haproxy.cfg')
  end

  it 'is not emptied by a slip of the hand' do
    machine.list.add('app1', 'app')
    machine.recipe("presence_peers 'app'\nfile(\"\#{node['machine']}/slip\") { content Presence.servers(node, 'app', port: 'htpp').inspect }\n")
    run = machine.chef

    expect(run.status).to eq 1
    expect(run.foot(1)).to match(/FATAL: Presence::NoPeer: .*none of the 1 nodes of app has an address and the port htpp; they offer http/)
    expect(File).not_to exist(machine.path('etc/slip'))
  end
end
