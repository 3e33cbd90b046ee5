package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
  void folderAtRest_listedByAnotherFinder_isNotListedAgain() throws IOException {
    add("a", LONG_AGO);
    FolderListing first = FolderListing.NONE.refreshed(folder);

    assertThat(first.names()).containsExactly("a");
    assertThat(first.refreshed(folder)).isSameAs(first);
    assertThat(FolderListing.NONE.refreshed(folder)).isSameAs(first);
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
  void folderThatChangesWithinATick_isListedByANewFinder() throws IOException {
    FileTime now = FileTime.from(Instant.now());
    add("a", now);
    FolderListing first = FolderListing.NONE.refreshed(folder);
    add("b", now);

    assertThat(first.refreshed(folder)).isSameAs(first);
    assertThat(FolderListing.NONE.refreshed(folder).names()).hasSize(2);
  }

  @Test
  void listingThatWasForgotten_isMadeAnewForAll() throws IOException {
    add("a", LONG_AGO);
    FolderListing first = FolderListing.NONE.refreshed(folder);
    add("b", LONG_AGO);
    assertThat(FolderListing.NONE.refreshed(folder)).isSameAs(first);

    FolderListing anew = FolderListing.FORGOTTEN.refreshed(folder);

    assertThat(anew.names()).hasSize(2);
    assertThat(FolderListing.NONE.refreshed(folder)).isSameAs(anew);
  }

  @Test
  void folderThatIsGone_holdsNothingAndSaysWhy() {
    FolderListing gone = FolderListing.NONE.refreshed(folder.resolve("gone"));

    assertThat(gone.names()).isEmpty();
    assertThat(gone.problem()).contains("no such file or directory");
  }
}
