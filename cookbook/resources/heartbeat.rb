provides :presence_heartbeat
unified_mode true

description 'Has this node say each minute that it is alive, look at the list, and run Chef when its peers are others.'

examples <<~DOC
  **A node that acts on a change of its peers**

  ```ruby
  presence_install 'presence'
  presence_heartbeat 'presence'
  ```
DOC

property :interval, Integer,
  default: 60,
  callbacks: { 'is a number of seconds that a minute or an hour is a multiple of' => proc { |seconds| Presence::Heartbeat.interval?(seconds) } },
  description: 'Seconds between two beats, the same on all nodes of a list; with cron whole minutes.'

property :runner, Symbol,
  equal_to: %i(systemd cron agent),
  default: lazy { systemd? ? :systemd : :cron },
  coerce: proc { |runner| runner.is_a?(String) ? runner.to_sym : runner },
  description: 'What beats: a systemd timer, a line in /etc/cron.d, or an agent that stays and has news within a second, with the timer behind it; the first where systemd runs.'

property :on_change, [String, nil],
  default: lazy { Presence::Heartbeat.chef },
  description: 'The command to run when the peers are others; nil: none. The Chef of this run, with its configuration file and `--run-lock-timeout 0`.'

property :change_timeout, String,
  default: '30m',
  regex: /\A[1-9]\d*[smhd]\z/,
  description: 'How long that may take, with all that it starts.'

property :notify_command, [String, nil],
  description: 'A command that is run on a change, a failure and a recovery, with JSON on its input; nil: none.'

property :page, [String, nil],
  regex: %r{\A/[\w./+-]+\z},
  description: 'A file to draw the list into, as a page for a browser, by units of its own; nil: none. With systemd.'

property :page_every, String,
  default: '5m',
  callbacks: { 'is a number of minutes, as 5m, that an hour is a multiple of' => proc { |text| text.match?(/\A\d+[mh]\z/) && Presence::Heartbeat.interval?(Presence::Heartbeat.seconds(text)) } },
  description: 'How often the page is made; after three times that without a new one it says that it is old.'

property :user, String,
  default: 'root',
  description: 'The user that beats, and that runs `on_change`.'

property :command, String,
  default: Presence::Bundle::COMMAND,
  regex: %r{\A/\S+\z},
  description: 'The command `presence`, as presence_install makes it.'

property :config, String,
  default: lazy { Presence::Settings.read(node, 'config') },
  description: 'The configuration of the program, which is all of it Chef\'s.'

property :feeds, Hash,
  default: {},
  coerce: proc { |feeds| feeds.is_a?(Hash) ? feeds.to_h { |format, path| [format.to_s, path] } : feeds },
  callbacks: { 'has a path for each format' => proc { |feeds| feeds.values.all?(String) } },
  description: 'Files that other tools read, written by each beat: `FORMAT` or `FORMAT:PART` to a path, as `haproxy:app` to `/etc/haproxy/app.cfg`.'

property :feed_checks, Hash,
  default: {},
  coerce: proc { |checks| checks.is_a?(Hash) ? checks.to_h { |format, command| [format.to_s, command] } : checks },
  callbacks: { 'has a command for each format' => proc { |checks| checks.values.all?(String) } },
  description: 'The command that a file of a format must pass before it replaces the good one, with `{}` for its path.'

property :options, Hash,
  default: {},
  coerce: proc { |options| options.is_a?(Hash) ? options.to_h { |name, value| [name.to_s, value] } : options },
  description: 'Other options of the program for that file, by their long names, such as `metrics` and `probe`.'

use '_partial/_list'

property :java, [String, nil],
  default: lazy { Presence::Settings.read(node, 'java') },
  desired_state: false,
  description: 'The java command to run, version 17 or newer; nil: the one in JAVA_HOME, else the one on the PATH.'

action :create, description: 'Renders the configuration from all that the run has asked for, at its end, and has a timer beat. No beat and no change is ever stopped.' do
  refuse_what_cron_cannot
  write_config
  own_folders unless new_resource.user == 'root'
  if new_resource.runner == :cron
    remove_units
    create_cron
  else
    remove_cron
    create_units
  end
