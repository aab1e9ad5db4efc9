# Announces this node as node['presence']['announce'] says.
properties = Presence::Settings.read(node, 'announce').dup
part = properties.delete('part')
raise Presence::BadAttribute, "node['presence']['announce']['part'] is not set: say which part this node plays" unless part

presence_announce part do
  Presence::Settings.apply(self, "node['presence']['announce']", properties)
end
