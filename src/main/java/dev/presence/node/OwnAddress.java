package dev.presence.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address under which others reach this node, when no fact says so: the one that the default
 * route uses. Never loopback, link-local, or on a bridge that containers or virtual machines of
 * this host share.
 */
public final class OwnAddress {
  /**
   * Documentation addresses (RFC 5737, RFC 3849): only the default route leads there. Connecting a
   * datagram socket asks the kernel for the route and sends nothing.
   */
  private static final List<String> FAR = List.of("192.0.2.1", "2001:db8::1");

  /**
   * How Docker, Podman, CNI, libvirt, LXC, LXD and nspawn name the bridges and cables they make.
   */
  private static final List<String> INNER =
      List.of(
          "docker", "br-", "podman", "cni", "flannel", "cali", "virbr", "lxcbr", "lxdbr", "incusbr",
          "veth", "vb-", "ve-");

  /** The address that the default route uses; null when there is none to be used. */
  public static @Nullable String find() {
    for (String far : FAR) {
      InetAddress source = source(far);
      if (source != null && isUsable(source) && isReachableFromOutside(source)) {
        return plain(source);
      }
    }
    return null;
  }

  /** The usable address in that network; the smallest interface first, null when there is none. */
  public static @Nullable String findIn(Cidr network) {
    for (InetAddress address : all()) {
      if (isUsable(address) && network.contains(address)) {
        return plain(address);
      }
    }
    return null;
  }

  private static @Nullable InetAddress source(String far) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(far), 9));
      return socket.getLocalAddress();
    } catch (IOException | UncheckedIOException e) {
      return null; // No route to there.
    }
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }

  private static boolean isReachableFromOutside(InetAddress address) {
    try {
      NetworkInterface network = NetworkInterface.getByInetAddress(address);
      return network != null && !isInner(network.getName());
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isInner(String name) {
    for (String inner : INNER) {
      if (name.startsWith(inner)) {
        return true;
      }
    }
    return false;
  }

  /** Every address of every interface that is up, by interface index, then by address. */
  private static List<InetAddress> all() {
    List<InetAddress> all = new ArrayList<>();
    try {
      List<NetworkInterface> networks = Collections.list(NetworkInterface.getNetworkInterfaces());
      networks.sort((a, b) -> Integer.compare(a.getIndex(), b.getIndex()));
      for (NetworkInterface network : networks) {
        if (network.isUp()) {
          List<InetAddress> addresses = Collections.list(network.getInetAddresses());
          addresses.sort((a, b) -> plain(a).compareTo(plain(b)));
          all.addAll(addresses);
        }
      }
    } catch (SocketException e) {
      return all;
    }
    return all;
  }

  /** Without the {@code %eth0} that Java puts behind an IPv6 address. */
  private static String plain(InetAddress address) {
    String text = address.getHostAddress();
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  private OwnAddress() {}
}
