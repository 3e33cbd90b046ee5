// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.imports.path.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostArchivesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "jar:file:///srv/a.jar!/META-INF/tenon/, /srv/a.jar!/META-INF/tenon",
    "jar:file:/srv/a%20b.jar!/META-INF/tenon/, /srv/a b.jar!/META-INF/tenon",
    "jar:file:/app.jar!/BOOT-INF/lib/n.jar!/META-INF/tenon/,"
        + " /app.jar!/BOOT-INF/lib/n.jar!/META-INF/tenon",
    "jar:nested:/srv/app.jar/!BOOT-INF/lib/n.jar!/META-INF/tenon/,"
        + " /srv/app.jar!/BOOT-INF/lib/n.jar!/META-INF/tenon",
  })
  void entry_ofAnArchive_isOneOfThePath(String url, String entry) {
    assertThat(HostArchives.entry(url)).contains(entry);
  }

  @ParameterizedTest
  @CsvSource({"jrt:/m/META-INF/tenon/", "jar:http://host/a.jar!/META-INF/tenon/", "jar:file:%"})
  void entry_ofSomethingElse_isNone(String url) {
    assertThat(HostArchives.entry(url)).isEmpty();
  }

  @Test
  void entry_ofAFolder_isThatOfThisPlatform() throws Exception {
    Path all = folder.resolve("META-INF/tenon");
    Files.createDirectories(all);
    String url = all.toUri().toString();

    assertThat(HostArchives.entry(url)).isEmpty();
    Path here = Files.createDirectory(all.resolve(Platform.current().name()));
    assertThat(HostArchives.entry(url)).contains(here.toString());
  }
}
