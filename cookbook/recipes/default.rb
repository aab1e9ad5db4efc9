# Gives every part that node['presence']['requires'] names its peers, while recipes compile.
node['presence']['requires'].each do |part, properties|
  presence_peers part do
    properties.to_h.each { |property, value| public_send(property, value) }
  end
end
