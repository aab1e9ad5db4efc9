# An app server: Apache and a PHP page that reads a row from the database.
include_recipe 'lamp::java'
presence_peers 'db'

package %w(apache2 libapache2-mod-php php-mysql)

# The page reads JSON, so that nothing of a record is ever taken for PHP.
file '/etc/apache2/lamp.json' do
  content "#{Chef::JSONCompat.to_json_pretty(
    'app' => node['hostname'],
    'db' => Presence.servers(node, 'db', port: 'mysql').first&.slice('host', 'port'),
    'user' => node['lamp']['user'],
    'password' => node['lamp']['password']
  )}\n"
  group 'www-data'
  mode '0640'
  sensitive true
end

cookbook_file '/var/www/html/index.php'

file '/var/www/html/index.html' do
  action :delete
end

service 'apache2' do
  action %i(enable start)
end

presence_announce 'app' do
  address node['presence']['address'] # where it says none, each beat finds the address by itself
  ports('http' => 80)
end

include_recipe 'lamp::beat'
