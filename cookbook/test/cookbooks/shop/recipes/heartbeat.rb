presence_install 'presence'

presence_heartbeat 'presence' do
  options 'change-at-least' => '1h', 'probe' => ['app=tcp:80']
end
