presence_peers 'db' do
  minimum 1
  facts 'schema'
end

template "#{node['shop']['home']}/db.conf" do
  source 'db.conf.erb'
  variables db: Presence.peer!(node, 'db')
end

presence_announce 'app' do
  ports 'http' => 80
end
