require 'chefspec_helper'

RSpec.describe Presence::Answer do
  include Answers

  def parse(text, *parts)
    described_class.new(described_class.object(text.b), parts).parts
  end

  it 'has both lists of each part, sorted by id' do
    parts = parse(answer({ 'app' => [peer('i-0b'), peer('i-0a')], 'db' => [] }, { 'app' => [peer('i-0d')] }), 'app')

    expect(parts['app'].transform_values { |list| list.map { |node| node['id'] } }).to eq('peers' => %w(i-0a i-0b), 'draining' => %w(i-0d))
    expect(parts['db']).to eq('peers' => [], 'draining' => [])
  end

  it 'has plain hashes and the text as it was' do
    node = parse(answer('app' => [peer('i-0a', facts: { 'näme' => 'ü' })]))['app']['peers'].first

    expect([node.class, node['facts'].class]).to eq [Hash, Hash]
    expect(node['facts']).to eq('näme' => 'ü')
  end

  # For JSON libraries that have no option for it.
  it 'takes no key twice by itself' do
    once = described_class::Once.new
    once['a'] = 1

    expect { once['a'] = 1 }.to raise_error(JSON::ParserError, /duplicate key "a"/)
  end

  {
    'nothing' => ['', 'it is empty'],
    'blanks' => ["\n ", 'it is empty'],
    'truncated JSON' => ['{"presence":{"schema":1', 'it is no sound JSON'],
    'two objects' => ['{}{}', 'it is no sound JSON'],
    'bytes that are no UTF-8' => ["{\"presence\":\"\xff\"}", 'it is not UTF-8'],
    'an array' => ['[1]', 'it is no JSON object'],
    'a number' => ['1', 'it is no JSON object'],
    'another object' => ['{"peers":{}}', 'it has no object "presence"'],
    'another schema' => ['{"presence":{"schema":2,"peers":{},"draining":{}}}', 'its schema is 2, this cookbook reads 1'],
    'a key twice' => ['{"presence":{"schema":1,"peers":{"app":[]},"peers":{"app":[]},"draining":{"app":[]}}}', 'it is no sound JSON'],
    'no draining' => ['{"presence":{"schema":1,"peers":{"app":[]}}}', 'its draining are no object'],
    'a part that is missing' => ['{"presence":{"schema":1,"peers":{"db":[]},"draining":{"db":[]}}}', 'it lacks app'],
    'half a part' => ['{"presence":{"schema":1,"peers":{"app":[]},"draining":{}}}', 'it lacks app'],
    'a part that is an object' => ['{"presence":{"schema":1,"peers":{"app":{}},"draining":{"app":[]}}}', 'its peers of app are not a list of nodes with ids'],
    'nodes that are text' => ['{"presence":{"schema":1,"peers":{"app":["i-0a"]},"draining":{"app":[]}}}', 'its peers of app are not a list of nodes with ids'],
    'a node without an id' => ['{"presence":{"schema":1,"peers":{"app":[]},"draining":{"app":[{}]}}}', 'its draining of app are not a list of nodes with ids'],
  }.each do |what, (text, message)|
    it "refuses #{what}" do
      expect { parse(text, 'app') }.to raise_error(described_class::Malformed, message)
    end
  end
end
