module Presence
  # The program's command `resolve`, for parts of one question.
  class ResolveCommand
    TOO_FEW = 12
    # The configuration file can set minima, and they are none of this run's: Choice counts for itself.
    GOOD = [0, TOO_FEW].freeze

    def initialize(requests, read_only:)
      @requests = requests
      @read_only = read_only
    end

    def arguments
      [
        'resolve',
        *@requests.flat_map { |request| ['--part', request.to_s] },
        *@requests.flat_map(&:facts).uniq.sort.flat_map { |fact| ['--fact', fact] },
        *@requests.first.question.arguments,
        '--format', 'json',
        *('--read-only' if @read_only)
      ]
    end

    # @param ended a Program::Ended
    def outcome(ended)
      Outcome.new(@requests, Answer.parse(ended.stdout, @requests.map(&:part)).parts, problem: ended.problem)
    rescue Answer::Malformed => e
      Outcome.new(@requests, {}, problem: ended.problem || no_answer(ended.command, e.message))
    end

    private

    def no_answer(command, why)
      Problem.new("`#{command}` printed what is no answer: #{why}", 'see that the jar is of this version of the cookbook, and that presence.json sets no `out`')
    end
  end
end
