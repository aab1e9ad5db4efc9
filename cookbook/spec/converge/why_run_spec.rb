require 'converge_helper'

RSpec.describe 'A rehearsal (--why-run)' do
  include_context 'with a machine'

  recipe = <<~'RUBY'
    include_recipe 'presence'

    presence_install 'presence' do
      path "#{node['machine']}/opt"
      command "#{node['machine']}/bin/presence"
    end

    file "#{node['machine']}/servers" do
      content Presence.endpoints(node, 'app').join(' ')
    end

    puts "SERVERS #{Presence.endpoints(node, 'app').join(' ')}"

    presence_announce 'lb' do
      state 'idle'
    end
  RUBY

  before(:all) do
    machine.list.add('i-0a', 'app')
    machine.attributes('requires' => { 'app' => { 'minimum' => 1 } })
    machine.recipe(recipe)
  end

  def rehearse
    before = machine.snapshot
    run = machine.chef('--why-run')
    [run, machine.snapshot.to_a - before.to_a, before.to_a - machine.snapshot.to_a]
  end

  it 'changes nothing on a clean machine, and sees the peers' do
    run, *changes = rehearse

    expect(run.status).to eq(0), run.log
    expect(changes).to eq [[], []]
    expect(run.log).to include 'SERVERS 10.0.3.61:80'
    expect(machine.calls.map { |call| call[/\S+/] }).to eq %w(resolve)
  end

  it 'warns on a machine without Java, where a real run would stop' do
    machine.attributes('requires' => { 'app' => {} }, 'java' => '/nowhere/java', 'on_failure' => 'raise')
    run, *changes = rehearse

    expect(run.status).to eq(0), run.log
    expect(changes).to eq [[], []]
    expect(run.foot(1)).to match(%r{WARN: presence: /nowhere/java does not start: .*; on_failure is :raise, so that a real run would stop at app})
  end

  it 'changes nothing on a machine that has been converged, though much would change' do
    machine.attributes('requires' => { 'app' => {} })
    converged = machine.chef
    raise converged.log unless converged.status.zero?

    machine.list.add('i-0b', 'app', 'address' => '10.0.3.62')
    machine.recipe(recipe.gsub("state 'idle'", "state 'draining'; ports 'http' => 80"))
    run, *changes = rehearse

    expect(run.status).to eq(0), run.log
    expect(changes).to eq [[], []]
    expect(run.log).to include('+10.0.3.61:80 10.0.3.62:80', 'ports.json')
  end
end
