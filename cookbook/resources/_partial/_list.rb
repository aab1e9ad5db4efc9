# Which list is meant.

property :stores, Array,
  default: lazy { Presence::Settings.read(node, 'stores') },
  coerce: proc { |stores| stores.is_a?(Hash) ? stores : Array(stores).map(&:to_s) },
  description: 'Where the list is kept: folders, or stores as the program writes them; empty: as its environment or configuration file say.'

property :deployment, [String, nil],
  default: lazy { Presence::Settings.read(node, 'deployment') },
  description: 'The installation of the stack that is meant; nil: as the nodeinfo folder says.'

property :stacktype, [String, nil],
  default: lazy { Presence::Settings.read(node, 'stacktype') },
  description: 'The kind of stack that is meant, likewise.'

property :nodeinfo, String,
  default: lazy { Presence::Settings.read(node, 'nodeinfo') },
  description: 'The folder with the facts of this node.'

property :timeout, Integer,
  default: lazy { Presence::Settings.read(node, 'timeout') },
  coerce: proc { |seconds| seconds.to_s.match?(/\A\d+s?\z/) ? seconds.to_s.to_i : seconds },
  callbacks: { 'is a number of seconds greater than 0' => proc { |seconds| seconds.is_a?(Integer) && seconds > 0 } },
  desired_state: false,
  description: 'Seconds that the program may spend on the stores.'
