require 'chef/event_dispatch/base'
require 'chef/log'

module Presence
  # What waits for the end of the Chef run: announcements, for a run that went well, and lines that
  # are to stand at the foot of the log, where people look.
  class RunEnd < Chef::EventDispatch::Base
    def initialize
      super
      @announcements = []
      @notes = Hash.new { |notes, cause| notes[cause] = [] }
    end

    # @yield when the run has completed well; an error fails the run after all
    def announce(&announcement)
      @announcements << announcement
    end

    # Several consequences of one cause make one line.
    def note(cause, consequence)
      @notes[cause] |= [consequence]
    end

    def run_completed(_node, _run_status)
      @announcements.each(&:call)
    ensure
      say
    end

    def run_failed(_exception, _run_status)
      say
    end

    private

    def say
      @notes.each { |cause, consequences| Chef::Log.warn("presence: #{cause}; #{consequences.join(', ')}") }
      @notes.clear
    end
  end
end
