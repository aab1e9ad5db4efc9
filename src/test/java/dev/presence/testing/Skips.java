package dev.presence.testing;

import java.io.PrintStream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Says of each test that was not run which one it is and why, in a line: Maven only counts them.
 * JUnit finds it by {@code META-INF/services}.
 */
public final class Skips implements TestExecutionListener {
  private final PrintStream to;

  /** For JUnit. */
  public Skips() {
    this(System.err);
  }

  Skips(PrintStream to) {
    this.to = to;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    say(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      say(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason is given"));
    }
  }

  private void say(TestIdentifier test, String reason) {
    to.print("SKIPPED: %s: %s\n".formatted(name(test), reason.lines().findFirst().orElse("")));
  }

  /** As Maven's option takes it, and the case behind it where a test has several. */
  private static String name(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof ClassSource all) {
      return simple(all.getClassName());
    }
    if (source instanceof MethodSource one) {
      String name = simple(one.getClassName()) + "#" + one.getMethodName();
      boolean isCase = !test.getDisplayName().startsWith(one.getMethodName());
      return isCase ? name + " " + test.getDisplayName() : name;
    }
    return test.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
