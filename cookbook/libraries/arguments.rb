module Presence
  # The program's options, from properties.
  module Arguments
    # What every command takes that works on a list.
    def self.list(stores:, nodeinfo:, state_dir:, timeout:)
      [
        *stores.flat_map { |store| ['--store', store] },
        '--nodeinfo', nodeinfo,
        '--state-dir', state_dir,
        '--timeout', "#{timeout}s"
      ]
    end

    def self.option(name, value)
      value.nil? ? [] : [name, value]
    end
  end
end
