require 'converge_helper'

RSpec.describe 'Cookbooks that know nothing of each other' do
  include_context 'with a machine'

  # A file that is made of the peers when it converges, as templates are.
  def shown(name)
    "file(\"\#{node['machine']}/#{name}\") { content lazy { Presence.peers(node, 'web').map { |peer| peer['id'] }.join(' ') } }\n"
  end

  def web(number)
    machine.list.add("web#{number}", 'web', 'address' => "10.0.3.#{number}")
  end

  def seen
    %w(strict lax).map { |name| machine.read("etc/#{name}") }
  end

  {
    'of which one has a minimum' => ["presence_peers('web') { minimum 2 }", "presence_peers('x') { part 'web' }"],
    'of which one requires a minimum by an attribute' => ["node.default['presence']['requires']['web']['minimum'] = 2\ninclude_recipe 'presence'", "presence_peers 'web'"],
  }.each do |what, (strict, lax)|
    [%w(strict lax), %w(lax strict)].each do |order|
      it "#{what} both have it, the #{order.first} one first, run after run" do
        machine.cookbook('strict', 'recipes/default.rb' => "#{strict}\n#{shown('strict')}")
        machine.cookbook('lax', 'recipes/default.rb' => "#{lax}\n#{shown('lax')}")
        [1, 2].each { |number| web(number) }
        runs = [machine.chef(run_list: order.dup)]
        expect(seen).to eq ['web1 web2'] * 2
        machine.elsewhere('remove', 'web2')
        2.times { runs << machine.chef(run_list: order.dup) }

        expect(runs.map(&:status)).to eq([0, 0, 0]), runs.last.log
        expect(seen).to eq ['web1 web2'] * 2
        expect(runs.last.foot(1)).to match(/WARN: presence: the list has 1 of the 2 peers that web needs .*keeps the peers of its last good answer \(2\)/)
        machine.elsewhere('remove', 'web1')
        FileUtils.rm_rf([machine.path('state'), File.join(machine.list.path, 'order')])
        %w(web1 web2).each { |name| machine.list.lose(name) }
        machine.calls
      end
    end
  end

  it 'that require another part each and include the recipe, both find their peers' do
    web(1)
    machine.list.add('db1', 'db')
    %w(web db).each do |part|
      machine.cookbook("wants_#{part}", 'recipes/default.rb' => <<~RUBY)
        node.default['presence']['requires']['#{part}'] = { 'minimum' => 1 }
        include_recipe 'presence'
        puts "FOUND \#{Presence.peers(node, '#{part}').map { |peer| peer['id'] }.join}"
      RUBY
    end
    first, second = Array.new(2) { machine.chef(run_list: %w(wants_web wants_db)) }

    expect(first.status).to eq(0), first.log
    expect(first.log.scan(/FOUND (\S+)/).flatten).to eq %w(web1 db1)
    expect(second.log.scan(/FOUND (\S+)/).flatten).to eq %w(web1 db1)
  end

  it 'that read the attributes in lazy find what was required late' do
    machine.cookbook('late', 'recipes/default.rb' => <<~'RUBY')
      include_recipe 'presence'
      node.default['presence']['requires']['db']['minimum'] = 1
      file("#{node['machine']}/lazy") { content lazy { node['presence']['peers']['db'].first['id'] } }
    RUBY
    run = machine.chef(run_list: %w(late))

    expect(run.status).to eq(0), run.log
    expect(machine.read('etc/lazy')).to eq 'db1'
  end

  it 'run one process together, from the second run on, and touch nothing' do
    machine.cookbook('one', 'recipes/default.rb' => "presence_peers 'web'\npresence_peers('db') { facts 'schema' }")
    machine.cookbook('two', 'recipes/default.rb' => "presence_peers('more of db') { part 'db'; facts 'engine' }\npresence_peers 'cache'")
    machine.chef(run_list: %w(one two))
    machine.settle
    machine.chef(run_list: %w(one two))
    machine.calls
    before = machine.snapshot
    run = machine.chef(run_list: %w(one two))

    expect(run.updated).to eq 0
    expect(machine.snapshot).to eq before
    expect(machine.calls).to match [/\Aresolve --part web --part cache --part db --fact engine --fact schema /]
  end

  it 'tell in one line a part what they have found, and from where' do
    run = machine.chef('-l', 'info', run_list: %w(one two))

    expect(run.log.scan(/INFO: (presence_peers\[[^\]]+\]: .*)/).flatten).to match [
      /\Apresence_peers\[web\]: peers 1 \(web1\), draining 0, from the list in \d+ ms\z/,
      /\Apresence_peers\[db\]: peers 1 \(db1\), draining 0, from the list in \d+ ms\z/,
      /\Apresence_peers\[more of db\]: peers 1 \(db1\)/,
      /\Apresence_peers\[cache\]: peers 0, draining 0, from the list/,
    ]
  end
end
