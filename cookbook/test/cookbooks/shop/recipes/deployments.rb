presence_peers 'db' do
  match 'db*'
  minimum 1
end

presence_peers 'db_of_fed2' do
  match 'db*'
  deployment 'fed2'
end

file "#{node['shop']['home']}/databases" do
  content %w(db db_of_fed2).map { |part| "#{part}: #{Presence.endpoints(node, part).join(' ')}\n" }.join
end
