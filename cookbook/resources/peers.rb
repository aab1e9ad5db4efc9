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
  callbacks: { 'is not negative' => proc { |number| number >= 0 } },
  description: 'A part never gets fewer peers than this: with fewer on the list it keeps its last good answer, and where there is none the run fails.'

property :facts, Array,
  default: [],
  coerce: proc { |facts| Array(facts).map(&:to_s) },
  description: 'Other facts that each peer is to carry, under its key `facts`.'

property :exclude_self, [true, false],
  default: false,
  description: 'Whether this node is left out of its own part.'

property :compile_time, [true, false],
  default: true,
  desired_state: false,
  description: 'Whether the peers are there at once, for all code that follows, or only when the run converges.'

use '_partial/_list'
use '_partial/_java'

action :resolve, description: 'Puts the nodes of the part into the attributes. It is never reported as updated: what is made of the nodes is.' do
  request = presence_run.claim(Presence::Request.of(new_resource))
  nodes = nodes_for(request)
  %w(peers draining).each { |list| node.default['presence'][list][request.part] = nodes[list] }
end

action_class do
  def nodes_for(request)
    kept = Presence::KeptAnswers.new(request.question.state_dir)
    choice = Presence::Choice.new(request, outcome(request), kept.read(request))
    nodes = choice.nodes(new_resource.on_failure, why_run: whyrun_mode?) { |cause, consequence| presence_run.at_end.note(cause, consequence) }
    keep(kept, request, nodes) if choice.fresh? && !whyrun_mode?
    nodes
  end

  def keep(kept, request, nodes)
    kept.write(request, nodes)
  rescue SystemCallError => e
    Chef::Log.warn("#{new_resource}: the answer cannot be kept for worse times (#{e.message}): make node['presence']['state_dir'] a folder that Chef can write to")
  end

  def outcome(request)
    presence_run.outcome(request) { outcome_of_heartbeat(request) || outcome_of_program([request, *other_requests(request)]) }
  end

  def outcome_of_heartbeat(request)
    file = ENV['PRESENCE_ANSWER']
    Presence::HeartbeatAnswer.outcome(file, request, request_for('usual').question) do |reason|
      Chef::Log.warn("#{new_resource}: #{file}, which PRESENCE_ANSWER names, is not used: #{reason}")
    end
  end

  # One process answers for all parts that are known to be wanted.
  def other_requests(request)
    required = node['presence']['requires'].map { |part, properties| request_for(part, properties.to_h) }
    required.select { |other| other.part != request.part && other.question == request.question && !presence_run.known(other) }
  end

  def request_for(part, properties = {})
    resource = new_resource.class.new(part, run_context)
    properties.each { |property, value| resource.public_send(property, value) }
    Presence::Request.of(resource)
  end

  def outcome_of_program(requests)
    command = Presence::ResolveCommand.new(requests, read_only: whyrun_mode?)
    command.outcome(run_presence(command.arguments, seconds: new_resource.timeout, good: Presence::ResolveCommand::GOOD))
  end
end
