package dev.presence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.presence.model.BadTextException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
  private static String name(String address) throws BadTextException {
    return StoreAddress.open(address, "0badcafe").name();
  }

  @Test
  void open_ofAPathInAnySpelling_isTheSameList(@TempDir Path folder) throws Exception {
    String list = folder.resolve("list").toString();

    assertThat(name(list)).isEqualTo(list);
    assertThat(name("folder:" + list)).isEqualTo(list);
    assertThat(name(list + "/../list/")).isEqualTo(list);
    assertThat(name(list + "//.")).isEqualTo(list);
  }

  @Test
  void open_ofARelativePath_isTakenFromTheCurrentFolder() throws Exception {
    assertThat(name("list")).isEqualTo(Path.of("list").toAbsolutePath().toString());
    assertThat(name("./a:b")).isEqualTo(Path.of("a:b").toAbsolutePath().toString());
    assertThat(name("1:b")).isEqualTo(Path.of("1:b").toAbsolutePath().toString());
    assertThat(name("folder:x:y")).isEqualTo(Path.of("x:y").toAbsolutePath().toString());
  }

  @Test
  void isZk_ofItsScheme_isTrueAndOfOthersFalse() {
    assertThat(StoreAddress.isZk("zk:a:2181/p")).isTrue();
    assertThat(StoreAddress.isZk("/srv/zk")).isFalse();
    assertThat(StoreAddress.isZk("folder:zk:x")).isFalse();
  }

  @Test
  void isGit_ofAnyRepository_isTrueAndOfFoldersFalse() {
    assertThat(StoreAddress.isGit("git:https://h/r.git")).isTrue();
    assertThat(StoreAddress.isGit("git://h/r.git")).isTrue();
    assertThat(StoreAddress.isGit("/srv/git")).isFalse();
    assertThat(StoreAddress.isGit("folder:git:x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/r", "Folder:/srv", "s3:bucket", "file:///srv/list", "a+b:c"})
  void open_ofAnUnknownScheme_isRefusedWithTheFolderThatMayBeMeant(String address) {
    assertThatThrownBy(() -> name(address))
        .isInstanceOf(BadTextException.class)
        .hasMessageContaining("no kind that is known")
        .hasMessageContaining("folder:" + address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "folder:", "folder: ", "a\u0000b"})
  void open_ofNoPath_isRefused(String address) {
    assertThatThrownBy(() -> name(address))
        .isInstanceOf(BadTextException.class)
        .hasMessageContaining("names no store")
        .message()
        .matches("\\p{Print}+");
  }
}
