module Presence
  # The rule for an instance-id, which is a file name on every system and part of a Git ref.
  module NodeName
    FORM = /\A[a-z0-9][a-z0-9._-]{0,62}\z/.freeze
    WINDOWS_DEVICE = /\A(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|\z)/.freeze

    def self.valid?(name)
      name.match?(FORM) && !name.include?('..') && !name.end_with?('.', '.lock') && !name.match?(WINDOWS_DEVICE)
    end
  end
end
