require 'fileutils'
require 'json'
require 'open3'
require 'tmpdir'
require_relative 'presence_list'

# A machine's worth of folders for real Chef clients: a cookbook path with presence and a consumer, a
# presence list, the facts and the memory of the node, Chef's cache, and a java that is counted.
class Sandbox
  COOKBOOK = File.expand_path('../..', __dir__)
  VERSION = File.read(File.join(COOKBOOK, 'metadata.rb'))[/^version '(.+)'$/, 1]
  JAVA = Open3.capture2('sh', '-c', 'readlink -f "$(command -v java)"').first.chomp

  # What Chef itself writes on each run.
  CHEFS_OWN = %w(cache nodes cookbooks chef_guid).freeze

  # What the records of PresenceList say, so that the machine is of their installation.
  LABELS = { 'deployment' => 'fed1', 'stacktype' => 'lamp' }.freeze

  # What one Chef run printed, and how it ended.
  Run = Struct.new(:log, :status, :seconds, keyword_init: true) do
    # Resources updated; nil when the run says nothing of them.
    def updated
      log[%r{(\d+)/\d+ resources updated}, 1]&.to_i
    end

    # What stands at the end of the log, as a person sees it.
    def foot(lines = 3)
      log.lines.map(&:chomp).reject(&:empty?).last(lines).join("\n")
    end

    # Warnings and errors of presence, without Chef's own.
    def lines_of_presence
      log.lines.grep(/(WARN|FATAL): .*presence/).map { |line| line.chomp.sub(/\A.*?(WARN|FATAL): /, '') }
    end
  end

  attr_reader :root, :list

  # @param list a list that other machines use too
  # @param presence the folder of the cookbook
  def initialize(name: 'a machine', list: nil, presence: COOKBOOK)
    @root = File.join(Dir.mktmpdir('presence-chef'), name)
    FileUtils.mkdir_p([path('cookbooks'), path('etc')])
    File.symlink(presence, path('cookbooks/presence'))
    @list = list || PresenceList.new(path('list'))
    @calls = File.join(File.dirname(root), 'calls')
    script('java', "echo \"$@\" >> #{quoted(@calls)}\nexec #{quoted(JAVA)} \"$@\"")
    attributes({})
    recipe('')
    client_rb
  end

  def delete
    FileUtils.remove_entry(File.dirname(root))
  end

  def path(inner)
    File.join(root, inner)
  end

  def write(inner, text)
    FileUtils.mkdir_p(File.dirname(path(inner)))
    File.write(path(inner), text)
    path(inner)
  end

  def read(inner)
    File.read(path(inner), encoding: 'UTF-8')
  end

  # An executable that stands in for java, or is one.
  def script(name, text)
    write("bin/#{name}", "#!/bin/sh\n#{text}\n").tap { |file| File.chmod(0o755, file) }
  end

  # What java was given since the last look, a line a process.
  def java_calls
    File.exist?(@calls) ? File.readlines(@calls, chomp: true).tap { File.delete(@calls) } : []
  end

  # The same without java's own options.
  def calls
    java_calls.map { |line| line.sub(/\A.*? -jar \S.*?\.jar /, '') }
  end

  # A command of the program, as a person gives it on another machine.
  def elsewhere(*arguments)
    other = File.join(File.dirname(root), 'elsewhere')
    options = ['--store', list.path, '--nodeinfo', File.join(other, 'nodeinfo'), '--state-dir', File.join(other, 'state')]
    said, status = Open3.capture2e({ 'LC_ALL' => 'C.UTF-8' }, JAVA, '-jar', File.join(COOKBOOK, 'files/presence.jar'), *arguments, *options)
    raise said unless status.success?

    said
  end

  # Sets node['presence'], beside what keeps everything inside the sandbox. node['machine'] is a folder
  # for the files of recipes.
  def attributes(values)
    own = { 'stores' => [list.path], 'nodeinfo' => path('nodeinfo'), 'state_dir' => path('state'), 'config' => path('presence.json'), 'java' => path('bin/java') }
    lines = own.merge(LABELS).merge(values).map { |name, value| "override['presence'][#{name.inspect}] = #{value.inspect}" }
    lines << "default['machine'] = #{path('etc').inspect}"
    cookbook('machine', 'attributes/default.rb' => lines.join("\n"))
  end

  # The recipe under test.
  def recipe(text, files = {})
    cookbook('consumer', { 'recipes/default.rb' => text }.merge(files))
  end

  # A file of a cookbook that depends on presence.
  def cookbook(name, files)
    write("cookbooks/#{name}/metadata.rb", "name '#{name}'\nversion '1.0.0'\ndepends 'presence'\n")
    { 'recipes/default.rb' => '' }.merge(files).each { |file, text| write("cookbooks/#{name}/#{file}", text) }
  end

  # In front of a command: folders of its own in place of these of the machine that the tests run on.
  def apart(*folders)
    mounts = folders.map do |folder|
      own = path("apart#{folder}")
      unless Dir.exist?(own)
        FileUtils.mkdir_p(own)
        FileUtils.cp_r("#{folder}/.", own) if Dir.exist?(folder)
      end
      "mount --bind #{quoted(own)} #{folder}"
    end
    ['unshare', '--mount', *('--map-root-user' unless Process.uid.zero?), 'sh', '-c', [*mounts, 'exec "$@"'].join(' && '), 'sh']
  end

  # Runs Chef without a server, as chef-solo does in legacy mode, which loads and saves no node.
  #
  # @param before a command to run it with
  def chef(*options, run_list: %w(consumer), before: [], **more)
    run(*before, 'chef-solo', '--legacy-mode', '-o', recipes(run_list), *options, **more)
  end

  # A beat of the machine, as its timer starts it, with the configuration that Chef has rendered.
  def beat(*options, before: [])
    said, status = Open3.capture2e({ 'LC_ALL' => 'C.UTF-8', 'PRESENCE_ANSWER' => nil }, *before, path('bin/java'), '-jar', File.join(COOKBOOK, 'files/presence.jar'), 'heartbeat', '--config', path('presence.json'), *options, chdir: root)
    raise said unless [0, 12].include?(status.exitstatus)

    said
  end

  # Runs Chef in local mode, which stores the node. It has a run list and not an override of one,
  # because with that the node would not be stored.
  def chef_zero(*options, run_list: %w(consumer), before: [], **more)
    run(*before, 'chef-client', '-z', '-r', recipes(run_list), *options, **more)
  end

  # @param env what to change in the environment; nil takes a variable away
  # @param clean whether that is all the environment there is
  def run(*command, env: {}, clean: false, config: 'client.rb')
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    log, status = Open3.capture2e({ 'PRESENCE_ANSWER' => nil }.merge(env), *command, '-c', path(config), '--no-color', chdir: root, unsetenv_others: clean)
    Run.new(log: log.force_encoding('UTF-8').scrub, status: status.exitstatus, seconds: Process.clock_gettime(Process::CLOCK_MONOTONIC) - started)
  end

  # Every file below, with all that a run could change of it. What Chef itself keeps is
  # left out, and the times of folders in which Chef prepares files, to compare them with those that are there.
  def snapshot
    Dir.glob("#{root}/**/*", File::FNM_DOTMATCH).reject { |file| file.end_with?('/.') || file.start_with?(*CHEFS_OWN.map { |own| path(own) }) }.sort.to_h do |file|
      stat = File.lstat(file)
      time = stat.mtime unless stat.directory? && file.start_with?(path('etc'), path('nodeinfo'))
      [file.delete_prefix("#{root}/"), [stat.ino, stat.mode, time, stat.file? ? File.binread(file) : nil]]
    end
  end

  # The program believes a file's time once it has read the file twice, with two whole seconds of the clock in
  # between, and notes that in its memory: only the run after that has nothing more to write.
  def settle
    sleep 3
  end

  private

  def recipes(names)
    names.unshift('machine').map { |name| "recipe[#{name}]" }.join(',')
  end

  def client_rb
    write('client.rb', <<~RUBY)
      node_name 'node-one'
      cookbook_path #{path('cookbooks').inspect}
      chef_repo_path #{root.inspect}
      file_cache_path #{path('cache').inspect}
      cache_path #{path('cache').inspect}
      node_path #{path('nodes').inspect}
      minimal_ohai true
      treat_deprecation_warnings_as_errors true
      chef_license 'accept-no-persist'
    RUBY
  end

  def quoted(path)
    "'#{path}'"
  end
end
