# Has this node beat each minute, look, and run Chef when its peers are others.
include_recipe 'presence::install'

presence_heartbeat 'presence'
