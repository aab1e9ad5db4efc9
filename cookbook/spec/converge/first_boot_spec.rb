require 'converge_helper'

# The example of the README, with a link in place of the package and a folder of this machine in place of
# the file server. Before the run there is no java, and nothing at /srv/presence.
RSpec.describe 'The first run of a bare machine' do
  include_context 'with a machine'

  let(:example) { File.read(File.join(Sandbox::COOKBOOK, 'test/cookbooks/shop/recipes/first_boot.rb')) }
  let(:java) { machine.path('java/bin/java') }

  # @param compile_time whether the example stands as it is shown
  def boot(compile_time: true)
    recipe = example.sub("package 'openjdk-17-jre-headless' do", "directory(File.dirname(#{java.inspect})) { recursive true; compile_time true }\nlink #{java.inspect} do\n  to #{Sandbox::JAVA.inspect}")
                    .sub("device 'files.example.org:/presence'\n  fstype 'nfs'", "device #{machine.list.path.inspect}\n  fstype 'none'\n  options 'bind'")
    recipe = recipe.gsub("  compile_time true\n", '') unless compile_time
    machine.recipe("#{recipe}\nputs Presence.endpoints(node, 'db', port: 'mysql')\n")
    machine.attributes('stores' => ['/srv/presence'], 'java' => nil)
    machine.chef(before: machine.apart('/srv'), env: { 'JAVA_HOME' => machine.path('java'), 'PATH' => without_java })
  end

  # Chef and the tools of a system, and no java.
  def without_java
    FileUtils.mkdir_p(machine.path('tools'))
    ENV['PATH'].split(':').select { |folder| Dir.exist?(folder) }.reverse_each do |folder|
      Dir.children(folder).select { |name| name != 'java' && File.file?(File.join(folder, name)) }.each { |name| FileUtils.ln_sf(File.join(folder, name), machine.path("tools/#{name}")) }
    end
    machine.path('tools')
  end

  before(:all) { machine.list.add('i-0d', 'db', 'ports' => { 'mysql' => 3306 }) }
  before { FileUtils.rm_rf([machine.path('java'), machine.path('apart'), machine.path('state')]) }

  it 'brings Java and the list, finds its peers, and needs no second run' do
    run = boot

    expect(run.status).to eq(0), run.log
    expect(run.log).to include '10.0.3.61:3306'
    expect(File.readlink(java)).to eq Sandbox::JAVA
  end

  it 'that brings them too late says what to do' do
    run = boot(compile_time: false)

    expect(run.status).to eq 1
    expect(run.foot(1)).to match(/no java to run .* with; install a Java 17 runtime or newer, .*; where a recipe of the same run installs it, its package wants `compile_time true`/)
  end
end
