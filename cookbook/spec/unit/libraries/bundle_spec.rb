require 'chefspec_helper'

RSpec.describe Presence::Bundle do
  let(:folder) { Dir.mktmpdir('presence-spec') }
  let(:bundled) { put('bundled/presence.jar', 'this program') }
  let(:cookbook) { instance_double(Chef::CookbookVersion, version: '0.1.0', preferred_filename_on_disk_location: bundled) }
  let(:bundle) { described_class.new(instance_double(Chef::RunContext, node: nil, cookbook_collection: { 'presence' => cookbook })) }

  before { stub_const('Presence::Bundle::HOME', folder) }
  after { FileUtils.remove_entry(folder) }

  def put(name, text)
    "#{folder}/#{name}".tap do |path|
      FileUtils.mkdir_p(File.dirname(path))
      File.write(path, text)
    end
  end

  it 'runs the installed jar where it is this very program' do
    expect(bundle.jar).to eq bundled
    installed = put('0.1.0/presence.jar', 'this program')
    expect(bundle.jar).to eq installed
  end

  it 'runs no other one of the same version' do
    put('0.1.0/presence.jar', 'that program')

    expect(bundle.jar).to eq bundled
  end
end
