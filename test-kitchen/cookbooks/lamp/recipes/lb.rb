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
  ports('http' => 80)
end

presence_install 'presence'

presence_heartbeat 'presence' do
  interval node['lamp']['interval']
end
