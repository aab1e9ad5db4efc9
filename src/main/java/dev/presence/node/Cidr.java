package dev.presence.node;

import dev.presence.model.Address;
import dev.presence.model.Digits;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network, {@code 10.0.3.0/24} or {@code fd00::/8}.
 *
 * @param network its address
 * @param bits how many leading bits are the network's
 */
public record Cidr(InetAddress network, int bits) {
  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    boolean isLiteral =
        Address.isValid(literal) && (literal.indexOf(':') >= 0 || isDigitsAndDots(literal));
    if (isLiteral) {
      try {
        InetAddress network = InetAddress.getByName(literal);
        int most = 8 * network.getAddress().length;
        int bits = slash < 0 ? most : Digits.parse(text.substring(slash + 1));
        if (bits >= 0 && bits <= most) {
          return new Cidr(network, bits);
        }
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static boolean isDigitsAndDots(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((mine[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
