provides :presence_install
unified_mode true

description 'Puts the command `presence` on the node, with a class archive that shortens each start.'

examples <<~DOC
  **The program of this cookbook**

  ```ruby
  presence_install 'presence'
  ```
DOC

property :version, String,
  default: lazy { Presence::Bundle.new(run_context).version },
  regex: /\A[A-Za-z0-9][A-Za-z0-9._+-]*\z/,
  description: 'The name of the folder for this program, so that the one before stays; the version of this cookbook.'

property :path, String,
  default: Presence::Bundle::HOME,
  description: 'The folder for all versions.'

property :command, String,
  default: Presence::Bundle::COMMAND,
  description: 'The command to make: a link to the launcher of the version.'

use '_partial/_java'

action :install, description: 'Installs the version and makes it the one that the command runs. Other versions stay.' do
  directory ::File.dirname(launcher) do
    recursive true
  end
  was_linked = linked?
  made = [
    copy(new_resource.jar || presence_bundle.path(Presence::Bundle::JAR), jar, '0644'),
    (copy(zk_jar, ::File.join(::File.dirname(jar), Presence::Bundle::ZK_JAR), '0644') if ::File.exist?(zk_jar)),
    copy(presence_bundle.path(Presence::Bundle::LAUNCHER), launcher, '0755'),
  ].compact
  converge_by("build the class archive of #{jar} for #{presence_java}") { build_archive } unless archived?
  converge_by("make #{new_resource.command} run #{launcher}") { switch } unless linked?
  restart_agent if !was_linked || made.any?(&:updated?)
end

action :remove, description: 'Removes the command and all versions, and nothing that others put beside them.' do
  link new_resource.command do
    action :delete
    only_if { linked_here? }
  end
  installed.each do |version|
    %W(#{version}/#{Presence::Bundle::JAR} #{version}/#{Presence::Bundle::ZK_JAR} #{version}/bin/presence).each do |path|
      file path do
        action :delete
        backup false
      end
    end
    directory "#{version}/#{Presence::Java::Archive::FOLDER}" do
      recursive true
      action :delete
    end
  end
  # From the inside out, as far as they are empty then.
  [*installed.flat_map { |version| ["#{version}/bin", version] }, new_resource.path].each do |folder|
    directory folder do
      action :delete
      only_if { ::Dir.exist?(folder) && ::Dir.empty?(folder) }
    end
  end
end

action_class do
  def jar
    ::File.join(new_resource.path, new_resource.version, Presence::Bundle::JAR)
  end

  # Of the same program as the jar, so from beside it.
  def zk_jar
    ::File.join(::File.dirname(new_resource.jar || presence_bundle.path(Presence::Bundle::JAR)), Presence::Bundle::ZK_JAR)
  end

  def launcher
    ::File.join(new_resource.path, new_resource.version, 'bin', 'presence')
  end

  # The folders of all versions that are whole.
  def installed
    @installed ||= ::Dir.glob(::File.join(new_resource.path, '*', Presence::Bundle::JAR)).map { |jar| ::File.dirname(jar) }
                        .select { |version| ::File.exist?(::File.join(version, 'bin', 'presence')) }.sort
  end

  def copy(from, to, mode)
    file to do
      content lazy { ::File.binread(from) }
      mode mode
      backup false
    end
  end

  def archive
    Presence::Java::Archive.new(jar, presence_java, Presence::Settings.read(node, 'stores').map(&:to_s))
  end

  def archived?
    presence_java && archive.current?
  end

  # An archive only saves time, so that its want stops nothing.
  def build_archive
    ended = run_presence(archive.command, seconds: Presence::Java::Archive::BUILD_SECONDS, jar: jar)
    return archive.built unless ended.problem

    presence_run.note(ended.problem, 'presence runs without a class archive, somewhat slower')
  end

  def linked?
    ::File.symlink?(new_resource.command) && ::File.readlink(new_resource.command) == launcher
  end

  def linked_here?
    ::File.symlink?(new_resource.command) && ::File.readlink(new_resource.command).start_with?("#{new_resource.path}/")
  end

  # Renamed into place, because Chef's link removes the old one first and a beat could fall between.
  def switch
    temporary = "#{new_resource.command}.#{Process.pid}.tmp"
    ::FileUtils.mkdir_p(::File.dirname(new_resource.command))
    ::File.symlink(launcher, temporary)
    ::File.rename(temporary, new_resource.command)
  end
end
