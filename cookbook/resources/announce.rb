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
  coerce: proc(&:downcase),
  callbacks: { 'is 1 to 63 of a-z, 0-9, ".", "_", "-", and a safe file name' => proc { |id| Presence::NodeName.valid?(id) } },
  description: 'The unique name of this node: that of EC2, else the first of fqdn, hostname and machinename that can be one.'

property :address, [String, nil],
  default: lazy { Presence::Identity.new(node).address },
  description: 'Where others reach this node: an IP address, a host name, or a network such as 10.0.3.0/24, for its address there; nil: the one of its default route.'

property :ports, Hash,
  default: {},
  coerce: proc { |ports| ports.to_h { |name, number| [name.to_s, number] } },
  callbacks: { 'has numbers from 1 to 65535' => proc { |ports| ports.values.all? { |number| number.is_a?(Integer) && number.between?(1, 65_535) } } },
  description: 'Name and number of each port that others may use.'

property :facts, Hash,
  default: {},
  coerce: proc { |facts| facts.to_h { |name, value| [name.to_s, value] } },
  description: 'Other facts, such as zone and weight; no secrets, for the list is public to its readers.'

property :state, String,
  description: 'The state that this node is to be in after each run; nil: as the commands `presence state`, `drain` and `leave` left it.'

use '_partial/_list'
use '_partial/_java'

action :announce, description: 'Writes the facts to the nodeinfo folder at once, and announces them when the run has completed well.' do
  files = Presence::Facts.files(named_facts, new_resource.facts)
  first = presence_run.announces(new_resource.nodeinfo, files)
  warn_of_new_name
  write(files)
  converge_by("set the state #{new_resource.state} when the run has completed") {} if new_state?
  presence_run.at_end.announce { announce } if first && !whyrun_mode?
end

action_class do
  def nodeinfo
    Presence::Nodeinfo.new(new_resource.nodeinfo)
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
    given = new_resource.address
    given && given.include?('/') ? Presence::Identity.new(node).address_in(given) : given
  end

  # The entry under the old name would stay on the list for ever.
  def warn_of_new_name
    old = nodeinfo.text('instance-id')
    return if old.nil? || old == new_resource.instance_id

    Chef::Log.warn("#{new_resource}: this node was #{old} and is #{new_resource.instance_id} from now on: if #{old} is no other machine, end its entry with `presence remove #{old}`; the property instance_id pins the name")
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
    new_resource.state && new_resource.state != nodeinfo.text('state')
  end

  def announce
    command = new_state? ? ['state', new_resource.state] : ['announce']
    ended = run_presence([*command, *list_arguments], seconds: new_resource.timeout)
    return unless ended.problem
    raise Presence::AnnounceFailed, "#{new_resource}: #{ended.problem}; on_failure is :raise" if new_resource.on_failure == :raise

    presence_run.at_end.note(ended.problem, 'this node is on the list as it was before this run')
  end

  def list_arguments
    Presence::Arguments.list(stores: new_resource.stores, nodeinfo: new_resource.nodeinfo, state_dir: node['presence']['state_dir'], timeout: new_resource.timeout)
  end
end
