# What is wanted: part => properties of its presence_peers, such as
# { 'db' => { 'minimum' => 1, 'facts' => ['schema'] } }.
default['presence']['requires'] = {}

# What this node is, for the recipe announce: properties of presence_announce, `part` among them.
default['presence']['announce'] = {}

# Where the list is kept. Empty: as the program's own environment or configuration file say.
default['presence']['stores'] = []

# The installation this node belongs to; nil: as its nodeinfo folder says.
default['presence']['deployment'] = nil
default['presence']['stacktype'] = nil

# When no fresh answer can be had: 'keep' the last good one, or 'raise'.
default['presence']['on_failure'] = 'keep'

# Seconds that the program may spend on the stores.
default['presence']['timeout'] = 10

# nil: JAVA_HOME, else `java` on the PATH; the jar installed or bundled with this cookbook.
default['presence']['java'] = nil
default['presence']['jar'] = nil

# The facts of this node, and what the program and this cookbook remember.
default['presence']['nodeinfo'] = '/etc/presence/nodeinfo'
default['presence']['state_dir'] = '/var/lib/presence'

# Who this node is, and where others reach it: an address, a host name, or the network that it is in; nil:
# as Ohai says.
default['presence']['instance_id'] = nil
default['presence']['address'] = nil

# The program's own configuration, which presence_heartbeat renders.
default['presence']['config'] = '/etc/presence/presence.json'
