presence_install 'presence' do
  path "#{node['shop']['home']}/presence"
  command "#{node['shop']['home']}/bin/presence"
end
