presence_peers 'app'

template "#{node['shop']['home']}/app.conf" do
  source 'nginx.conf.erb'
  notifies :run, 'execute[reload nginx]', :delayed
end

execute 'reload nginx' do
  command node['shop']['reload_nginx']
  action :nothing
end
