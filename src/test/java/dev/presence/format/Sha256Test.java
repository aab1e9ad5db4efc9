package dev.presence.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void hex_ofEveryLengthAndOfRandomBytes_isTheJdksOwn() throws Exception {
    Random random = new Random(20261122);
    MessageDigest jdk = MessageDigest.getInstance("SHA-256");
    for (int length = 0; length < 1000; length++) {
      byte[] bytes = new byte[length < 300 ? length : random.nextInt(20_000)];
      random.nextBytes(bytes);
      assertThat(Sha256.hex(bytes))
          .as("%s bytes", bytes.length)
          .isEqualTo(HexFormat.of().formatHex(jdk.digest(bytes)));
    }
  }
}
