# EC2's metadata service (IMDSv2) as far as Ohai reads it, for the command that is given: it has to be started
# in a network namespace that has 169.254.169.254 to itself.
require 'socket'

PATHS = {
  '/' => "1.0\n2021-07-15\nlatest",
  '/2021-07-15/meta-data/' => "instance-id\nlocal-ipv4\nlocal-hostname",
  '/2021-07-15/meta-data/instance-id' => 'i-0E4E7CB59A1234567',
  '/2021-07-15/meta-data/local-ipv4' => '10.0.3.54',
  '/2021-07-15/meta-data/local-hostname' => 'ip-10-0-3-54.ec2.internal',
  '/2021-07-15/dynamic/instance-identity/document/' => '{"accountId": "1", "region": "eu-central-1", "availabilityZone": "eu-central-1a"}',
}.freeze
TOKEN = 'a token for a minute'.freeze

def answer(verb, path, headers)
  return ['200 OK', TOKEN] if verb == 'PUT' && path == '/latest/api/token'
  return ['401 Unauthorized', ''] unless headers['x-aws-ec2-metadata-token'] == TOKEN

  PATHS.key?(path) ? ['200 OK', PATHS[path]] : ['404 Not Found', '']
end

def serve(client)
  while (line = client.gets)
    verb, path = line.split
    headers = {}
    while (header = client.gets.chomp) != ''
      name, value = header.split(': ', 2)
      headers[name.downcase] = value
    end
    client.read(headers['content-length'].to_i)
    status, body = answer(verb, path, headers)
    client.write("HTTP/1.1 #{status}\r\nContent-Length: #{body.bytesize}\r\n\r\n#{body}")
  end
rescue SystemCallError
  nil
ensure
  client.close
end

server = TCPServer.new('169.254.169.254', 80)
Thread.new { loop { Thread.new(server.accept) { |client| serve(client) } } }
exit(system(*ARGV) ? 0 : 1)
