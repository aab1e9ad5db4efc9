package dev.presence.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Where a node is reached: an IPv4 or IPv6 literal or a host name, but no address that is nobody's
 * (unspecified, multicast, broadcast). Nothing here asks a resolver.
 *
 * @param text as it was said
 */
public record Address(String text) {
  /** The rule in words, for messages. */
  public static final String RULE =
      "an address is an IPv4 or IPv6 literal or a host name, neither unspecified (such as 0.0.0.0)"
          + " nor multicast";

  private static final int LONGEST_HOST = 253;
  private static final int IPV6_GROUPS = 8;
  private static final int NO_GROUPS = -IPV6_GROUPS - 1;

  public Address {
    if (!isValid(text)) {
      throw new IllegalArgumentException("\"" + Printable.of(text) + "\": " + RULE);
    }
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST_HOST) {
      return false;
    }
    if (text.indexOf(':') >= 0) {
      return isIpv6(text) && isSomebodys(literal(text).getAddress());
    }
    return isIpv4(text) ? isSomebodys(octets(text)) : isHost(text);
  }

  /** Whether the text is an IPv4 or IPv6 literal, of whomever. */
  public static boolean isLiteral(String text) {
    return text.indexOf(':') >= 0 ? isIpv6(text) : isIpv4(text);
  }

  /** One spelling for one place, to compare by: IPv6 in full, host names in lower case. */
  public String canonical() {
    return text.indexOf(':') < 0 ? text.toLowerCase(Locale.ROOT) : literal(text).getHostAddress();
  }

  /**
   * Whether it leads back to whoever asks: right on a machine alone, wrong on a list of several.
   */
  public boolean isLoopback() {
    return text.indexOf(':') >= 0
        ? literal(text).isLoopbackAddress()
        : (text.startsWith("127.") && isIpv4(text)) || text.equalsIgnoreCase("localhost");
  }

  @Override
  public String toString() {
    return text;
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e); // A literal is never looked up.
    }
  }

  private static byte[] octets(String text) {
    byte[] octets = new byte[4];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        at++;
      } else {
        octets[at] = (byte) (octets[at] * 10 + text.charAt(i) - '0');
      }
    }
    return octets;
  }

  /** Four bytes of IPv4, an IPv4 within IPv6 being one, or sixteen of IPv6. */
  private static boolean isSomebodys(byte[] address) {
    int first = address[0] & 0xff;
    if (address.length == 4) {
      boolean broadcast = true;
      for (byte octet : address) {
        broadcast &= octet == (byte) 0xff;
      }
      return first != 0 && (first < 224 || first > 239) && !broadcast;
    }
    boolean unspecified = true;
    for (byte octet : address) {
      unspecified &= octet == 0;
    }
    return first != 0xff && !unspecified;
  }

  /** Four numbers of 0 to 255 without leading zeros, which some programs read as octal. */
  private static boolean isIpv4(String text) {
    int numbers = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (!isOctet(text, start, i)) {
          return false;
        }
        numbers++;
        start = i + 1;
      }
    }
    return numbers == 4;
  }

  private static boolean isOctet(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
      return false;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!Names.isDigit(text.charAt(i))) {
        return false;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number <= 255;
  }

  /**
   * Eight groups of one to four hex digits (RFC 4291), one run of them perhaps left out as {@code
   * ::}, the last two perhaps as IPv4. The JDK takes more than that for an address, and asks a
   * resolver for some of it.
   */
  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == IPV6_GROUPS;
    }
    int head = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    int tail = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
    return head >= 0 && tail >= 0 && head + tail < IPV6_GROUPS;
  }

  /** How many groups stand there, an IPv4 at the end being two; less than 0 for none at all. */
  private static int groups(String text, boolean atEnd) {
    int groups = 0;
    int start = 0;
    while (true) {
      int colon = text.indexOf(':', start);
      String group = text.substring(start, colon < 0 ? text.length() : colon);
      if (colon < 0 && atEnd && isIpv4(group)) {
        return groups + 2;
      }
      if (!isHexGroup(group)) {
        return NO_GROUPS;
      }
      groups++;
      if (colon < 0) {
        return groups;
      }
      start = colon + 1;
    }
  }

  private static boolean isHexGroup(String group) {
    for (int i = 0; i < group.length(); i++) {
      char c = group.charAt(i);
      if (!Names.isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
        return false;
      }
    }
    return !group.isEmpty() && group.length() <= 4;
  }

  /**
   * RFC 1123 labels; the last one is no number, so that neither 10.0.3.999 nor 0x7f000001, which
   * some resolvers take for an address, is a host.
   */
  private static boolean isHost(String text) {
    int start = 0;
    boolean digits = true;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (i == start || i - start > Names.LONGEST || text.charAt(i - 1) == '-') {
          return false;
        }
        if (i < text.length()) {
          digits = true;
        }
        start = i + 1;
      } else {
        char c = text.charAt(i);
        if (!Names.isAlphanumeric(c) && !(c == '-' && i > start)) {
          return false;
        }
        digits &= Names.isDigit(c);
      }
    }
    return !digits
        && !text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).startsWith("0x");
  }
}
