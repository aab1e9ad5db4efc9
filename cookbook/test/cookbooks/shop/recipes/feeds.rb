presence_heartbeat 'presence' do
  feeds 'haproxy:app' => '/etc/haproxy/app.cfg'
  feed_checks 'haproxy' => 'haproxy -c -f /etc/haproxy/haproxy.cfg -f {}'
  on_change 'systemctl reload haproxy'
end
