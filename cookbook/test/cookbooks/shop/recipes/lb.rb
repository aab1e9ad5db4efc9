presence_peers 'app'

template "#{node['shop']['home']}/haproxy.cfg" do
  source 'haproxy.cfg.erb'
  notifies :run, 'execute[reload haproxy]', :delayed
end

execute 'reload haproxy' do
  command node['shop']['reload']
  action :nothing
end

presence_announce 'lb' do
  ports 'http' => 80
end
