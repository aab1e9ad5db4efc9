require 'chef_zero/server'
require 'openssl'

# A Chef server in memory, on a loopback port, with the cookbooks of a machine, and that machine as its
# client.
class ChefServer
  def initialize(machine)
    @machine = machine
    @server = ChefZero::Server.new(host: '127.0.0.1', port: 8900.upto(9999), single_org: 'chef')
    @server.start_background
    machine.write('client.pem', OpenSSL::PKey::RSA.new(2048).to_pem)
    machine.write('server.rb', <<~RUBY)
      #{machine.read('client.rb')}
      chef_server_url '#{@server.url}'
      client_key #{machine.path('client.pem').inspect}
      cookbook_path nil
    RUBY
    upload
  end

  def chef
    @machine.run('chef-client', '-r', 'recipe[machine],recipe[consumer]', config: 'server.rb')
  end

  # The node as the server has it.
  def node
    JSON.parse(@server.data_store.get(%w(organizations chef nodes node-one)))
  end

  def stop
    @server.stop
  end

  private

  # As `knife cookbook upload` would: chef-client brings the class for it but not the command.
  UPLOAD = <<~'RUBY'.freeze
    Chef::Config.from_file(ARGV[0])
    cookbooks = Chef::CookbookLoader.new(ARGV[1]).load_cookbooks.values
    server = Chef::ServerAPI.new(Chef::Config[:chef_server_url], client_name: 'node-one', signing_key_filename: Chef::Config[:client_key])
    Chef::CookbookUploader.new(cookbooks, rest: server).upload_cookbooks
  RUBY

  def upload
    classes = %w(chef chef/cookbook_loader chef/cookbook_uploader chef/server_api).flat_map { |library| ['-r', library] }
    said, status = Open3.capture2e('ruby', *classes, '-e', UPLOAD, @machine.path('server.rb'), @machine.path('cookbooks'))
    raise said unless status.success?
  end
end
