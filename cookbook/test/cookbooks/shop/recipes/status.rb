presence_peers 'app'

file "#{node['shop']['home']}/peers.json" do
  content Chef::JSONCompat.to_json_pretty(
    'all' => Presence.endpoints(node, 'app', port: 'http'),
    'others' => Presence.others(node, 'app').map { |peer| peer['id'] },
    'draining' => Presence.draining(node, 'app').map { |peer| peer['id'] }
  )
end
