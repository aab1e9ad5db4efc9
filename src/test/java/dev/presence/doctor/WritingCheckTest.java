package dev.presence.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.presence.doctor.Finding.Grade;
import dev.presence.files.Deadline;
import dev.presence.store.FolderStore;
import dev.presence.store.Store;
import dev.presence.store.Stores;
import dev.presence.testing.ForwardingStore;
import dev.presence.testing.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritingCheckTest {
  private final Path folder;
  private final Store store;

  WritingCheckTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.store = new FolderStore(folder, "0badcafe");
    store.create();
  }

  private static List<Finding> look(Store store) {
    return new WritingCheck(new Stores(List.of(store), Deadline.in(Duration.ofMinutes(1)))).look();
  }

  private Store apart(@Nullable Duration apart) {
    return new ForwardingStore(store) {
      @Override
      public @Nullable Duration tryWriting() {
        return apart;
      }
    };
  }

  @Test
  void store_thatCanBeWritten_isFineAndAsBefore() throws Exception {
    List<String> before = Tree.names(folder.resolve("all"));

    assertThat(look(store))
        .containsExactly(new Finding("writing", Grade.OK, folder + " can be written"));
    assertThat(Tree.names(folder.resolve("all"))).isEqualTo(before);
  }

  @Test
  void store_thatIsAway_isBad() {
    List<Finding> findings = look(ForwardingStore.away("/away"));

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).grade()).isEqualTo(Grade.BAD);
    assertThat(findings.get(0).check()).isEqualTo("writing");
  }

  @ParameterizedTest
  @CsvSource({
    "31, is 31 s ahead of",
    "3600, is 3600 s ahead of",
    "-31, is 31 s behind",
    "-3600, is 3600 s behind",
  })
  void clockOfAStore_aheadOrBehind_isBad(long seconds, String words) {
    assertThat(look(apart(Duration.ofSeconds(seconds))))
        .filteredOn(finding -> finding.check().equals("clock"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.grade()).isEqualTo(Grade.BAD))
        .satisfies(finding -> assertThat(finding.says()).contains(words, "NTP"));
  }

  @ParameterizedTest
  @CsvSource({"0", "30999", "-30000", "-1"})
  void clockOfAStore_nearThisOne_isNotWorthAWord(long millis) {
    assertThat(look(apart(Duration.ofMillis(millis)))).hasSize(1);
  }

  @Test
  void store_thatTellsNoClock_isFine() {
    assertThat(look(apart(null))).hasSize(1);
  }
}
