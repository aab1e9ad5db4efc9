require 'json'
require 'rexml/document'

load File.expand_path('../picture', __dir__)

# The picture of a run of four seconds.
RSpec.describe Picture do
  let(:seconds) { [{ 'at' => 0, 'app1' => 5, 'app2' => 5 }, { 'at' => 1, 'app1' => 2, 'failed' => 8 }, { 'at' => 2 }, { 'at' => 3, 'app2' => 6, 'failed' => 0 }] }
  let(:scenes) { [{ 'from' => 0, 'to' => 3.5, 'name' => 'app2 is powered off', 'figure' => '8 of 26 requests failed' }] }
  let(:marks) { [{ 'at' => 1.0, 'machine' => 'app2', 'text' => 'power off' }, { 'at' => 1.5, 'machine' => 'db', 'text' => 'restart' }] }
  let(:run) { { 'made' => '2026-11-29T12:00:00Z', 'commit' => 'abc1234', 'beat' => 10, 'seconds' => seconds, 'scenes' => scenes, 'marks' => marks } }
  let(:svg) { described_class.new(run).svg }
  let(:picture) { REXML::Document.new(svg) }

  def outlines(kind)
    picture.get_elements("//path[@class='#{kind}']").map { |path| path.attributes['d'] }
  end

  def texts(style = nil)
    picture.get_elements('//text').select { |text| style.nil? || text.attributes['class'] == style }.map(&:text)
  end

  it 'has a lane for each app server, as high in each second as its share of the requests' do
    expect(texts('name end')).to eq(%w(elsewhere app1 app2 failed))
    expect(outlines('lane')).to eq(['M0 0V50H1V20H2V0H4V0Z', 'M0 0V50H1V0H3V100H4V0Z'])
  end

  it 'shows what failed, and how many they were' do
    expect(outlines('failed')).to eq(['M0 0V0H1V100H2V0H4V0Z'])
    expect(texts('count middle')).to eq(['8'])
  end

  it 'shows a single failure among thousands' do
    seconds.replace(Array.new(1000) { |at| { 'at' => at, 'app1' => 10 } }).last['failed'] = 1
    expect(outlines('failed')).to eq(['M0 0V0H999V20H1002V0Z'])
    expect(texts('count middle')).to eq(['1'])
  end

  it 'tells what happened, when and on which machine' do
    expect(texts).to include('app2 is powered off', '8 of 26 requests failed', 'power off', 'db: restart')
    expect(texts.last).to end_with('a run of 2026-11-29T12:00:00Z, commit abc1234.')
  end

  it 'counts the minutes, also when it ends within a second' do
    marks.last['at'] = 150.5
    expect(texts('small middle')).to eq(['0 minutes', '1', '2'])
  end

  it 'keeps the numbers of short scenes apart' do
    scenes.replace(Array.new(12) { |index| { 'from' => index * 0.05, 'to' => (index + 1) * 0.05, 'name' => 'short', 'figure' => 'none' } })
    discs = picture.get_elements('//circle').map { |disc| Complex(disc.attributes['cx'].to_f, disc.attributes['cy'].to_f) }
    expect(discs.size).to eq(24)
    expect(discs.combination(2).map { |one, other| (one - other).abs }.min).to be >= 20
  end

  it 'keeps what happened at nearly the same time apart' do
    marks.replace(Array.new(12) { |index| { 'at' => index * 0.3, 'machine' => 'app1', 'text' => 'a text of some length' } })
    places = picture.get_elements("//text[starts-with(@class, 'mark')]").map { |text| [text.attributes['x'].to_f, text.attributes['y'].to_f] }
    expect(places.size).to eq(12)
    places.combination(2) { |(x, y), (other_x, other_y)| expect((x - other_x).abs > 120 || y != other_y).to be(true) }
  end

  it 'takes names and figures as text, whatever is in them' do
    hostile = %(</text><script>alert("1")</script>&amp;'\u0000\u202e\ud7ff\ufffe)
    seconds.first[hostile] = 1
    run.update('made' => hostile, 'commit' => hostile, 'scenes' => [scenes.first.merge('name' => hostile, 'figure' => hostile)], 'marks' => [marks.first.merge('text' => hostile)])
    expect(picture.get_elements('//script')).to be_empty
    expect(texts.count { |text| text.start_with?(%(</text><script>alert("1")</script>&amp;')) }).to eq(4)
    expect(svg).not_to match(/[\u0000\u202e\ufffe]/)
  end

  it 'is the same when the program draws it, byte for byte' do
    drawn = IO.popen([{ 'RUBYOPT' => nil }, File.expand_path('../picture', __dir__)], 'r+') do |program|
      program.write(JSON.generate(run))
      program.close_write
      program.read
    end
    expect(drawn).to eq(svg)
  end
end
