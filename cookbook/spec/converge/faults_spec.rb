require 'converge_helper'

# Each part has a java, a jar or a store of its own, so that two Chef runs show all faults: in the
# first all is well, in the second each part meets its fault.
RSpec.describe 'When no answer can be had, and the last good one is to be kept' do
  include_context 'with a machine'

  # What is printed by a program that is not well, or is not even ours.
  STAND_INS = {
    'bug' => ["echo 'presence: a bug in presence: java.lang.IllegalStateException' >&2; exit 1", /a bug in presence: .* \(exit code 1 of `.*`\);/],
    'unreadable' => ["echo 'presence: no store can be read: mount /srv/presence' >&2; exit 11", %r{presence: no store can be read: mount /srv/presence \(exit code 11 of `.*`\);}],
    'slow' => ["echo 'presence: out of time' >&2; exit 14", /presence: out of time \(exit code 14 of `.*`\);/],
    'config' => ["echo 'presence: presence.json is wrong' >&2; exit 10", /presence.json is wrong \(exit code 10 of `.*`\);/],
    'hang' => ['exec sleep 600', /did not end within 6 s; mend the slow store/],
    'flood' => ["yes 'one of many warnings' | head -n 40000 >&2; exit 11", /one of many warnings \(exit code 11 of `.*`\);/],
    'nothing' => ['exit 0', /printed what is no answer: it is empty;/],
    'array' => ["echo '[1]'", /printed what is no answer: it is no JSON object;/],
    'truncated' => [%q(echo '{"presence":{"schema":1,"peers":{"trunc'), /printed what is no answer: it is no sound JSON;/],
    'schema' => [%q(echo '{"presence":{"schema":2,"peers":{},"draining":{}}}'), /printed what is no answer: its schema is 2, this cookbook reads 1;/],
    'twice' => [%q(echo '{"presence":{"schema":1,"schema":1,"peers":{"twice":[]},"draining":{"twice":[]}}}'), /printed what is no answer: it is no sound JSON;/],
    'lacking' => [%q(echo '{"presence":{"schema":1,"peers":{},"draining":{}}}'), /printed what is no answer: it lacks lacking;/],
    'old' => [%q([ "$1" = -version ] && exec echo 'openjdk version "11.0.2" 2019-01-15' >&2; echo 'UnsupportedClassVersionError' >&2; exit 1),
              %r{/old is Java 11.0.2, and presence needs 17 or newer; install a Java 17 runtime}],
  }.freeze

  OTHERS = {
    'nojava' => %r{/nowhere/java does not start: No such file.*; install a Java 17 runtime},
    'nojar' => %r{Unable to access jarfile /nowhere/presence.jar \(exit code 1 of `.*`\); take the packaged cookbook},
    'brokenjar' => /Invalid or corrupt jarfile .* \(exit code 1 of `.*`\); take the packaged cookbook/,
    'fileforstore' => /presence: .+ \(exit code 11 of `.*`\);/,
    'emptied' => /presence: .+ \(exit code 11 of `.*`\);/,
    'gone' => /presence: .+ \(exit code 11 of `.*`\);/,
  }.freeze

  PARTS = (STAND_INS.keys + OTHERS.keys).freeze
  STORES = %w(fileforstore emptied gone).freeze

  # A store that is to fail is a part's own; the others are on one list.
  def stores(part)
    "stores #{machine.path("lists/#{part}").inspect}" if STORES.include?(part)
  end

  def recipe(faults)
    parts = PARTS.map { |part| "presence_peers('#{part}') { #{[stores(part), faults[part]].compact.join('; ')} }" }
    machine.recipe("#{parts.join("\n")}\n#{<<~'RUBY'}")
      file "#{node['machine']}/servers" do
        content node['presence']['peers'].map { |part, peers| "#{part}: #{Presence.endpoints(node, part).join}\n" }.sort.join
      end
    RUBY
  end

  before(:all) do
    machine.attributes('timeout' => 1, 'requires' => (PARTS - STORES).to_h { |part| [part, {}] })
    (PARTS - STORES).each { |part| machine.list.add("i-#{part}", part) }
    STORES.each { |part| PresenceList.new(machine.path("lists/#{part}")).add("i-#{part}", part) }
    recipe({})
    @good = machine.chef
    @servers = machine.read('etc/servers')

    # Chef's cache is wiped, which must cost nothing.
    FileUtils.rm_rf(machine.path('cache'))
    FileUtils.rm_rf(machine.path('lists/gone'))
    FileUtils.rm_rf(Dir[machine.path('lists/emptied/*')])
    FileUtils.rm_rf(machine.path('lists/fileforstore'))
    machine.write('lists/fileforstore', 'not a folder')
    truncated = machine.write('truncated.jar', File.binread(File.join(Sandbox::COOKBOOK, 'files/presence.jar'), 100_000))
    faults = STAND_INS.to_h { |part, (script, _)| [part, "java #{machine.script(part, script).inspect}"] }
    faults.update('nojava' => "java '/nowhere/java'", 'nojar' => "jar '/nowhere/presence.jar'", 'brokenjar' => "jar #{truncated.inspect}")
    recipe(faults)
    machine.attributes('timeout' => 1)
    @kept = Dir[machine.path('state/chef/*')].sort.to_h { |file| [file, File.binread(file)] }
    @bad = machine.chef
  end

  it 'has an answer for each part while all is well' do
    expect(@good.status).to eq(0), @good.log
    expect(@servers.lines.size).to eq PARTS.size
    expect(@good.lines_of_presence).to be_empty
  end

  it 'goes on, and the files made of the answers stay as they were' do
    expect([@bad.status, @bad.updated]).to eq([0, 0]), @bad.log
    expect(machine.read('etc/servers')).to eq @servers
  end

  it 'keeps the last good answers' do
    expect(Dir[machine.path('state/chef/*')].sort.to_h { |file| [file, File.binread(file)] }).to eq @kept
  end

  it 'ends in bounded time' do
    expect(@bad.seconds).to be < 60
  end

  STAND_INS.transform_values(&:last).merge(OTHERS).each do |part, line|
    it "says at the foot of the log, in one line, what happened to #{part}" do
      expect(@bad.foot(PARTS.size).lines.grep(/\b#{part} keeps the peers of its last good answer \(1\)$/)).to match [line]
    end
  end
end
