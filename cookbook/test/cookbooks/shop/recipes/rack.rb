presence_announce 'app' do
  instance_id 'rack7-app1'
  address '127.0.0.0/8'
  ports 'http' => 8080
  facts 'zone' => 'b', 'weight' => 50
end
