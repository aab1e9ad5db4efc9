package dev.presence.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of its own: machines that are namespaces, each with its {@code eth0} at one switch.
 * Nothing of it is seen from outside, and nothing of outside from it.
 */
public final class Network implements AutoCloseable {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name =
      "presence-%d-%d".formatted(ProcessHandle.current().pid(), MADE.incrementAndGet());
  private final List<String> machines;
  private final List<String> made = new ArrayList<>();

  private Network(List<String> machines) {
    this.machines = machines;
  }

  /** Makes one; skips the test where that is not allowed. */
  public static Network of(List<String> machines) throws IOException, InterruptedException {
    Machine.needs(Machine.isRoot(), "root, to make network namespaces");
    Network network = new Network(List.copyOf(machines));
    Machine.needs(network.make("switch"), "'ip netns add' to be allowed");
    try {
      network.ip("switch", "link add br0 type bridge");
      network.ip("switch", "link set br0 up");
      for (String machine : machines) {
        network.plug(machine);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      network.close();
      throw e;
    }
    return network;
  }

  private boolean make(String machine) throws InterruptedException {
    boolean can = Machine.can("ip", "netns", "add", namespace(machine));
    if (can) {
      made.add(machine);
    }
    return can;
  }

  private void plug(String machine) throws IOException, InterruptedException {
    make(machine);
    String port = port(machine);
    ip(
        machine,
        "link add eth0 type veth peer name %s netns %s".formatted(port, namespace("switch")));
    ip("switch", "link set %s master br0 up".formatted(port));
    ip(machine, "addr add %s/24 dev eth0".formatted(address(machine)));
    ip(machine, "link set lo up");
    ip(machine, "link set eth0 up");
  }

  private String namespace(String machine) {
    return name + "-" + machine;
  }

  private String port(String machine) {
    return "port" + machines.indexOf(machine);
  }

  /** That machine's. */
  public String address(String machine) {
    return "10.98.0." + (1 + machines.indexOf(machine));
  }

  /** What a program is started by, to run on that machine. */
  public List<String> on(String machine) {
    return List.of("ip", "netns", "exec", namespace(machine));
  }

  /** Pulls the plug: what is sent either way from then on is lost, and nobody is told. */
  public void cut(String machine) throws IOException, InterruptedException {
    ip("switch", "link set %s down".formatted(port(machine)));
  }

  public void mend(String machine) throws IOException, InterruptedException {
    ip("switch", "link set %s up".formatted(port(machine)));
  }

  private void ip(String machine, String arguments) throws IOException, InterruptedException {
    Machine.must(("ip -n " + namespace(machine) + " " + arguments).split(" ", -1));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String machine : made) {
      Machine.run("ip", "netns", "delete", namespace(machine));
    }
    made.clear();
  }
}
