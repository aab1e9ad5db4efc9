module Presence
  # Ends a program that talks without end. Given to shell_out as its live stream, because
  # shell_out's own limit counts only the time in which nothing is said.
  class Leash
    class Cut < StandardError; end

    def initialize(seconds)
      @end = now + seconds
    end

    def <<(_chunk)
      raise Cut if now > @end

      self
    end

    private

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
