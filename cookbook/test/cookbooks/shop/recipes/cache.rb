presence_peers 'cache' do
  compile_time false
end

file "#{node['shop']['home']}/cache.conf" do
  content lazy { Presence.endpoints(node, 'cache', port: 'memcached').join("\n") }
end
