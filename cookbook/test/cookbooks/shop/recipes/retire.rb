presence_announce 'app' do
  action :leave
end
