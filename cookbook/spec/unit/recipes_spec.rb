require 'chefspec_helper'

RSpec.describe 'the recipes' do
  platform 'debian', '12'

  describe 'presence::default' do
    it 'asks for nothing where nothing is required' do
      expect(chef_runner.converge('presence').find_resources(:presence_peers)).to be_empty
    end

    it 'asks for each part with its properties' do
      chef_runner.node.override['presence']['requires'] = { 'app' => {}, 'db' => { 'minimum' => 1, 'facts' => ['schema'], 'match' => 'db*' } }
      run = chef_runner.converge('presence')

      expect(run).to resolve_presence_peers('app')
      expect(run).to resolve_presence_peers('db').with(minimum: 1, facts: %w(schema), match: 'db*')
    end

    {
      { 'db' => { 'minumum' => 1 } } => /\['requires'\]\['db'\]\['minumum'\] is no property of presence_peers: it has compile_time, .*, minimum, /,
      { 'db' => { 'minimum' => 'two' } } => /\['requires'\]\['db'\]\['minimum'\]: .*is 0 or more/,
      { 'db' => { 'minimum' => -1 } } => /\['requires'\]\['db'\]\['minimum'\]: .*is 0 or more/,
      { 'db' => true } => /\['requires'\]\['db'\] is true: give the properties/,
      { 'the db' => {} } => /\['requires'\]\['the db'\]: a part's name/,
      %w(db) => /\['requires'\] is an Array: give part to properties/i,
    }.each do |requires, message|
      it "names what is wrong in #{requires}" do
        chef_runner.node.override['presence']['requires'] = requires

        expect { chef_runner.converge('presence') }.to raise_error(Presence::BadAttribute, message)
      end
    end
  end

  describe 'presence::announce' do
    it 'announces with the properties of the attributes' do
      chef_runner.node.override['presence']['announce'] = { 'part' => 'app', 'ports' => { 'http' => 80 }, 'facts' => { 'zone' => 'a' } }

      expect(chef_runner.converge('presence::announce')).to announce_presence_announce('app').with(ports: { 'http' => 80 }, facts: { 'zone' => 'a' })
    end

    it 'asks for the part' do
      expect { chef_runner.converge('presence::announce') }.to raise_error(Presence::BadAttribute, /\['announce'\]\['part'\] is not set/)
    end

    it 'names what is no property' do
      chef_runner.node.override['presence']['announce'] = { 'part' => 'app', 'port' => 80 }

      expect { chef_runner.converge('presence::announce') }.to raise_error(Presence::BadAttribute, /\['announce'\]\['port'\] is no property of presence_announce: it has .*ports/)
    end
  end

  describe 'presence::install' do
    it 'installs the program' do
      expect(chef_runner.converge('presence::install')).to install_presence_install('presence')
    end
  end
end
