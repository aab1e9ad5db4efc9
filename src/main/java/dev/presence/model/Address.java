package dev.presence.model;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a node is reached: an IPv4 or IPv6 literal or a host name. Nothing here asks a resolver.
 */
public final class Address {
  /** The rule in words, for messages. */
  public static final String RULE = "an address is an IPv4 or IPv6 literal or a host name";

  private static final int LONGEST_HOST = 253;
  private static final int IPV6_GROUPS = 8;
  private static final int NO_GROUPS = -IPV6_GROUPS - 1;

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST_HOST) {
      return false;
    }
    return text.indexOf(':') >= 0 ? isIpv6(text) : isIpv4(text) || isHost(text);
  }

  /**
   * One spelling for one place, to compare by: IPv6 in full, host names in lower case.
   *
   * @param address a valid address
   */
  public static String canonical(String address) {
    if (address.indexOf(':') < 0) {
      return lower(address);
    }
    try {
      return InetAddress.getByName(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e); // A literal is never looked up.
    }
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
    return !digits && !lower(text.substring(text.lastIndexOf('.') + 1)).startsWith("0x");
  }

  /** ASCII only, as the rule above lets nothing else in. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }

  private Address() {}
}
