require 'chefspec_helper'

RSpec.describe Presence::Java do
  describe '.find' do
    let(:home) { Dir.mktmpdir('java home') }

    before { FileUtils.mkdir_p("#{home}/bin") }
    after { FileUtils.remove_entry(home) }

    def executable(name)
      "#{home}/bin/#{name}".tap { |path| File.write(path, '').then { File.chmod(0o755, path) } }
    end

    it 'takes the path that was given before any other' do
      executable('java')

      expect(described_class.find('/opt/java/bin/java', 'JAVA_HOME' => home)).to eq '/opt/java/bin/java'
    end

    it 'takes that of JAVA_HOME' do
      expect(described_class.find(nil, 'JAVA_HOME' => executable('java').delete_suffix('/bin/java'))).to eq "#{home}/bin/java"
    end

    it 'looks on the PATH where JAVA_HOME has none' do
      allow(described_class).to receive(:which).with('java').and_return('/usr/bin/java')

      expect(described_class.find(nil, 'JAVA_HOME' => home)).to eq '/usr/bin/java'
      expect(described_class.find(nil, 'JAVA_HOME' => '')).to eq '/usr/bin/java'
    end

    it 'finds none where there is none' do
      allow(described_class).to receive(:which).with('java').and_return(false)

      expect(described_class.find(nil, {})).to be_nil
    end
  end

  {
    %(openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment) => ['17.0.15', false],
    %(openjdk version "25" 2025-09-16) => ['25', false],
    %(openjdk version "21-ea" 2023-09-19) => ['21-ea', false],
    %(Picked up JAVA_TOOL_OPTIONS: -Dx="1"\nopenjdk version "11.0.2" 2019-01-15) => ['11.0.2', true],
    %(java version "1.8.0_392") => ['1.8.0_392', true],
  }.each do |said, (version, old)|
    it "reads #{version}" do
      expect(described_class.version(said)).to eq version
      expect(described_class.too_old?(version)).to be old
    end
  end

  it 'reads no version where none is said' do
    expect(described_class.version('java: not found')).to be_nil
  end
end
