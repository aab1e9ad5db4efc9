# What each machine of the stack does besides its part: it beats, and runs Chef when its peers are others.
presence_install 'presence'

presence_heartbeat 'presence' do
  interval node['lamp']['interval']
  # What is told, a line each. Where there is a chat, docs/heartbeat.md has a better one.
  notify_command "(tr -d '\\n'; echo) >>/var/log/presence-notices"
end
