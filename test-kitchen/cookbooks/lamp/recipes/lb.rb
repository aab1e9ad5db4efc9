# The load balancer: HAProxy over the apps that are on the list. Whether one of them is really
# there is for HAProxy's own check to say. It follows the list by itself.
include_recipe 'lamp::java'
presence_peers 'app'

package 'haproxy'

template '/etc/haproxy/haproxy.cfg' do
  variables servers: Presence.servers(node, 'app', port: 'http', draining: true)
  verify 'haproxy -c -q -f %{path}'
  notifies :reload, 'service[haproxy]', :delayed
end

service 'haproxy' do
  action %i(enable start)
end

presence_announce 'lb' do
  address node['presence']['address'] # where it says none, each beat finds the address by itself
  ports('http' => 80)
end

include_recipe 'lamp::beat'
