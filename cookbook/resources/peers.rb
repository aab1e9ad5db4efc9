provides :presence_peers
unified_mode true

description "Finds the nodes that play a part and puts them into `node['presence']['peers']` and `node['presence']['draining']`, while recipes compile."

examples <<~DOC
  **The database of an application**

  ```ruby
  presence_peers 'db' do
    minimum 1
  end

  template '/etc/shop/db.conf' do
    variables db: Presence.peer!(node, 'db')
  end
  ```
DOC

property :part, String,
  name_property: true,
  coerce: proc(&:to_s),
  regex: /\A[A-Za-z0-9][A-Za-z0-9_-]{0,62}\z/,
  description: 'The part whose nodes are wanted, and the key of the results.'

property :match, String,
  description: 'A glob for the parts that count as this one, such as `db*`; nil: this very name.'

property :minimum, Integer,
  default: 0,
  callbacks: { 'is 0 or more' => proc { |number| number.is_a?(Integer) && number >= 0 } },
  description: 'A part never gets fewer peers than this: with fewer on the list it keeps its last good answer, and where there is none the run fails. Of several minima the largest holds.'

property :facts, Array,
  default: [],
  coerce: proc { |facts| facts.is_a?(Hash) ? facts : Array(facts).map(&:to_s) },
  description: 'Other facts that each peer is to carry, under its key `facts`.'

property :exclude_self, [true, false],
  default: false,
  description: 'Whether this node is left out of its own part.'

property :compile_time, [true, false],
  default: true,
  desired_state: false,
  description: 'Whether the peers are there at once, for all code that follows, or only when the run converges.'

use '_partial/_list'
use '_partial/_on_failure'
use '_partial/_java'

action :resolve, description: 'Puts the nodes of the part into the attributes. It is never reported as updated: what is made of the nodes is.' do
  request = presence_run.claim(own_request)
  nodes = request.shown(nodes_for(request))
  Presence::Answer::LISTS.each { |list| node.default['presence'][list][request.part] = nodes[list] }
end

action_class do
  # What node['presence']['requires'] wants of the same nodes holds too, whoever asks for them first.
  def own_request
    own = Presence::Request.of(new_resource)
    required_requests.select { |other| other.same_nodes?(own) }.reduce(own, :with)
  end

  def nodes_for(request)
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    choice = Presence::Choice.new(request, found(request), -> { presence_run.kept.nodes(request) })
    nodes, source = choice.nodes(new_resource.on_failure, why_run: whyrun_mode?) { |cause, consequence| presence_run.note(cause, consequence) }
    presence_run.keep(request, (request.stripped(nodes) if choice.fresh?))
    log(request.shown(nodes), source, Process.clock_gettime(Process::CLOCK_MONOTONIC) - started)
    nodes
  end

  # One line a part.
  def log(nodes, source, seconds)
    counts = nodes.map { |list, some| "#{list} #{some.size}#{" (#{some.map { |node| node['id'] }.join(', ')})" if some.any?}" }
    Chef::Log.info("#{new_resource}: #{counts.join(', ')}, from #{source} in #{(seconds * 1000).round} ms")
  end

  def found(request)
    presence_run.found(request) { found_by_heartbeat(request) || found_by_program([request, *other_requests(request)]) }
  end

  def found_by_heartbeat(request)
    file = ENV['PRESENCE_ANSWER']
    return if file.to_s.empty?

    Presence::Heartbeat.found(file, request, request_for('usual'), Presence::Settings.read(node, 'config')) do |reason|
      Chef::Log.warn("#{new_resource}: #{file}, which PRESENCE_ANSWER names, is not used: #{reason}")
    end
  end

  # One process answers for all parts that are known to be wanted: those required, and those of the last run.
  def other_requests(request)
    others = required_requests.select { |other| other.asked == request.asked } + presence_run.kept.asked_like(request)
    parts = others.group_by(&:part).reject { |part, _| part == request.part }.values
    parts.map { |first, *more| more.select { |other| other.same_nodes?(first) }.reduce(first, :with) }.reject { |other| presence_run.known(other) }
  end

  def required_requests
    Presence::Settings.requires(node).map { |part, properties| request_for(part, properties) }
  end

  def request_for(part, properties = {})
    resource = new_resource.class.new(part, run_context)
    Presence::Settings.apply(resource, "node['presence']['requires']['#{part}']", properties)
    Presence::Request.of(resource)
  end

  def found_by_program(requests)
    command = Presence::Request.command(requests, own_paths, read_only: whyrun_mode?)
    ended = run_presence(command, seconds: new_resource.timeout, good: Presence::Request::GOOD)
    answer = Presence::Answer.new(Presence::Answer.object(ended.stdout), requests.map(&:part))
    Presence::Run::Found.new(requests: requests, parts: answer.parts, problem: ended.problem, source: 'the list')
  rescue Presence::Answer::Malformed => e
    problem = ended.problem || "`#{ended.command}` printed what is no answer: #{e.message}; see that the jar is of this version of the cookbook"
    Presence::Run::Found.new(requests: requests, parts: {}, problem: problem, source: 'the list')
  end
end
