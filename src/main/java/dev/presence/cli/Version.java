package dev.presence.cli;

/** The version of this build, as the jar's manifest says. */
final class Version {
  static final String NUMBER = number();
  static final String LINE = "presence " + NUMBER + "\n";

  private static String number() {
    String number = Version.class.getPackage().getImplementationVersion();
    return number == null ? "unpackaged" : number;
  }

  private Version() {}
}
