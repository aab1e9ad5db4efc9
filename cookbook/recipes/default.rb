# Gives every part that node['presence']['requires'] names its peers, while recipes compile.
Presence::Requires.ask(self)
