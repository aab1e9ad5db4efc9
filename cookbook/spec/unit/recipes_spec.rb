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

    it 'refuses what is no property' do
      chef_runner.node.override['presence']['requires'] = { 'db' => { 'minumum' => 1 } }

      expect { chef_runner.converge('presence') }.to raise_error(NoMethodError, /minumum/)
    end
  end

  describe 'presence::announce' do
    it 'announces with the properties of the attributes' do
      chef_runner.node.override['presence']['announce'] = { 'part' => 'app', 'ports' => { 'http' => 80 }, 'facts' => { 'zone' => 'a' } }

      expect(chef_runner.converge('presence::announce')).to announce_presence_announce('app').with(ports: { 'http' => 80 }, facts: { 'zone' => 'a' })
    end

    it 'asks for the part' do
      expect { chef_runner.converge('presence::announce') }.to raise_error(/\['announce'\]\['part'\] is not set/)
    end
  end

  describe 'presence::install' do
    it 'installs the program' do
      expect(chef_runner.converge('presence::install')).to install_presence_install('presence')
    end
  end
end
