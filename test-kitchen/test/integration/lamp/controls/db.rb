control 'db' do
  title 'The database is where it says it is'

  own = presence_list.own

  describe 'the record of this machine' do
    subject { own }

    its(['nodepart']) { should eq 'db' }
    its(%w(ports mysql)) { should eq 3306 }
  end

  describe command('hostname -I') do
    its('stdout') { should include own['address'] }
  end

  describe service('mariadb') do
    it { should be_enabled }
    it { should be_running }
  end

  describe port(3306) do
    its('addresses') { should eq [own['address']] }
  end

  describe command("mysql --skip-column-names --execute 'SELECT text FROM lamp.greeting'") do
    its('stdout') { should eq "a row from the database\n" }
  end
end
