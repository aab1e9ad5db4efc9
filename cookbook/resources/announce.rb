provides :presence_announce
unified_mode true

description 'Says on the presence list what this node is, once the Chef run has completed well.'

examples <<~DOC
  **An application server**

  ```ruby
  presence_announce 'app' do
    ports 'http' => 80
  end
  ```
DOC

property :part, String,
  name_property: true,
  coerce: proc(&:to_s),
  regex: /\A[A-Za-z0-9][A-Za-z0-9_-]{0,62}\z/,
  description: 'The part that this node plays.'

property :instance_id, String,
  default: lazy { Presence::Identity.new(node).instance_id },
  coerce: proc { |id| id.is_a?(String) ? id.downcase : id },
  callbacks: { 'is 1 to 63 of a-z, 0-9, ".", "_", "-", and a safe file name' => proc { |id| Presence::Identity.name?(id) } },
  description: "The unique name of this node: `node['presence']['instance_id']`, that of EC2, else the first of fqdn, hostname and machinename that can be one."

property :address, [String, nil],
  default: lazy { Presence::Identity.new(node).address },
  description: "Where others reach this node: `node['presence']['address']`; an IP address, a host name, or a network such as 10.0.3.0/24, for its address there; nil: the one of its default route."

property :ports, Hash,
  default: {},
  coerce: proc { |ports| ports.is_a?(Hash) ? ports.to_h { |name, number| [name.to_s, number] } : ports },
  callbacks: { 'has numbers from 1 to 65535' => proc { |ports| ports.is_a?(Hash) && ports.values.all? { |number| number.is_a?(Integer) && number.between?(1, 65_535) } } },
  description: 'Name and number of each port that others may use.'

property :facts, Hash,
  default: {},
  coerce: proc { |facts| facts.is_a?(Hash) ? facts.to_h { |name, value| [name.to_s, value] } : facts },
  description: 'Other facts, such as zone and weight; no secrets, for the list is public to its readers.'

property :state, String,
  description: 'The state that this node is to be in after each run; nil: as the commands `presence state`, `drain` and `leave` left it.'

use '_partial/_list'
use '_partial/_on_failure'
use '_partial/_java'

action :announce, description: 'Writes the facts to the nodeinfo folder at once, and announces them when the run has completed well.' do
  files = Presence::Nodeinfo.files(named_facts, new_resource.facts)
  first = presence_run.announces(new_resource.nodeinfo, files)
  warn_of_new_name
  made_anew = nodeinfo.text('instance-id').nil?
  write(files)
  converge_by("set the state #{new_resource.state} when the run has completed") {} if new_state?
  presence_run.at_end { announce(made_anew) } if first && !whyrun_mode?
end

action :drain, description: 'Lets this node finish what it has and get nothing new, at once; nothing where it has drained or left already.' do
  go('drain', 'drain this node') unless %w(draining decommissioning decommission left).include?(state)
end

action :leave, description: 'Takes this node off the list for good, at once.' do
  go('leave', 'take this node off the list') unless %w(decommission left).include?(state)
end

action_class do
  def nodeinfo
    Presence::Nodeinfo.new(new_resource.nodeinfo)
  end

  def state
    nodeinfo.text('state')
  end

  def named_facts
    {
      'instance-id' => new_resource.instance_id,
      'nodepart' => new_resource.part,
      'address' => address,
      'ports' => (new_resource.ports unless new_resource.ports.empty?),
      'deployment' => new_resource.deployment,
      'stacktype' => new_resource.stacktype,
    }
  end

  def address
    Presence::Identity.address_in(new_resource.address).tap do |address|
      next unless address == Presence::Identity::VIRTUALBOX

      presence_run.note("#{address} is the address that VirtualBox gives to every machine, and this node announces it", "set node['presence']['address'] to the network in which others reach it, such as 192.168.56.0/21")
    end
  end

  # The entry under the old name would stay on the list for ever.
  def warn_of_new_name
    old = nodeinfo.text('instance-id')
    return if old.nil? || old == new_resource.instance_id

    Chef::Log.warn("#{new_resource}: this node was #{old} and is #{new_resource.instance_id} from now on: if #{old} is no other machine, end its entry with `presence remove #{old}`; node['presence']['instance_id'] pins the name")
  end

  def write(files)
    stale = nodeinfo.written - files.keys
    directory new_resource.nodeinfo do
      recursive true
    end
    files.each { |name, text| fact_file(name, text) }
    stale.each do |name|
      file nodeinfo.path(name) do
        action :delete
        backup false
      end
    end
    # Last, so that a run that breaks off forgets no file.
    fact_file(Presence::Nodeinfo::MANIFEST, files.keys.map { |name| "#{name}\n" }.join)
  end

  def fact_file(name, text)
    file nodeinfo.path(name) do
      content text
      mode '0644'
      backup false
      sensitive new_resource.sensitive
    end
  end

  def new_state?
    new_resource.state && new_resource.state != state
  end

  # A node that was never announced is on no list.
  def go(command, what)
    return if nodeinfo.text('instance-id').nil?

    converge_by(what) { change_entry([command]) }
  end

  def announce(made_anew)
    warn_of_living_namesake if made_anew
    change_entry(new_state? ? ['state', new_resource.state] : ['announce'])
    return unless Presence::Nodeinfo::NOT_SERVING.include?(state)

    presence_run.note("this node is #{state} by its own word, and nobody's peer", '`presence state idle` on it ends that')
  end

  # A machine made anew takes its name over. That is right unless the name is another one's that lives.
  def warn_of_living_namesake
    id = new_resource.instance_id
    shown = run_presence(['show', id, '--format', 'json', *list_options], seconds: new_resource.timeout)
    return if shown.problem

    there = Presence::Answer.object(shown.stdout)
    return unless there['beat'].to_h['is'] == 'alive'

    presence_run.note("the name #{id} was that of a machine that beats (at #{there['facts'].to_h['address'] || 'no address'}), and this one takes it over", "if that is another machine, set node['presence']['instance_id'] on one of them")
  rescue Presence::Answer::Malformed
    nil
  end
end
