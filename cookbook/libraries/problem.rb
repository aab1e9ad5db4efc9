module Presence
  # Why a command did not do what it should, and what to do, in one line for the foot of Chef's log.
  class Problem
    LONGEST_LINE = 500

    # The program's own last words name the file and say what to do; only where they do not, something
    # is added.
    #
    # @param status the exit code, nil when a signal ended it
    def self.of_exit(command, status, said)
      ending = status ? "exit code #{status}" : 'the sudden end'
      return new("#{ending} of `#{command}`, without a word", 'run it by hand') if said.empty?

      new("#{said.delete_suffix('.')} (#{ending} of `#{command}`)", (Bundle::REMEDY if said.include?('jarfile')))
    end

    def initialize(what, remedy)
      @text = [what, remedy].compact.join('; ')
    end

    def to_s
      @text
    end

    # Text from outside as a line that is safe for a terminal and not too long.
    def self.line(text)
      line = text.dup.force_encoding(Encoding::UTF_8).scrub('?').gsub(/[^[:print:]]/, '?').delete_prefix('presence: ')
      line.length > LONGEST_LINE ? "#{line[0, LONGEST_LINE]}…" : line
    end
  end
end
