require 'chefspec'
# From where the specs have their cookbooks.
require File.join(RSpec.configuration.cookbook_path, 'presence/libraries/chefspec')

RSpec.describe 'shop::lb' do
  platform 'debian', '12'

  before { stub_presence_peers('app', [{ 'id' => 'i-0a', 'address' => '10.0.3.61', 'ports' => { 'http' => 80 } }]) }

  it 'asks for the app servers' do
    expect(chef_run).to resolve_presence_peers('app')
  end

  it 'lists them' do
    expect(chef_run).to render_file('/srv/shop/haproxy.cfg').with_content('server i-0a 10.0.3.61:80 check weight 100')
  end
end
