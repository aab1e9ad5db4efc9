control 'lb' do
  title 'The load balancer has its servers from the list'

  apps = presence_list.serving('app')
  servers = file('/etc/haproxy/haproxy.cfg').content.to_s.scan(/^\s*server (\S+) (\S+)/)
  # Other visitors take turns too, so one round need not come to each app.
  answers = command("curl --silent --fail #{'http://localhost/ ' * apps.size * 10}").stdout.lines

  describe 'the apps on the list' do
    it('are some') { expect(apps).not_to be_empty }
  end

  describe 'the servers of HAProxy' do
    it 'are exactly the apps on the list' do
      expect(servers).to eq(apps.map { |app| [app['instance-id'], "#{app['address']}:#{app['ports']['http']}"] })
    end
  end

  describe command('haproxy -c -f /etc/haproxy/haproxy.cfg') do
    its('exit_status') { should eq 0 }
  end

  describe service('haproxy') do
    it { should be_enabled }
    it { should be_running }
  end

  describe 'ten rounds of requests' do
    it 'are all answered, by each app, with the row of its database' do
      expect(answers.size).to eq(apps.size * 10)
      expect(answers.uniq).to match_array(apps.map { |app| "#{app['instance-id']}: a row from the database\n" })
    end
  end
end
