// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tenon.input.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path folder;

  private void add(String name, FileTime time) throws IOException {
    Files.createFile(folder.resolve(name));
    Files.setLastModifiedTime(folder, time);
  }

  @Test
  void folderAtRest_listedByAnotherFinder_isNotListedAgain() {
    Path atRest = Path.of(System.getProperty("java.home"), "lib");
    FolderListing first = FolderListing.NONE.refreshed(atRest);

    assertThat(first.names()).contains("modules");
    assertThat(first.refreshed(atRest)).isSameAs(first);
    assertThat(FolderListing.NONE.refreshed(atRest)).isSameAs(first);

    FolderListing anew = FolderListing.FORGOTTEN.refreshed(atRest);

    assertThat(anew).isNotSameAs(first);
    assertThat(FolderListing.NONE.refreshed(atRest)).isSameAs(anew);
  }

  @Test
  void folderThatChanged_isListedAgain() throws IOException {
    add("a", LONG_AGO);
    FolderListing first = FolderListing.NONE.refreshed(folder);
    Files.createFile(folder.resolve("b"));

    assertThat(first.refreshed(folder).names()).containsExactlyInAnyOrder("a", "b");
    assertThat(FolderListing.NONE.refreshed(folder).names()).hasSize(2);
  }

  @Test
  void folderThatChanged_whoseTimeWasSetBack_isListedAgain() throws IOException {
    add("a", LONG_AGO);
    FolderListing first = FolderListing.NONE.refreshed(folder);
    waitForTheClockOf(folder);
    add("b", LONG_AGO);

    assertThat(Files.getLastModifiedTime(folder)).isEqualTo(LONG_AGO);
    assertThat(first.refreshed(folder).names()).containsExactlyInAnyOrder("a", "b");
  }

  /// Returns when the file system stamps changes with a later time than the last one of the folder.
  private static void waitForTheClockOf(Path folder) throws IOException {
    FileStamp before = FileStamp.of(folder);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          Files.setLastModifiedTime(folder, LONG_AGO);
          return !FileStamp.of(folder).equals(before);
        });
  }

  @Test
  void folderThatChangesWithinATick_isListedByANewFinder() throws IOException {
    add("a", LONG_AGO);
    FolderListing _ = FolderListing.NONE.refreshed(folder);
    add("b", LONG_AGO);

    assertThat(FolderListing.NONE.refreshed(folder).names()).hasSize(2);
  }

  @Test
  void folderThatIsGone_holdsNothingAndSaysWhy() {
    FolderListing gone = FolderListing.NONE.refreshed(folder.resolve("gone"));

    assertThat(gone.names()).isEmpty();
    assertThat(gone.problem()).contains("no such file or directory");
  }
}
