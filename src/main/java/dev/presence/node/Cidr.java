package dev.presence.node;

import dev.presence.model.Address;
import dev.presence.model.BadTextException;
import dev.presence.model.Digits;
import dev.presence.model.Printable;
import java.math.BigInteger;
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
   * @throws BadTextException when it is none
   */
  public static Cidr parse(String text) throws BadTextException {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    if (Address.isLiteral(literal)) {
      try {
        InetAddress network = InetAddress.getByName(literal);
        int most = 8 * network.getAddress().length;
        int bits = slash < 0 ? most : Digits.parse(text.substring(slash + 1));
        if (bits >= 0 && bits <= most) {
          return new Cidr(network, bits);
        }
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e); // A literal is never looked up.
      }
    }
    throw new BadTextException("a network such as 10.0.3.0/24, not \"" + Printable.of(text) + "\"");
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
    int differ = new BigInteger(1, mine).xor(new BigInteger(1, other)).bitLength();
    return differ <= 8 * mine.length - bits;
  }
}
