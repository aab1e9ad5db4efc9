module Presence
  # Why a command did not do what it should, and what to do, in one line for the foot of Chef's log.
  class Problem
    # By exit code of the program.
    REMEDIES = Hash.new('run it by hand with --stacktrace').merge(
      2 => 'correct the property that the message names',
      10 => 'mend the file that the message names',
      11 => 'see that the store is there, mounted and readable',
      14 => 'mend the slow store or raise the timeout'
    ).freeze

    LONGEST_LINE = 500

    def self.of_exit(command, status, said)
      how = status ? "exited with #{status}" : 'was killed'
      new("`#{command}` #{how}#{said.empty? ? ' without a word' : ": #{said}"}", REMEDIES[status])
    end

    def initialize(what, remedy)
      @text = "#{what.delete_suffix('.')}; #{remedy}"
    end

    def to_s
      @text
    end

    # Text from outside as a line that is safe for a terminal and not too long.
    def self.line(text)
      line = text.dup.force_encoding(Encoding::UTF_8).scrub('?').gsub(/[^[:print:]]/, '?')
      line.length > LONGEST_LINE ? "#{line[0, LONGEST_LINE]}…" : line
    end
  end
end
