describe file('/srv/shop/haproxy.cfg') do
  its('content') { should eq inspec.profile.file('haproxy.cfg') }
end
