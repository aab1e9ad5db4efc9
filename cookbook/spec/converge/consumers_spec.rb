require 'converge_helper'

RSpec.describe 'A cookbook that requires three parts, on a clean machine' do
  include_context 'with a machine'

  recipe = <<~'RUBY'
    include_recipe 'presence'

    file "#{node['machine']}/plain" do
      content node['presence']['peers']['app'].map { |peer| peer['id'] }.join(' ')
    end

    file "#{node['machine']}/lazy" do
      content lazy { Presence.endpoints(node, 'app', port: 'http').join(' ') }
    end

    template "#{node['machine']}/template" do
      source 'peers.erb'
      notifies :write, 'log[reload]'
    end

    log 'reload' do
      action :nothing
    end

    farm_pool 'app' do
      path "#{node['machine']}/attribute-driven"
    end
  RUBY

  farm = <<~'RUBY'
    provides :farm_pool
    unified_mode true
    property :path, String
    property :members, Array, default: lazy { node['presence']['peers'][name] }
    action(:create) { file(new_resource.path) { content new_resource.members.map { |peer| peer['address'] }.join(' ') } }
  RUBY

  before(:all) do
    machine.list.add('i-0b', 'app', 'address' => '10.0.3.62')
    machine.list.add('i-0a', 'app')
    machine.list.add('i-0c', 'app', 'state' => 'draining', 'address' => '10.0.3.63')
    machine.attributes('requires' => { 'app' => {}, 'db' => {}, 'cache' => {} })
    machine.cookbook('farm', 'resources/pool.rb' => farm)
    machine.recipe(recipe, 'templates/peers.erb' => <<~'ERB')
      <%= node['presence']['peers']['app'].map { |peer| peer['id'] }.join(' ') %>, <%= Presence.draining(node, 'app').map { |peer| peer['id'] }.join(' ') %>, <%= Presence.peers(node, 'db').size %>
    ERB
    @first = machine.chef(run_list: %w(farm consumer))
    @first_calls = machine.calls
    machine.settle
    @settling = machine.chef(run_list: %w(farm consumer))
    machine.calls
    @between = machine.snapshot
    @second = machine.chef(run_list: %w(farm consumer))
  end

  it 'sees its peers in the first run, in recipe code' do
    expect(@first.status).to eq(0), @first.log
    expect(machine.read('etc/plain')).to eq 'i-0a i-0b'
  end

  it 'sees them in lazy' do
    expect(machine.read('etc/lazy')).to eq '10.0.3.61:80 10.0.3.62:80'
  end

  it 'sees them in templates, and those that drain apart' do
    expect(machine.read('etc/template')).to eq "i-0a i-0b, i-0c, 0\n"
  end

  it "sees them in another cookbook's resource that attributes drive" do
    expect(machine.read('etc/attribute-driven')).to eq '10.0.3.61 10.0.3.62'
  end

  it 'runs one Java process for all three' do
    expect(@first_calls).to match [/\Aresolve --part app --part db --part cache /]
    expect(machine.calls).to match [/\Aresolve /]
  end

  it 'changes no file and notifies nobody when nothing has changed' do
    expect([@settling.updated, @second.updated]).to eq [0, 0]
    expect(@settling.log + @second.log).not_to match(/log\[reload\] action write/)
    expect(machine.snapshot).to eq @between
  end

  it 'runs no process in a run that a HeartBeat started, and sees the peers of its answer' do
    none = { 'app' => [], 'db' => [], 'cache' => [] }
    peer = { 'id' => 'i-0z', 'address' => '10.0.3.99', 'ports' => { 'http' => 80 } }
    answer = machine.write('answer.json', JSON.generate('presence' => { 'schema' => 1, 'peers' => none.merge('app' => [peer]), 'draining' => none }))
    machine.calls
    run = machine.chef(run_list: %w(farm consumer), env: { 'PRESENCE_ANSWER' => answer })

    expect(run.status).to eq(0), run.log
    expect(machine.read('etc/attribute-driven')).to eq '10.0.3.99'
    expect(machine.calls).to be_empty
  end
end
