package dev.presence.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of the facts that this program understands; all others travel unchanged. */
public final class KnownFacts {
  public static final String INSTANCE_ID = "instance-id";
  public static final String NODEPART = "nodepart";
  public static final String ADDRESS = "address";
  public static final String PORTS = "ports";
  public static final String STACKTYPE = "stacktype";
  public static final String DEPLOYMENT = "deployment";
  public static final String INITGITREPO = "initgitrepo";
  public static final String ZONE = "zone";
  public static final String WEIGHT = "weight";
  public static final String REQUIRES = "requires";
  public static final String STATE = "state";
  public static final String STATETSS = "statetss";
  public static final String STATELOG = "statelog";
  public static final String STATEREASON = "statereason";
  public static final String STATEBY = "stateby";
  public static final String STATEUNTIL = "stateuntil";
  public static final String TSS = "tss";

  private static final Set<String> ALL =
      Set.of(
          INSTANCE_ID,
          NODEPART,
          ADDRESS,
          PORTS,
          STACKTYPE,
          DEPLOYMENT,
          INITGITREPO,
          ZONE,
          WEIGHT,
          REQUIRES,
          STATE,
          STATETSS,
          STATELOG,
          STATEREASON,
          STATEBY,
          STATEUNTIL,
          TSS);

  /** A fact's name, as a file can carry it: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,62}}. */
  public static boolean isName(String name) {
    return Names.isWord(name, true);
  }

  /** A port's name: {@code [A-Za-z0-9][A-Za-z0-9_-]{0,62}}. */
  public static boolean isPortName(String name) {
    return Names.isWord(name, false);
  }

  /** Whether this program understands the fact. */
  public static boolean isKnown(String name) {
    return ALL.contains(name);
  }

  /** The fact that was probably meant by the name of an unknown one; null where none is near. */
  public static @Nullable String meantBy(String name) {
    String nearest = Nearest.of(name, ALL);
    int far = name.length() > 5 ? 2 : 1;
    return nearest != null && Nearest.distance(name, nearest) <= far ? nearest : null;
  }

  private KnownFacts() {}
}
