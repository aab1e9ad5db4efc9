package 'openjdk-17-jre-headless' do
  compile_time true
end

directory '/srv/presence' do
  compile_time true
end

mount '/srv/presence' do
  device 'files.example.org:/presence'
  fstype 'nfs'
  compile_time true
end

presence_peers 'db' do
  minimum 1
end
