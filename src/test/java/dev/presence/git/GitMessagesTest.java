package dev.presence.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;

class GitMessagesTest {
  private static String unreachable(String why) throws Exception {
    URIish url = new URIish("git@lists:list.git");
    return String.valueOf(
        GitMessages.unreachable("git:lists", new NoRemoteRepositoryException(url, why))
            .getMessage());
  }

  @Test
  void unreachable_whereSshCameToNoServer_saysThatAndSpeaksOfNoRepository() throws Exception {
    assertThat(unreachable("ssh: connect to host lists port 22: Connection refused"))
        .contains("cannot be reached", "Connection refused", "network")
        .doesNotContain("git init");
  }

  @Test
  void unreachable_whereTheServerHasNone_saysHowToMakeOne() throws Exception {
    assertThat(unreachable("fatal: 'list.git' does not appear to be a git repository"))
        .contains("no repository is there", "git init --bare");
  }
}
