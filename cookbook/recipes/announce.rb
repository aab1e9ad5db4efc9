# Announces this node as node['presence']['announce'] says.
properties = node['presence']['announce'].to_h
part = properties.delete('part')
raise "node['presence']['announce']['part'] is not set: say which part this node plays" unless part

presence_announce part do
  properties.each { |property, value| public_send(property, value) }
end
