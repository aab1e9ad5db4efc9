require 'fileutils'
require 'json'

module Presence
  # What this machine's last complete run was told, in one file that is the owner's alone, as facts may be
  # confidential. The program has a memory of its own and serves from it; this one is for what that cannot
  # do: an answer where no Java starts, a part's nodes before the departure that left it fewer than its
  # minimum, and the parts that the next run will most likely ask for, so that one process answers all.
  #
  # A file that cannot be read, or is not what this cookbook writes, is as none.
  class Kept
    NONE = { 'presence' => { 'schema' => Answer::SCHEMA, 'peers' => {}, 'draining' => {} }, 'questions' => {}, 'last' => [], 'config' => nil }.freeze

    def initialize(state_dir)
      @file = File.join(state_dir, 'chef', 'kept.json')
      @root = sound(Answer.object(File.binread(@file)))
    rescue SystemCallError, Answer::Malformed
      @root = NONE
      @parts = {}
    end

    # {'peers' => […], 'draining' => […]}, nil when there is nothing for this very question.
    def nodes(request)
      nodes_of(request.part) if question(request.part)['scope'] == request.scope
    end

    # The configuration that presence_heartbeat rendered in the last run; nil without one.
    def config
      @root['config']
    end

    # The requests of the last run that the same process can answer.
    def asked_like(request)
      @root['last'].select { |part| question(part)['asked'] == request.asked }.map do |part|
        kept = question(part)
        Request.new(part: part, match: kept['scope']['match'], facts: kept['facts'], minimum: 0, without: nil, asked: request.asked)
      end
    end

    # Takes the place of what was kept. Parts of other runs, such as those of another run list, stay.
    #
    # @param fresh Request => its nodes, of the parts that have a good answer
    # @param last every Request of the run
    # @param config the configuration of the HeartBeat, if this run has rendered one
    def write(fresh, last, config)
      parts = (@root['questions'].keys | fresh.keys.map(&:part)).sort
      new = fresh.to_h { |request, nodes| [request.part, [request, nodes]] }
      questions = parts.to_h { |part| [part, new[part] ? question_of(new[part].first) : question(part)] }
      lists = Answer::LISTS.to_h { |list| [list, parts.to_h { |part| [part, (new[part] ? new[part].last : nodes_of(part))[list]] }] }
      replace('presence' => { 'schema' => Answer::SCHEMA }.merge(lists), 'questions' => questions, 'last' => last.map(&:part).sort & parts, 'config' => config)
    end

    private

    def sound(root)
      @parts = Answer.new(root, []).parts
      questions, last, config = root.values_at('questions', 'last', 'config')
      good = questions.is_a?(Hash) && last.is_a?(Array) && text?(config) &&
             ((questions.keys | last) - @parts.keys).empty? && questions.all? { |part, kept| part.match?(Settings::PART) && question?(kept) }
      good ? root : NONE
    end

    # What is asked again has to be what can be asked.
    def question?(kept)
      kept.is_a?(Hash) && kept['scope'].is_a?(Hash) && text?(kept['scope']['match']) && kept['asked'].is_a?(Hash) && kept['facts'].is_a?(Array) && kept['facts'].all?(String)
    end

    def text?(value)
      value.nil? || value.is_a?(String)
    end

    def nodes_of(part)
      @parts[part] if @root['questions'].key?(part)
    end

    def question(part)
      @root['questions'][part] || { 'scope' => {} }
    end

    def question_of(request)
      { 'scope' => request.scope, 'asked' => request.asked, 'facts' => request.facts }
    end

    # A file that says the same already is left alone.
    def replace(root)
      text = "#{JSON.pretty_generate(root)}\n"
      return if text == "#{JSON.pretty_generate(@root)}\n"

      FileUtils.mkdir_p(File.dirname(@file))
      temporary = "#{@file}.#{Process.pid}.tmp"
      File.open(temporary, 'w', 0o600) do |file|
        file.write(text)
        file.fsync
      end
      File.rename(temporary, @file)
    end
  end
end
