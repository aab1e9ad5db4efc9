require 'fileutils'
require 'json'

# A presence list in a folder, filled by hand, so that a list of any size costs no processes.
class PresenceList
  attr_reader :path

  def initialize(path)
    @path = path
    FileUtils.mkdir_p(File.join(path, 'all'))
  end

  # @param facts beside or in place of those that make a serving node; nil takes one away
  def add(id, part, facts = {})
    value = {
      'instance-id' => id, 'nodepart' => part, 'address' => '10.0.3.61', 'deployment' => 'fed1', 'stacktype' => 'lamp',
      'ports' => { 'http' => 80 }, 'tss' => '20261122-174830'
    }.merge(facts).compact
    File.write(file(id), "#{JSON.pretty_generate('filetype' => 'nodepresence', 'value' => value)}\n")
  end

  # As an accident does it; a person's word is the command `remove`.
  def lose(id)
    File.delete(file(id))
  end

  def records
    Dir.children(File.join(path, 'all')).sort
  end

  def record(id)
    JSON.parse(File.read(file(id)))['value']
  end

  def file(id)
    File.join(path, 'all', "#{id}.json")
  end
end
