# What a no-op chef-client run costs, bare and with each way to find ten peers for each of three parts
# among many nodes. All of it is measured in one go, in turns, and given as medians: on a shared machine
# only the ratios hold. Prints Markdown.
require_relative 'sandbox'

class Bench
  PARTS = %w(app db cache).freeze
  PEERS = 10
  # What a node of a fleet has in automatic attributes: some 40 KB of small values, most of them of this
  # shape, as Ohai finds them and Chef saves them.
  OHAI = { 'kernel' => { 'modules' => Array.new(600) { |number| ["module_#{number}", { 'size' => '16384', 'refcount' => '1', 'version' => '1.0' }] }.to_h } }.freeze

  NOOP = "file('/tmp') { action :nothing }\n".freeze
  SEARCH = PARTS.map { |part| "search(:node, 'part:#{part}', filter_result: { 'id' => ['name'], 'address' => ['ipaddress'] })\n" }.join.freeze

  WAYS = {
    'bare' => 'nothing',
    'depends' => 'nothing, in a cookbook that depends on presence',
    'presence' => "`include_recipe 'presence'`, three parts",
    'archive' => 'the same, after `presence_install`',
    'answer' => 'the same, with `PRESENCE_ANSWER`',
    'search' => '`search(:node, …)`, three times',
  }.freeze

  def initialize(nodes, runs)
    @nodes = nodes
    @runs = runs
    # Java 17 takes no classes from an archive whose jar lies in a folder with a space in its name.
    @machine = Sandbox.new(name: 'machine')
    fill
    install
    cookbooks
  end

  def rows
    WAYS.each_key { |way| converge(way) }
    @rounds = Array.new(@runs) { WAYS.keys.to_h { |way| [way, converge(way)] } }
    WAYS.map { |way, words| row(words, *%i(seconds cpu).flat_map { |measure| medians(@rounds, way, measure) }) }
  ensure
    @machine.delete
  end

  # What a run with the answer of a HeartBeat takes more than one that merely loads the cookbook, in pairs.
  def paired(measure)
    format('%.3f s', median(@rounds.map { |round| round['answer'][measure] - round['depends'][measure] }))
  end

  private

  # The median of a way, what it adds to the bare run of the same round, and how many times as much the
  # search of that round adds.
  def medians(rounds, way, measure)
    added = rounds.map { |round| round[way][measure] - round['bare'][measure] }
    search = rounds.map { |round| round['search'][measure] - round['bare'][measure] }
    [median(rounds.map { |round| round[way][measure] }), median(added), median(search) / median(added)]
  end

  def median(numbers)
    numbers.sort[numbers.size / 2]
  end

  def row(words, *numbers)
    cells = numbers.each_slice(3).flat_map { |total, added, times| [format('%.2f s', total), *shown(words, added, times)] }
    "| #{[@nodes, words, *cells].join(' | ')} |"
  end

  # No ratio to what is lost in the noise.
  def shown(words, added, times)
    return ['', ''] if words == WAYS['bare']

    [format('%.3f s', added), added < 0.02 ? '' : format('%.1f', times)]
  end

  def fill
    @nodes.times do |number|
      part = number < PEERS * PARTS.size ? PARTS[number % PARTS.size] : 'other'
      name = format('i-%05d', number)
      address = "10.#{number / 65_536}.#{number / 256 % 256}.#{number % 256}"
      @machine.list.add(name, part, 'address' => address)
      @machine.write("nodes/#{name}.json", JSON.generate('name' => name, 'normal' => { 'part' => part }, 'automatic' => OHAI.merge('ipaddress' => address)))
    end
  end

  # A jar with a class archive, as presence_install leaves it, and the answer of a HeartBeat.
  def install
    jar = @machine.write('installed/presence.jar', File.binread(File.join(Sandbox::COOKBOOK, 'files/presence.jar')))
    java(jar, 'archive')
    parts = PARTS.flat_map { |part| ['--part', part] }
    java(jar, 'resolve', *parts, '--store', @machine.list.path, '--state-dir', @machine.path('state'), '--nodeinfo', @machine.path('nodeinfo'), '--out', @machine.path('answer.json'))
  end

  def java(jar, *arguments)
    said, status = Open3.capture2e(Sandbox::JAVA, '-jar', jar, *arguments)
    raise said unless status.success?
  end

  # Cookbooks, a cache and a node of their own for the ways: those without presence do not load it, and
  # no run has to fetch what the run before it has cleared away.
  def cookbooks
    WAYS.each_key do |way|
      own_cache = @machine.read('client.rb').gsub(@machine.path('cache'), @machine.path("cache-#{way}")).sub('node-one', "node-#{way}")
      @machine.write("client-#{way}.rb", own_cache)
    end
    cookbook('bare', NOOP)
    cookbook('search', "#{SEARCH}#{NOOP}")
    cookbook('depends', NOOP, "depends 'presence'\n")
    values = { 'java' => Sandbox::JAVA, 'requires' => PARTS.to_h { |part| [part, {}] }, 'deployment' => 'fed1', 'stacktype' => 'lamp' }
    presence('presence', values)
    presence('answer', values)
    presence('archive', values.merge('jar' => @machine.path('installed/presence.jar')))
  end

  def cookbook(way, recipe, metadata = '')
    @machine.write("cookbooks/#{way}_way/metadata.rb", "name '#{way}_way'\nversion '1.0.0'\n#{metadata}")
    @machine.write("cookbooks/#{way}_way/recipes/default.rb", recipe)
  end

  def presence(way, values)
    own = { 'stores' => [@machine.list.path], 'nodeinfo' => @machine.path('nodeinfo'), 'state_dir' => @machine.path('state'), 'config' => @machine.path('presence.json') }
    @machine.cookbook("#{way}_way",
      'attributes/default.rb' => own.merge(values).map { |name, value| "override['presence']['#{name}'] = #{value.inspect}\n" }.join,
      'recipes/default.rb' => "include_recipe 'presence'\n#{NOOP}")
  end

  def converge(way)
    env = way == 'answer' ? { 'PRESENCE_ANSWER' => @machine.path('answer.json') } : {}
    before = Process.times
    run = @machine.run('chef-client', '-z', '--minimal-ohai', '-r', "recipe[#{way}_way]", env: env, config: "client-#{way}.rb")
    raise run.log unless run.status.zero?

    { seconds: run.seconds, cpu: Process.times.cutime + Process.times.cstime - before.cutime - before.cstime }
  end
end

runs, *sizes = ARGV.map { |number| Integer(number) }
puts '| Nodes | In the recipe | A run | adds | search adds times as much | CPU of a run | adds | search adds times as much |'
puts "| ----: | ------------- | #{(['----:'] * 6).join(' | ')} |"
benches = sizes.map { |nodes| Bench.new(nodes, runs).tap { |bench| puts bench.rows } }
puts
sizes.zip(benches) { |nodes, bench| puts "`PRESENCE_ANSWER` less loading the cookbook, in pairs, #{nodes} nodes: #{bench.paired(:seconds)}, CPU #{bench.paired(:cpu)}." }
puts "\nMedians of #{runs} no-op runs of chef-client in local mode, where chef-zero is part of the run, with minimal Ohai; all ways in turns. CPU is user and system time of Chef and all that it started."
