require 'converge_helper'

RSpec.describe 'The installed program' do
  include_context 'with a machine'

  install = <<~'RUBY'
    presence_install 'presence' do
      path "#{node['machine']}/opt"
      command "#{node['machine']}/bin/presence"
    end
  RUBY

  before(:all) do
    machine.attributes({})
    machine.list.add('i-0a', 'app')
    machine.recipe(install)
    @first = machine.chef
    @archive = Dir[machine.path("etc/opt/#{Sandbox::VERSION}/archive/**/presence.jsa")].first
    @between = machine.snapshot
    @calls = machine.calls
    @second = machine.chef
  end

  def presence(*arguments)
    Open3.capture2e({ 'JAVA_HOME' => nil }, machine.path('etc/bin/presence'), *arguments)
  end

  it 'runs' do
    expect(@first.status).to eq(0), @first.log
    expect(presence('--version').first).to match(/\Apresence \d/)
  end

  it 'has a class archive for the Java of the node' do
    expect(@calls).to eq %w(archive)
    expect(@archive).to include File.dirname(Sandbox::JAVA, 2)
  end

  it 'is left as it is by the next run' do
    expect(@second.updated).to eq 0
    expect(machine.calls).to be_empty
    expect(machine.snapshot).to eq @between
  end

  it 'makes room for another version, and the command runs that' do
    machine.recipe(install.sub('path', "version '0.2.0'\n  path"))
    run = machine.chef

    expect(run.status).to eq(0), run.log
    expect(File.realpath(machine.path('etc/bin/presence'))).to eq File.realpath(machine.path('etc/opt/0.2.0/bin/presence'))
    expect(File).to exist(machine.path("etc/opt/#{Sandbox::VERSION}/presence.jar"))
    expect(presence('--version').last).to be_success
  end

  it 'goes when it is removed, and what others have put beside it stays' do
    foreign = %W(etc/opt/notes.txt etc/opt/#{Sandbox::VERSION}/notes.txt etc/bin/other).each { |file| machine.write(file, 'of others') }
    machine.recipe(install.sub(' do', " do\n  action :remove"))
    run = machine.chef

    expect(run.status).to eq(0), run.log
    expect(Dir[machine.path('etc/{opt,bin}/**/*')].select { |file| File.file?(file) || File.symlink?(file) }).to match_array(foreign.map { |file| machine.path(file) })
    expect(machine.chef.updated).to eq 0
  end
end
