control 'app' do
  title 'The app server has its database from the list'

  own = presence_list.own
  db = presence_list.serving('db').first

  describe 'the record of this machine' do
    subject { own }

    its(['nodepart']) { should eq 'app' }
    its(%w(ports http)) { should eq 80 }
  end

  describe command('hostname -I') do
    its('stdout') { should include own['address'] }
  end

  describe json('/etc/apache2/lamp.json') do
    its(%w(db host)) { should eq db['address'] }
    its(%w(db port)) { should eq db['ports']['mysql'] }
  end

  describe service('apache2') do
    it { should be_enabled }
    it { should be_running }
  end

  describe command('curl --silent --fail http://localhost/') do
    its('stdout') { should eq "#{own['instance-id']}: a row from the database\n" }
  end
end
