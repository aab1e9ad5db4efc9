package dev.presence.zk;

import dev.presence.testing.DebianZookeeper;
import dev.presence.testing.Installed;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents on a ZooKeeper of Debian's that are there for all cases of a class: each finds the fleet
 * whole, and leaves it so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LastingFleet {
  @AutoClose DebianZookeeper server;
  @AutoClose AgentFleet fleet;

  /** The files of all answers as a case begins. */
  Map<String, String> answers = Map.of();

  /** Whose session each mark is of as a case begins. */
  Map<String, Long> marks = Map.of();

  /** Starts the server with its data in that folder. */
  abstract DebianZookeeper server(Path folder) throws Exception;

  /** Its list as agents name it, once it is started. */
  abstract String list();

  @BeforeAll
  void begin(@TempDir Path folder) throws Exception {
    Installed program = AgentFleet.program(folder);
    server = server(folder.resolve("zookeeper"));
    fleet = new AgentFleet(new Installed(folder, program), folder, "5s", list());
  }

  @BeforeEach
  void whole() throws Exception {
    fleet.until(() -> fleet.isWhole(marks()));
    answers = fleet.answers();
    marks = marks();
  }

  /** The marks that stand now. */
  Map<String, Long> marks() throws Exception {
    return server.byHand(AgentFleet::marks);
  }

  /** All are back, and their news are heard as before. */
  @AfterEach
  void isHealed() throws Exception {
    fleet.until(() -> fleet.isWhole(marks()));
    fleet.hears();
    fleet.must("i-lb1", "undrain", "i-app2");
  }
}
