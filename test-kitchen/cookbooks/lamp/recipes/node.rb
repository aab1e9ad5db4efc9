# A machine that was only told what it is, by facts in its nodeinfo folder, as an image or cloud-init
# leaves them. The first run has it beat, and no more: it is on the list in the state setup, and its
# HeartBeat runs Chef again, which makes it its part.
include_recipe 'lamp::java'

if ::File.exist?(node['presence']['config'])
  include_recipe "lamp::#{::File.read("#{node['presence']['nodeinfo']}/nodepart.txt").strip}"
else
  include_recipe 'lamp::beat'
end
