require 'chefspec_helper'

RSpec.describe 'presence_install' do
  include_context 'with a stand-in program'
  step_into :presence_install

  let(:home) { "#{folder}/opt/0.1.0" }
  let(:command) { "#{folder}/bin/presence" }

  before do
    %w(presence.jar presence-zk.jar presence.sh).each { |name| File.write("#{folder}/#{name}", name) }
    allow_any_instance_of(Chef::CookbookVersion).to receive(:preferred_filename_on_disk_location) { |_, _, _, name| "#{folder}/#{name}" }
    presence_attributes.delete('jar')
    presence_attributes['java'] = "#{folder}/java/bin/java"
    %w(bin/java lib/modules).each do |name|
      FileUtils.mkdir_p(File.dirname("#{folder}/java/#{name}"))
      File.write("#{folder}/java/#{name}", '')
    end
    program(stdout: "archive\n")
  end

  # A recipe knows the node and not the spec: the folder comes from an attribute.
  def self.install(action = :install)
    recipe do
      base = node['presence']['state_dir'].delete_suffix('/state')
      presence_install('presence') do
        path "#{base}/opt"
        command "#{base}/bin/presence"
        version '0.1.0'
        action action
      end
    end
  end

  context 'on a clean machine' do
    install

    it 'copies the jar and the launcher into a folder of the version' do
      expect(chef_run).to create_file("#{home}/presence.jar").with(content: 'presence.jar', mode: '0644')
      expect(chef_run).to create_file("#{home}/presence-zk.jar").with(content: 'presence-zk.jar', mode: '0644')
      expect(chef_run).to create_file("#{home}/bin/presence").with(content: 'presence.sh', mode: '0755')
    end

    it 'builds the class archive of that jar' do
      chef_run

      expect(commands).to eq [%w(archive)]
    end

    it 'has in it what a list in ZooKeeper takes, where there is one' do
      presence_attributes['stores'] = %w(/srv/presence zk:zk1/presence)
      chef_run

      expect(commands).to eq [%w(archive --store zk:zk1/presence)]
    end

    it 'makes the command a link to the launcher' do
      chef_run

      expect(File.readlink(command)).to eq "#{home}/bin/presence"
      expect(Dir.children("#{folder}/bin")).to eq %w(presence)
    end

    it 'goes without an archive where none can be built' do
      program(exitstatus: 10, stderr: 'no room')

      expect(end_of_run).to match [/no room \(exit code 10 of `.* archive`\); presence runs without a class archive/]
      expect(File.symlink?(command)).to be true
    end
  end

  context 'on a machine that has it' do
    install

    before do
      FileUtils.mkdir_p(["#{home}/bin", "#{folder}/bin", "#{home}/archive#{folder}/java"])
      %w(presence.jar presence-zk.jar).each { |name| File.write("#{home}/#{name}", name) }
      File.symlink("#{home}/bin/presence", command)
      File.write("#{home}/archive#{folder}/java/presence.jsa", '')
    end

    it 'does nothing' do
      chef_run

      expect(commands).to be_empty
      expect(chef_run.presence_install('presence')).not_to be_updated_by_last_action
    end

    it 'builds one with what a list in ZooKeeper takes, where the one that is there has not' do
      presence_attributes['stores'] = %w(zk:zk1/presence)
      chef_run

      expect(commands).to eq [%w(archive --store zk:zk1/presence)]
      expect(File).to exist("#{home}/archive#{folder}/java/presence.jsa.with-zookeeper")
    end

    it 'does nothing where the one that is there has it' do
      presence_attributes['stores'] = %w(zk:zk1/presence)
      File.write("#{home}/archive#{folder}/java/presence.jsa.with-zookeeper", '')
      chef_run

      expect(commands).to be_empty
    end

    describe 'and an agent' do
      before do
        allow(File).to receive(:exist?).and_call_original
        allow(File).to receive(:exist?).with('/etc/systemd/system/presence-agent.service').and_return(true)
      end

      it 'lets the agent alone' do
        end_of_run

        expect(systemctl).to be_empty
      end

      it 'restarts it at the end of the run where the program is another one' do
        allow_any_instance_of(Chef::Resource::File).to receive(:updated?).and_return(true)
        chef_run

        expect(systemctl).to be_empty
        end_of_run
        expect(systemctl).to eq ['try-restart presence-agent.service']
      end
    end

    it 'builds another archive for another Java' do
      %w(bin lib).each { |name| FileUtils.mkdir_p("#{folder}/java2/#{name}") }
      %w(bin/java lib/modules).each { |name| FileUtils.cp("#{folder}/java/#{name}", "#{folder}/java2/#{name}") }
      presence_attributes['java'] = "#{folder}/java2/bin/java"
      chef_run

      expect(commands).to eq [%w(archive)]
    end

    it 'takes the archive that is there for that of a wrapper' do
      File.delete("#{folder}/java/lib/modules")
      chef_run

      expect(commands).to be_empty
    end

    %w(jar java).each do |newer|
      it "builds the archive anew for a newer #{newer}" do
        between = Time.now
        sleep 0.02
        File.write({ 'jar' => "#{home}/presence.jar", 'java' => "#{folder}/java/bin/java" }[newer], newer == 'jar' ? 'presence.jar' : '')
        File.utime(between, between, "#{home}/archive#{folder}/java/presence.jsa")
        chef_run

        expect(commands).to eq [%w(archive)]
      end
    end
  end

  context 'on a machine with another version' do
    install

    it 'switches the command and leaves the other version' do
      FileUtils.mkdir_p(["#{folder}/bin", "#{folder}/opt/0.0.9/bin"])
      File.symlink("#{folder}/opt/0.0.9/bin/presence", command)
      chef_run

      expect(File.readlink(command)).to eq "#{home}/bin/presence"
      expect(Dir.exist?("#{folder}/opt/0.0.9")).to be true
    end
  end

  context 'when it is removed' do
    install :remove

    def put(*files)
      files.each { |file| FileUtils.mkdir_p(File.dirname(file)).then { File.write(file, '') } }
    end

    def removed
      (chef_run.find_resources(:file) + chef_run.find_resources(:directory)).select { |resource| resource.performed_action?(:delete) }
    end

    it 'removes what it installs, of each version, and the folders that are empty then' do
      put("#{home}/presence.jar", "#{home}/bin/presence", "#{home}/archive/java/presence.jsa")

      expect(removed.map(&:path)).to eq ["#{home}/presence.jar", "#{home}/presence-zk.jar", "#{home}/bin/presence", "#{home}/archive"]
    end

    it 'touches nothing in a folder in which it has installed nothing' do
      put("#{folder}/opt/other/presence.jar", "#{folder}/opt/other/bin/other")

      expect(removed).to be_empty
    end

    it 'leaves a link of the same name that leads elsewhere' do
      FileUtils.mkdir_p("#{folder}/bin")
      File.symlink("#{folder}/optional/bin/presence", command)

      expect(chef_run).not_to delete_link(command)
    end

    it "removes the command when it is presence's" do
      FileUtils.mkdir_p("#{folder}/bin")
      File.symlink("#{home}/bin/presence", command)

      expect(chef_run).to delete_link(command)
    end

    it 'leaves a command of the same name by others' do
      FileUtils.mkdir_p("#{folder}/bin")
      File.write(command, '')

      expect(chef_run).not_to delete_link(command)
    end
  end
end
