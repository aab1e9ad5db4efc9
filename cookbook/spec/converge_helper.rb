require_relative 'support/sandbox'

# The jar is built by Maven from the same checkout; without it there is nothing to converge.
abort "#{Sandbox::COOKBOOK}/files/presence.jar is not there: build it with `mvn package`" unless File.exist?(File.join(Sandbox::COOKBOOK, 'files/presence.jar'))

# A machine for all examples of a group, since a Chef run takes seconds.
RSpec.shared_context 'with a machine' do
  before(:all) { @machine = Sandbox.new }
  after(:all) { @machine.delete }

  attr_reader :machine
end
