require 'chefspec_helper'

RSpec.describe Presence::Identity do
  %w(a 0 i-4e7cb59a web1.example.org rack_7 com10 console).push('a' * 63).each do |name|
    it "takes #{name}" do
      expect(described_class.name?(name)).to be true
    end
  end

  ['', 'A', '-a', '.a', 'a b', "a\n", 'a..b', 'a.', 'a.lock', 'a/b', 'con', 'com1', 'lpt9.txt', 'höst', 'a' * 64].each do |name|
    it "refuses #{name.inspect}" do
      expect(described_class.name?(name)).to be false
    end
  end
end
