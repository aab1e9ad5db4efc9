require 'fileutils'
require 'json'
require 'open3'
require 'tmpdir'

# A machine's worth of folders for one real Chef client: a cookbook path with presence and a consumer
# named shop, a presence store, a nodeinfo folder, a state folder and Chef's cache.
class Sandbox
  COOKBOOK = File.expand_path('../..', __dir__)
  LEGACY = %w(chef-solo --legacy-mode).freeze
  LOCAL = %w(chef-client -z).freeze

  # What one Chef run printed and how it ended.
  Run = Struct.new(:log, :status, :seconds, keyword_init: true) do
    def ok?
      status.zero?
    end

    # "2/5": resources updated, of all.
    def updated
      log[%r{(?:finished|complete), (\d+)/\d+ resources updated}, 1]&.to_i
    end

    def foot(lines = 12)
      log.lines.last(lines).join
    end

    def about_presence
      log.lines.grep(/WARN: |FATAL: /)
    end
  end

  attr_reader :root

  def initialize(name: 'node one')
    @root = File.join(Dir.mktmpdir('presence-chef'), name)
    FileUtils.mkdir_p([path('cookbooks/shop/recipes'), path('cookbooks/shop/attributes'), path('cookbooks/shop/templates'), path('list/all'), path('out')])
    File.symlink(COOKBOOK, path('cookbooks/presence'))
    write('cookbooks/shop/metadata.rb', "name 'shop'\nversion '1.0.0'\nlicense 'Apache-2.0'\nchef_version '>= 16'\ndepends 'presence'\n")
    attributes({})
    write('client.rb', <<~RUBY)
      node_name 'node-one'
      cookbook_path #{path('cookbooks').inspect}
      file_cache_path #{path('cache').inspect}
      cache_path #{path('cache').inspect}
      node_path #{path('nodes').inspect}
      minimal_ohai true
      treat_deprecation_warnings_as_errors true
      chef_license 'accept-no-persist'
    RUBY
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

  # Attributes of shop, beside those that keep presence inside the sandbox.
  def attributes(values)
    own = { 'stores' => [path('list')], 'nodeinfo' => path('nodeinfo'), 'state_dir' => path('state') }
    lines = own.merge(values).map { |name, value| "default['presence'][#{name.inspect}] = #{value.inspect}" }
    write('cookbooks/shop/attributes/default.rb', "#{lines.join("\n")}\n")
  end

  def recipe(text, name: 'default')
    write("cookbooks/shop/recipes/#{name}.rb", text)
  end

  def template(name, text)
    write("cookbooks/shop/templates/#{name}.erb", text)
  end

  # @param env what to change in the environment; nil takes a variable away
  # @param options of the client
  def chef(*options, with: LEGACY, env: {}, run_list: 'recipe[shop]')
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    log, status = Open3.capture2e(env, *with, '-c', path('client.rb'), '-o', run_list, '--no-color', *options, chdir: root)
    Run.new(log: log.force_encoding('UTF-8').scrub, status: status.exitstatus, seconds: Process.clock_gettime(Process::CLOCK_MONOTONIC) - started)
  end
end
