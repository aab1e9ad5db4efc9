require 'json'
require 'time'
require_relative 'stack'
require_relative 'visitor'

$stdout.sync = true # Each line as it comes, in a log too.

# What happens to the stack, one thing after the other, with the figures that it came to: printed as they
# come, and kept for the picture.
class Story
  RUN = File.expand_path('../../.kitchen/logs/story.json', __dir__)

  class << self
    attr_accessor :visitor

    def scenes
      @scenes ||= []
    end

    # Someone visits from here on.
    def open(address)
      self.visitor = Visitor.new(address)
    end

    # Runs a scene: the block gets its beginning, and returns its figures in words.
    def scene(name)
      from = visitor.at
      figure = yield(from)
      scenes << { from: from.round(1), to: visitor.at.round(1), name: name, figure: figure }
      RSpec.configuration.reporter.message("    #{figure}")
    end

    # Something that was done, at this moment, to one machine.
    def mark(machine, text)
      marks << { at: visitor.at.round(1), machine: machine.name, text: text }
    end

    def beats(count)
      "#{count} #{count == 1 ? 'beat' : 'beats'}"
    end

    # How many of the requests since that moment had no answer.
    def failed(from)
      "#{visitor.failed_since(from)} of #{visitor.since(from).size} requests failed"
    end

    def close
      return unless visitor

      visitor.stop
      commit = `git rev-parse --short HEAD`.strip
      run = { made: Time.now.utc.iso8601, commit: commit, beat: Stack::BEAT, seconds: visitor.seconds, scenes: scenes, marks: marks }
      File.write(RUN, JSON.pretty_generate(run))
    end

    private

    def marks
      @marks ||= []
    end
  end
end

RSpec.configure do |config|
  config.after(:suite) { Story.close }
end
