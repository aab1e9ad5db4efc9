require 'fileutils'
require 'json'

module Presence
  # The last good answer for each part. It lies beside the program's own memory and not in Chef's
  # cache, so that a wiped cache costs no peers, and it serves even where Java cannot start.
  class KeptAnswers
    def initialize(state_dir)
      @folder = File.join(state_dir, 'chef')
    end

    # {'peers' => […], 'draining' => […]}, nil when there is nothing for this very question.
    def read(request)
      kept = JSON.parse(File.read(path(request), encoding: 'UTF-8'))
      Answer.new(kept, [request.part]).parts[request.part] if kept['question'] == question(request)
    rescue Errno::ENOENT, Errno::ENOTDIR, JSON::ParserError, Answer::Malformed
      nil
    end

    # A file that says the same already is left alone. Facts may be confidential: the file is its
    # owner's only.
    def write(request, nodes)
      text = "#{JSON.pretty_generate(body(request, nodes))}\n"
      return if File.exist?(path(request)) && File.read(path(request), encoding: 'UTF-8') == text

      FileUtils.mkdir_p(@folder)
      temporary = "#{path(request)}.#{Process.pid}.tmp"
      File.open(temporary, 'w', 0o600) do |file|
        file.write(text)
        file.fsync
      end
      File.rename(temporary, path(request))
    end

    private

    def body(request, nodes)
      lists = nodes.transform_values { |list| { request.part => list } }
      { 'presence' => { 'schema' => Answer::SCHEMA }.merge(lists), 'question' => question(request) }
    end

    def question(request)
      request.question.scope.merge('match' => request.match)
    end

    def path(request)
      File.join(@folder, "#{request.part}.json")
    end
  end
end
