// SPDX-License-Identifier: Apache-2.0
package dev.tenon.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivePlaceTest {

  @TempDir private Path folder;

  private ArchivePlace in(String place) {
    return ArchivePlace.of(folder + "/" + place);
  }

  @Test
  void archive_endsWhereTheFileDoes() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("odd!/more.jar!"));
    Path jar = Files.createFile(odd.resolve("app.jar"));
    Path plain = Files.createFile(folder.resolve("program"));

    assertThat(in("odd!/more.jar!/app.jar!/lib/in.jar!/a.py"))
        .isEqualTo(new ArchivePlace(jar, "lib/in.jar!/a.py"));
    assertThat(in("odd!/more.jar!/app.jar")).isEqualTo(new ArchivePlace(jar, null));
    assertThat(in("odd!/more.jar!")).isEqualTo(new ArchivePlace(odd, null));
    assertThat(in("program!/a")).isEqualTo(new ArchivePlace(plain, "a"));
  }

  @Test
  void archiveThatIsGoneForAMoment_isKnownByItsName() {
    assertThat(in("odd!/app.jar!/in.zip!/a.py"))
        .isEqualTo(new ArchivePlace(folder.resolve("odd!/app.jar"), "in.zip!/a.py"));
    assertThat(in("odd!/a.py")).isEqualTo(new ArchivePlace(folder.resolve("odd!/a.py"), null));
    assertThat(in("odd!/")).isEqualTo(new ArchivePlace(folder.resolve("odd!"), null));
  }
}