end

action :delete, description: 'Removes the timer or the line, the units and the configuration. A beat or a change that is at work ends by itself.' do
  remove_units
  remove_cron
  file new_resource.config do
    action :delete
    backup false
  end
end

action_class do
  include Presence::Runner

  def refuse_what_cron_cannot
    return unless new_resource.runner == :cron
    raise Presence::BadAttribute, "#{new_resource}: the page has a timer of systemd's, and runner is :cron: write a line as docs/page.md has it" if new_resource.page
    return if new_resource.interval % 60 == 0

    raise Presence::BadAttribute, "#{new_resource}: cron beats in whole minutes, and interval is #{new_resource.interval} seconds: give 60 or a multiple"
  end

  # Other cookbooks ask for parts before and after this, some of them while the run converges: the file is
  # written when all of them have. Only where there is none yet the first beat needs one sooner.
  def write_config
    presence_run.config = new_resource.config
    directory ::File.dirname(new_resource.config) do
      recursive true
    end
    rendered = method(:config_text)
    path = new_resource.config
    with_run_context :root do
      edit_resource(:file, path) do
        content lazy { rendered.call }
        mode '0644'
        backup false
        action :create_if_missing
        delayed_action :create
      end
    end
  end

  def config_text
    usual = Presence::Request.new(part: 'usual', facts: [], minimum: 0, asked: asked)
    Presence::Heartbeat.text(Presence::Heartbeat.config(presence_run.claimed, usual, own_options))
  end

  def asked
    %w(stores deployment stacktype nodeinfo timeout).to_h { |name| [name, new_resource.public_send(name)] }
  end

  def own_options
    {
      'every' => "#{new_resource.interval}s",
      'state-dir' => state_dir,
      'on-change' => new_resource.on_change,
      'change-timeout' => (new_resource.change_timeout if new_resource.on_change),
      'notify' => new_resource.notify_command,
      'feed' => new_resource.feeds.map { |format, path| "#{format}=#{path}" }.sort,
      'feed-check' => new_resource.feed_checks.map { |format, command| "#{format}=#{command}" }.sort,
      'page-every' => (new_resource.page_every if new_resource.page),
    }.merge(new_resource.options)
  end

  # Root's memory is root's alone, and Chef, which is root, writes it in each run: another user has his own.
  def state_dir
    folder = Presence::Settings.read(node, 'state_dir')
    new_resource.user == 'root' ? folder : "#{folder}-#{new_resource.user}"
  end

  # The memory and the facts are the beating user's to write.
  def own_folders
    [state_dir, new_resource.nodeinfo].each do |folder|
      directory folder do
        recursive true
        owner new_resource.user
      end
    end
    strange = strange_files
    converge_by("give #{strange.size} files in #{state_dir} to #{new_resource.user}") { ::FileUtils.chown(new_resource.user, nil, strange) } if strange.any?
  end

  # What root has written there, by a command given by hand.
  def strange_files
    ::Dir.glob("#{state_dir}/**/*", ::File::FNM_DOTMATCH).reject { |file| ::File.lstat(file).uid == ::Etc.getpwnam(new_resource.user).uid }
  end

  # The units as they are shipped; what this resource says otherwise stands at their end, where systemd
  # takes the last word. What `systemctl edit` adds comes after that.
  def create_units
    units = Presence::Heartbeat::UNITS
    new_resource.runner == :agent ? units += Presence::Heartbeat::AGENT_UNITS : remove(Presence::Heartbeat::AGENT_UNITS)
    new_resource.page ? units += Presence::Heartbeat::PAGE_UNITS : remove(Presence::Heartbeat::PAGE_UNITS)
    stop_others_agent if new_resource.runner == :agent
    units.each do |unit|
      made = systemd_unit unit do
        content unit_text(unit)
        verify false # It knows none of the others yet.
        action started?(unit) ? %i(create enable) : %i(create)
      end
      restart_agent if Presence::Heartbeat::AGENT_UNITS.include?(unit) && made.updated?
    end
    (Presence::Heartbeat::STARTED & units).each { |unit| begin_unit(unit) }
  end

  # Another user's would take up the new configuration, and write into the new one's memory.
  def stop_others_agent
    unit = Presence::Heartbeat::AGENT_UNITS.first
    file = ::File.join(Presence::Heartbeat::UNIT_FOLDER, unit)
    systemd_unit "#{unit} of another user" do
      unit_name unit
      action :stop
      only_if { ::File.exist?(file) && (::File.read(file)[/^User=(.+)/, 1] || 'root') != new_resource.user }
    end
  end

  def started?(unit)
    Presence::Heartbeat::STARTED.include?(unit)
  end

  def unit_text(unit)
    shipped = presence_bundle.text(unit)
    shipped = shipped.gsub(Presence::Bundle::COMMAND, new_resource.command)
    shipped = shipped.gsub(Presence::Heartbeat::PAGE) { new_resource.page } if new_resource.page
    # Another user may start no unit: his change is a process beside the beat.
    shipped = shipped.gsub(Presence::Heartbeat::CHANGE_UNIT, '') unless new_resource.user == 'root'
    section, own = unit.end_with?('.timer') ? ['Timer', timer_lines(unit)] : ['Service', service_lines(unit)]
    own.empty? ? shipped : "#{shipped}\n# By Chef.\n[#{section}]\n#{own.join("\n")}\n"
  end

  def timer_lines(unit)
    usual, most, seconds = unit == 'presence-page.timer' ? [300, 120, Presence::Heartbeat.seconds(new_resource.page_every)] : [60, 50, new_resource.interval]
    return [] if seconds == usual

    ['OnCalendar=', "OnCalendar=#{Presence::Heartbeat.calendar(seconds)}", "RandomizedDelaySec=#{[seconds * 5 / 6, most].min}"]
  end

  def service_lines(unit)
    lines = environment.map { |name, value| %(Environment="#{name}=#{value}") }
    lines << "User=#{new_resource.user}" unless new_resource.user == 'root'
    longer = { 'presence-beat.service' => 10, 'presence-agent.service' => 80 }[unit]
    lines << "TimeoutStartSec=#{new_resource.timeout + longer}" if longer && new_resource.timeout > 10
    lines
  end

  def environment
    { 'PRESENCE_JAVA' => new_resource.java, 'PRESENCE_CONFIG' => (new_resource.config unless new_resource.config == Presence::Heartbeat::CONFIG) }.compact
  end

  # The line as it is shipped, in a file of Chef's own making.
  def create_cron
    line = presence_bundle.text(Presence::Heartbeat::CRON).lines.last.split(' ', 7).last.chomp
    # Cron takes its own variables as they stand, quotes and all; the shell knows how to read them.
    own = environment.map { |name, value| "#{name}=#{value.shellescape} " }.join
    command = line.gsub(Presence::Bundle::COMMAND) { own + new_resource.command }.gsub('/etc/presence/nodeinfo') { new_resource.nodeinfo.shellescape }
    minutes = new_resource.interval / 60
    cron_d 'presence' do
      minute minutes == 1 ? '*' : "*/#{minutes}" unless minutes == 60
      minute '0' if minutes == 60
      user new_resource.user
      command command
    end
  end

  def remove_cron
    cron_d 'presence' do
      action :delete
      only_if { ::File.exist?('/etc/cron.d/presence') }
    end
  end

  # Those that are enabled are stopped first; they start beats and are none. Without systemd there is
  # nothing to ask.
  def remove_units
    remove(Presence::Heartbeat::UNITS + Presence::Heartbeat::AGENT_UNITS + Presence::Heartbeat::PAGE_UNITS)
  end

  def remove(units)
    units.reverse_each do |unit|
      systemd_unit unit do
        action started?(unit) ? %i(stop disable delete) : %i(delete)
        only_if { ::File.exist?(::File.join(Presence::Heartbeat::UNIT_FOLDER, unit)) }
      end
    end
  end
end
