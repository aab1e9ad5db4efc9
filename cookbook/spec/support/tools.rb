# Programs of others that an example needs. `./check` installs them in CI, where a missing one is a failure.
module Tools
  # The path of the program, or the example is skipped, which RSpec says.
  def tool(name)
    folder = [*ENV['PATH'].split(':'), '/usr/sbin', '/sbin'].find { |place| File.executable?(File.join(place, name)) }
    return File.join(folder, name) if folder
    raise "#{name} is missing: install it" if ENV['CI'] == 'true'

    skip "#{name} is not on this machine: install it to have this tried"
  end
end
