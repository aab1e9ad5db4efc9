# Puts the command `presence` on this node, for people, timers and faster runs.
presence_install 'presence'
