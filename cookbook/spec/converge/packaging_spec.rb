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
    expect(File.read(File.join(Sandbox::COOKBOOK, 'CHANGELOG.md'))[/^## (\d\S*)/, 1]).to eq metadata.version
  end

  it 'has the same metadata as JSON, which is what Supermarket reads' do
    expect(JSON.parse(File.read(File.join(Sandbox::COOKBOOK, '../src/assembly/metadata.json')))).to eq JSON.parse(metadata.to_json)
  end

  describe 'packaged by Maven' do
    let(:archive) do
      Dir[File.join(Sandbox::COOKBOOK, '../target/presence-*-cookbook.tar.gz')].max_by { |file| File.mtime(file) } ||
        raise('there is no packaged cookbook in target/: build it with `mvn package`')
    end
    let(:folder) { Dir.mktmpdir }
    let(:machine) { Sandbox.new(presence: File.join(folder, 'presence')) }

    before { system('tar', 'xzf', archive, '-C', folder, exception: true) }

    after do
      machine.delete
      FileUtils.rm_rf(folder)
    end

    # A run that finds a peer.
    def expect_to_find
      machine.list.add('i-0a', 'app')
      machine.recipe("presence_peers 'app'\nputs Presence.endpoints(node, 'app')")
      run = yield

      expect(run.status).to eq(0), run.log
      expect(run.log).to include '10.0.3.61:80'
    end

    it 'is taken by chef-client' do
      expect_to_find { machine.chef_zero }
    end

    it 'has all that the checkout has, and the units' do
      files = ->(root) { Dir.chdir(root) { Dir['{attributes,files,libraries,recipes,resources}/**/*'] } }

      expect(files.call(File.join(folder, 'presence'))).to match_array files.call(Sandbox::COOKBOOK)
      expect(Dir.children(File.join(folder, 'presence/files'))).to match_array %w(presence.jar presence-zk.jar presence.sh presence.cron presence-agent.service presence-beat.service presence-beat.timer presence-change.service presence-shutdown.service presence-page.service presence-page.timer)
    end

    it 'is taken as an archive of recipes' do
      FileUtils.rm(machine.path('cookbooks/presence'))
      machine.write('client.rb', machine.read('client.rb').sub(/^cookbook_path .*/, "cookbook_path [#{machine.path('cookbooks').inspect}, #{machine.root.inspect}]"))
      expect_to_find { machine.chef_zero('--recipe-url', archive) }
      expect(File).to exist(machine.path('presence/metadata.json'))
    end

    it 'is a local source of a Policyfile, exported and converged' do
      expect_to_find do
        %w(machine consumer).each { |name| FileUtils.cp_r(machine.path("cookbooks/#{name}"), folder) }
        sources = %w(presence machine consumer).map { |name| "cookbook '#{name}', path: '#{name}'\n" }
        File.write("#{folder}/Policyfile.rb", "name 'consumer'\nrun_list 'machine', 'consumer'\n#{sources.join}")
        off = %w(http_proxy https_proxy HTTP_PROXY HTTPS_PROXY).to_h { |name| [name, 'http://127.0.0.1:1'] }
        [%W(install #{folder}/Policyfile.rb), %W(export #{folder}/Policyfile.rb #{folder}/exported)].each do |command|
          said, status = Open3.capture2e(off.merge('HOME' => folder), 'chef-cli', *command)
          raise said unless status.success?
        end
        said, status = Open3.capture2e({ 'PRESENCE_ANSWER' => nil }, 'chef-client', '-z', '--minimal-ohai', '--no-color', '--chef-license', 'accept-no-persist', '-c', '.chef/config.rb', chdir: "#{folder}/exported")
        Sandbox::Run.new(log: said, status: status.exitstatus)
      end
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
