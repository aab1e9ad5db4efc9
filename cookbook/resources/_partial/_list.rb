# Which list is meant, and what to do when it cannot be had.

property :stores, Array,
  default: lazy { node['presence']['stores'].to_a },
  coerce: proc { |stores| Array(stores).map(&:to_s) },
  description: 'Where the list is kept: folders, or stores as the program writes them; empty: as its environment or configuration file say.'

property :deployment, [String, nil],
  default: lazy { node['presence']['deployment'] },
  description: 'The installation of the stack that is meant; nil: as the nodeinfo folder says.'

property :stacktype, [String, nil],
  default: lazy { node['presence']['stacktype'] },
  description: 'The kind of stack that is meant, likewise.'

property :nodeinfo, String,
  default: lazy { node['presence']['nodeinfo'] },
  description: 'The folder with the facts of this node.'

property :on_failure, Symbol,
  equal_to: %i(keep raise),
  default: lazy { node['presence']['on_failure'] },
  coerce: proc(&:to_sym),
  desired_state: false,
  description: 'What a failure means: :keep what was there before and say so at the end of the log, or :raise an error.'

property :timeout, Integer,
  default: lazy { node['presence']['timeout'] },
  coerce: proc { |seconds| Integer(seconds.to_s.delete_suffix('s')) },
  callbacks: { 'is a number of seconds greater than 0' => proc { |seconds| seconds > 0 } },
  desired_state: false,
  description: 'Seconds that the program may spend on the stores.'
