require 'converge_helper'
require 'chef/cookbook/metadata'

RSpec.describe 'The cookbook as others get it' do
  let(:metadata) { Chef::Cookbook::Metadata.new.tap { |metadata| metadata.from_file(File.join(Sandbox::COOKBOOK, 'metadata.rb')) } }

  it 'depends on nothing, and says all that a cookbook should' do
    expect(metadata.dependencies).to be_empty
    expect([metadata.license, metadata.name]).to eq %w(Apache-2.0 presence)
    expect([metadata.source_url, metadata.issues_url, metadata.maintainer, metadata.maintainer_email, metadata.chef_versions, metadata.platforms.keys]).to all(satisfy { |field| !field.empty? })
  end

  it 'brings no Ohai plugin, which would run all of Ohai again' do
    expect(Dir[File.join(Sandbox::COOKBOOK, 'ohai/**/*')]).to be_empty
  end

  it 'has the version of its newest changes' do
    expect(File.read(File.join(Sandbox::COOKBOOK, 'CHANGELOG.md'))[/^## (\S+)/, 1]).to eq metadata.version
  end

  it 'is taken by chef-client as Maven packages it' do
    archive = Dir[File.join(Sandbox::COOKBOOK, '../target/presence-*-cookbook.tar.gz')].max_by { |file| File.mtime(file) }
    raise 'there is no packaged cookbook in target/: build it with `mvn package`' unless archive

    Dir.mktmpdir do |folder|
      system('tar', 'xzf', archive, '-C', folder, exception: true)
      machine = Sandbox.new(presence: File.join(folder, 'presence'))
      machine.list.add('i-0a', 'app')
      machine.recipe("presence_peers 'app'\nputs Presence.endpoints(node, 'app')")
      run = machine.chef_zero

      expect(run.status).to eq(0), run.log
      expect(run.log).to include '10.0.3.61:80'
    ensure
      machine&.delete
    end
  end

  # A proxy that refuses everything stands for a network that is off.
  it 'resolves as a Policyfile without a network' do
    Dir.mktmpdir do |folder|
      copy = File.join(folder, 'presence')
      FileUtils.cp_r(Sandbox::COOKBOOK, copy)
      off = %w(http_proxy https_proxy HTTP_PROXY HTTPS_PROXY).to_h { |name| [name, 'http://127.0.0.1:1'] }
      said, status = Open3.capture2e(off.merge('HOME' => folder), 'chef-cli', 'install', File.join(copy, 'Policyfile.rb'))

      expect(status).to be_success, said
      expect(JSON.parse(File.read(File.join(copy, 'Policyfile.lock.json')))['cookbook_locks'].keys).to eq %w(presence)
    end
  end
end
