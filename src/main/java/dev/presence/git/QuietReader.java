package dev.presence.git;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit from everything that a run of each minute cannot have: three seconds of measuring the
 * file store, forks of the {@code git} program, a look-up of this machine's own name, files of the
 * user's that it would read or write, and traces on stderr.
 */
final class QuietReader extends SystemReader.Delegate {
  /** Of the threads of JGit's own. */
  private static final String OWN = "JGit-";

  private static boolean installed;

  /** Not of JGit's classes for files, which cost a tenth of a run to be prepared. */
  private final StoredConfig config = new Fixed();

  private QuietReader(SystemReader usual) {
    super(usual);
  }

  /** To be called before anything else of JGit. */
  static synchronized void install() {
    if (!installed) {
      SystemReader.setInstance(new QuietReader(SystemReader.getInstance()));
      Thread.setDefaultUncaughtExceptionHandler(QuietReader::hear);
      installed = true;
    }
  }

  /** The server of a path is a thread of this process; what ends it is told by who asked it. */
  private static void hear(Thread thread, Throwable e) {
    if (!thread.getName().startsWith(OWN)) {
      e.printStackTrace();
    }
  }

  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : super.getenv(variable);
  }

  @Override
  public StoredConfig getSystemConfig() {
    return config;
  }

  @Override
  public StoredConfig getJGitConfig() {
    return config;
  }

  @Override
  public StoredConfig getUserConfig() {
    return config;
  }

  /** A configuration that is in no file, and has an answer for every file store. */
  private static final class Fixed extends StoredConfig {
    private static final long RESOLUTION_SECONDS = 2;

    private Fixed() {
      // A push to a file:// repository must not begin a gc there that dies with this process.
      setInt("gc", null, "auto", 0);
      setBoolean("receive", null, "autogc", false);
      setBoolean("fetch", null, "autogc", false);
    }

    @Override
    public void load() {
      // There is nothing to load.
    }

    @Override
    public void save() {
      // Nor anywhere to save it.
    }

    /** Two seconds is what JGit takes for a file store that it could not measure. */
    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long usual, TimeUnit unit) {
      if (section.equals("filesystem")) {
        return name.equals("timestampResolution")
            ? unit.convert(Duration.ofSeconds(RESOLUTION_SECONDS))
            : 0;
      }
      return super.getTimeUnit(section, subsection, name, usual, unit);
    }
  }
}
