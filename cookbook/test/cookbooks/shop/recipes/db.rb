presence_announce 'db' do
  ports 'mysql' => 3306
  facts 'schema' => 'shop'
end
