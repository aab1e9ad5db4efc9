# The load balancer: HAProxy over the apps that are on the list. Whether one of them is really
# there is for HAProxy's own check to say.
node.default['presence']['requires']['app'] = {}
include_recipe 'presence'

package 'haproxy'

template '/etc/haproxy/haproxy.cfg' do
  variables(
    serving: Lamp.servers(Presence.peers(node, 'app'), 'http'),
    draining: Lamp.servers(Presence.draining(node, 'app'), 'http')
  )
  verify 'haproxy -c -q -f %{path}'
  notifies :reload, 'service[haproxy]', :delayed
end

service 'haproxy' do
  action %i(enable start)
end

presence_announce 'lb' do
  address Lamp.own_address(node)
  ports('http' => 80)
end
