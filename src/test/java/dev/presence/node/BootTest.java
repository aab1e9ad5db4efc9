package dev.presence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BootTest {
  @Test
  void id_ofThisBoot_isTheKernelsAndStays() throws Exception {
    Path kernels = Path.of("/proc/sys/kernel/random/boot_id");
    assumeTrue(Files.exists(kernels), "this system tells no boots apart");

    assertThat(Boot.id()).isEqualTo(Files.readString(kernels).strip()).isEqualTo(Boot.id());
  }
}
