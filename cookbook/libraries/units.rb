module Presence
  # The units as they are shipped; what a presence_heartbeat says otherwise stands at their end, where systemd takes
  # the last word. What `systemctl edit` adds comes after that.
  class Units
    # @param heartbeat the resource
    # @param bundle where the shipped ones are
    def initialize(heartbeat, bundle)
      @heartbeat = heartbeat
      @bundle = bundle
    end

    def text(unit)
      shipped = @bundle.text(unit).gsub(Bundle::COMMAND, @heartbeat.command)
      shipped = shipped.gsub(Heartbeat::PAGE) { @heartbeat.page } if @heartbeat.page
      # Another user may start no unit: his change is a process beside the beat.
      shipped = shipped.gsub(Heartbeat::CHANGE_UNIT, '') unless @heartbeat.user == 'root'
      section, own = unit.end_with?('.timer') ? ['Timer', timer_lines(unit)] : ['Service', service_lines(unit)]
      own.empty? ? shipped : "#{shipped}\n# By Chef.\n[#{section}]\n#{own.join("\n")}\n"
    end

    # The user of one that is there, as its text says.
    def self.user(text)
      text[/^User=(.+)/, 1] || 'root'
    end

    # What the program is told by its environment, as units and crontab lines need it.
    def environment
      { 'PRESENCE_JAVA' => @heartbeat.java, 'PRESENCE_CONFIG' => (@heartbeat.config unless @heartbeat.config == Heartbeat::CONFIG) }.compact
    end

    private

    def timer_lines(unit)
      usual, most, seconds = unit == 'presence-page.timer' ? [300, 120, Heartbeat.seconds(@heartbeat.page_every)] : [60, 50, @heartbeat.interval]
      return [] if seconds == usual

      ['OnCalendar=', "OnCalendar=#{Heartbeat.calendar(seconds)}", "RandomizedDelaySec=#{[seconds * 5 / 6, most].min}"]
    end

    def service_lines(unit)
      lines = environment.map { |name, value| %(Environment="#{name}=#{value}") }
      lines << "User=#{@heartbeat.user}" unless @heartbeat.user == 'root'
      longer = { 'presence-beat.service' => 10, 'presence-agent.service' => 80 }[unit]
      lines << "TimeoutStartSec=#{@heartbeat.timeout + longer}" if longer && @heartbeat.timeout > 10
      lines
    end
  end
end
