node.default['presence']['requires']['db'] = { 'minimum' => 1, 'facts' => ['schema'] }
include_recipe 'presence'

template "#{node['shop']['home']}/db.conf" do
  source 'db.conf.erb'
  variables db: Presence.peer!(node, 'db')
end

presence_announce 'app' do
  ports 'http' => 80
end
