require 'json'

# The records on the list as the machine sees them, read without the program that is under test.
class PresenceList < Inspec.resource(1)
  name 'presence_list'

  FOLDER = '/srv/presence/all'.freeze

  # What the nodes of this stack that play the part say of themselves, by id, without those that left.
  def serving(part)
    records.select { |record| record['nodepart'] == part && record['deployment'] == 'kitchen' && record['state'] != 'left' }
  end

  def own
    id = inspec.command('hostname').stdout.strip
    records.find { |record| record['instance-id'] == id } || raise("#{FOLDER} has no record of #{id}")
  end

  def to_s
    "presence list #{FOLDER}"
  end

  private

  def records
    names = inspec.command("ls #{FOLDER}").stdout.split.grep(/\.json\z/).sort
    names.map { |name| JSON.parse(inspec.file("#{FOLDER}/#{name}").content).fetch('value') }
  end
end
