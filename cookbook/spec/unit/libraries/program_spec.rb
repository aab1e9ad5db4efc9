require 'chefspec_helper'

# Against real processes: scripts in place of java.
RSpec.describe Presence::Program do
  let(:folder) { File.join(Dir.mktmpdir('presence-spec'), 'a b').tap { |path| Dir.mkdir(path) } }
  let(:shell) { Class.new { include Chef::Mixin::ShellOut }.new.method(:shell_out) }

  after { FileUtils.remove_entry(File.dirname(folder)) }

  def run(script, seconds: 1, java: "#{folder}/java")
    File.write("#{folder}/java", "#!/bin/sh\n#{script}\n")
    File.chmod(0o755, "#{folder}/java")
    described_class.new(java: java, jar: "#{folder}/presence.jar", shell: shell).run(%w(resolve), seconds: seconds)
  end

  it 'hands out what was printed, and the warnings' do
    ended = run('echo "one warning" >&2; echo "$#"')

    expect([ended.stdout, ended.warnings, ended.problem]).to eq ["#{described_class::FLAGS.size + 3}\n", ['one warning'], nil]
  end

  it 'has a locale in which every file has a name, and no settings of the site' do
    ENV['JAVA_TOOL_OPTIONS'] = '-Dsite'

    expect(run('echo "$LC_ALL/$JAVA_TOOL_OPTIONS"').stdout).to eq "C.UTF-8/\n"
  ensure
    ENV.delete('JAVA_TOOL_OPTIONS')
  end

  it 'has the last line, the exit code and the command for a problem' do
    ended = run('echo one >&2; echo "the last." >&2; exit 10')

    expect(ended.problem.to_s).to match(%r{\Athe last \(exit code 10 of `\S+a\\ b/java -jar \S+a\\ b/presence.jar resolve`\)\z})
    expect(ended.warnings).to eq ['one']
  end

  it 'says when nothing was said' do
    expect(run('exit 3').problem.to_s).to match(/\Aexit code 3 of `.*`, without a word; run it by hand\z/)
  end

  it 'says when it was killed' do
    expect(run('kill -9 $$').problem.to_s).to match(/\Athe sudden end of `.*`, without a word/)
  end

  it 'is not drowned by a flood on stderr' do
    ended = run('yes "a warning" | head -c 1000000 >&2; exit 1')

    expect(ended.problem.to_s).to start_with 'a warning (exit code 1 of '
    expect(ended.problem.to_s.length).to be < 1_000
  end

  it 'shortens a line without end' do
    expect(run('head -c 1000000 /dev/zero | tr "\0" x >&2; exit 1').problem.to_s.length).to be < 1_500
  end

  it 'finds a Java that is too old, and only when it fails' do
    expect(run(<<~SH).problem.to_s).to eq "#{folder}/java is Java 1.8.0_392, and presence needs 17 or newer; #{Presence::Java::REMEDY}"
      [ "$*" = -version ] && exec echo 'java version "1.8.0_392"' >&2
      echo 'Unrecognized option: -Xlog:disable' >&2
      exit 1
    SH
  end

  it 'blames no Java that is new enough' do
    expect(run(<<~SH).problem.to_s).to match(/\AError: Invalid or corrupt jarfile \(exit code 1 of .*\); take the packaged cookbook/)
      [ "$*" = -version ] && exec echo 'openjdk version "17.0.15"' >&2
      echo 'Error: Invalid or corrupt jarfile' >&2
      exit 1
    SH
  end

  it 'says that there is no Java' do
    expect(run('', java: nil).problem.to_s).to eq "there is no java to run #{folder}/presence.jar with; #{Presence::Java::REMEDY}"
  end

  it 'says that the Java given is none' do
    expect(run('', java: "#{folder}/nowhere").problem.to_s).to match(%r{/nowhere does not start: No such file or directory.*; install a Java 17})
  end

  context 'with a second or two to spend' do
    before { stub_const("#{described_class}::GRACE", 0) }

    it 'ends a program that hangs' do
      expect(run('exec sleep 60').problem.to_s).to match(/`\S+.* resolve` did not end within 1 s; mend the slow store/)
    end

    it 'ends a program that talks for ever' do
      expect(run('exec yes').problem.to_s).to match(/did not end within 1 s/)
    end
  end
end
