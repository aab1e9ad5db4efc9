# ChefSpec 9.3.6 requires this file, which rspec-expectations 3.13 replaced by another class with
# other arguments. With a ChefSpec that knows the new one, the folder compat can go.
require 'rspec/matchers/multi_matcher_diff'

module RSpec
  module Matchers
    ExpectedsForMultipleDiffs = Struct.new(:expected) do
      def self.from(expected)
        new(expected)
      end

      def message_with_diff(message, differ, actual)
        MultiMatcherDiff.from(expected, actual).message_with_diff(message, differ)
      end
    end
  end
end
