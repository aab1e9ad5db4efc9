require 'tmpdir'
require_relative 'support/sandbox'

RSpec.configure do |config|
  config.disable_monkey_patching!
  config.order = :defined
  config.filter_run_when_matching :focus
end
