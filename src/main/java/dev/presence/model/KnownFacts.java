package dev.presence.model;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts that this program understands, and their types and forms (DESIGN section 3). All others
 * travel unchanged.
 */
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
  public static final String STATE = "state";
  public static final String STATETSS = "statetss";
  public static final String STATELOG = "statelog";
  public static final String STATEREASON = "statereason";
  public static final String STATEBY = "stateby";
  public static final String STATEUNTIL = "stateuntil";
  public static final String TSS = "tss";

  private static final int MOST_WEIGHT = 256;
  private static final int MOST_PORT = 65535;

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

  /** Whether this program understands the fact. */
  public static boolean isKnown(String name) {
    return ALL.contains(name);
  }

  /** Checks one fact; an unknown one passes. */
  static void check(String name, @Nullable Object value) throws BadFactException {
    switch (name) {
      case INSTANCE_ID -> require(NodeName.isValid(text(name, value)), name, NodeName.RULE);
      case NODEPART -> require(PartName.isValid(text(name, value)), name, PartName.RULE);
      case ADDRESS -> require(Address.isValid(text(name, value)), name, Address.RULE);
      case STACKTYPE, DEPLOYMENT, ZONE -> checkLabel(name, text(name, value));
      case STATE -> {
        String word = text(name, value);
        require(
            word.isEmpty() || NodeState.isWord(word),
            name,
            "a state is 1 to 63 of A-Z, a-z, 0-9, '_', '-'");
      }
      case TSS, STATETSS, STATEUNTIL -> require(Stamp.isValid(text(name, value)), name, Stamp.RULE);
      case STATELOG, STATEREASON, STATEBY, INITGITREPO -> text(name, value);
      case PORTS -> checkPorts(value);
      case WEIGHT ->
          require(
              value instanceof Long weight && weight >= 0 && weight <= MOST_WEIGHT,
              name,
              "a weight is an integer from 0 to 256");
      default -> {}
    }
  }

  private static String text(String name, @Nullable Object value) throws BadFactException {
    if (value instanceof String text) {
      return text;
    }
    throw new BadFactException(name + " is not text");
  }

  /** The original system wrote {@code ""} for a label that it did not have. */
  private static void checkLabel(String name, String text) throws BadFactException {
    require(
        text.isEmpty() || (Names.isWord(text, true) && !text.equals(Scope.ANY)),
        name,
        "it is 1 to 63 of A-Z, a-z, 0-9, '.', '_', '-', and not \"any\"");
  }

  private static void checkPorts(@Nullable Object value) throws BadFactException {
    if (!(value instanceof Map<?, ?> ports)) {
      throw new BadFactException("ports is not an object such as {\"http\": 80}");
    }
    for (Map.Entry<?, ?> port : ports.entrySet()) {
      String name = String.valueOf(port.getKey());
      require(
          Names.isWord(name, false),
          PORTS,
          "the name \"" + Printable.of(name) + "\" is not 1 to 63 of A-Z, a-z, 0-9, '_', '-'");
      require(
          port.getValue() instanceof Long number && number >= 1 && number <= MOST_PORT,
          PORTS,
          name + " is not an integer from 1 to 65535");
    }
  }

  private static void require(boolean held, String name, String rule) throws BadFactException {
    if (!held) {
      throw new BadFactException(name + ": " + rule);
    }
  }

  private KnownFacts() {}
}
