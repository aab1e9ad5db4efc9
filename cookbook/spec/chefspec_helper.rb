require 'chefspec'
require 'fileutils'
require 'timeout'
require 'tmpdir'
require_relative 'support/answers'
require_relative 'support/stand_in'

# ChefSpec takes every folder beside a cookbook for one more: these get a path of their own.
COOKBOOKS = Dir.mktmpdir('presence-cookbooks')
{ 'presence' => '..', 'shop' => '../test/cookbooks/shop' }.each do |name, folder|
  File.symlink(File.expand_path(folder, __dir__), File.join(COOKBOOKS, name))
end
# As Chef does; here, so that examples can name constants before a run loads them.
Dir[File.join(COOKBOOKS, 'presence/libraries/*.rb')].sort.each { |library| require library }

RSpec.configure do |config|
  config.cookbook_path = COOKBOOKS
  config.platform = 'debian'
  config.version = '12'
  config.log_level = :fatal
  config.include Answers
  # None of them talks to anybody: one that takes longer hangs.
  config.around { |example| Timeout.timeout(60, &example) }
  config.after(:suite) { FileUtils.remove_entry(COOKBOOKS) }
end
