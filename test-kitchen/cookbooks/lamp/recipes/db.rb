# The database. It listens on the address that it announces and on no other, so that an app which
# still has an old one notices.
include_recipe 'lamp::java'
# It is a peer of its own part: when it moves, its HeartBeat has Chef make it listen there.
presence_peers 'db'
address = Presence.own_address(node)

package 'mariadb-server'

template '/etc/mysql/mariadb.conf.d/90-lamp.cnf' do
  source 'mariadb.cnf.erb'
  variables(address: address)
  notifies :restart, 'service[mariadb]', :immediately
end

service 'mariadb' do
  action %i(enable start)
end

template '/etc/mysql/lamp.sql' do
  source 'schema.sql.erb'
  mode '0600'
  sensitive true
  variables(user: node['lamp']['user'], password: node['lamp']['password'])
end

execute 'load the schema' do
  command 'mysql < /etc/mysql/lamp.sql'
  not_if "mysql --execute 'SELECT 1 FROM lamp.greeting'"
end

presence_announce 'db' do
  address node['presence']['address'] # where it says none, each beat finds the address by itself
  ports('mysql' => 3306)
end

include_recipe 'lamp::beat'
