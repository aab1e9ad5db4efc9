presence_announce 'db' do
  ports 'mysql' => 3306
  facts 'schema' => 'shop'
  state lazy { ::File.exist?("#{node['shop']['home']}/copied") ? 'idle' : 'setup' }
end
