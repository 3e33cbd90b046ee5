// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.nativeext.bridge.LinkFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How images get into the process, with a system that is played.
class ImageFilesTest {

  private static final int NO_SUCH_CALL = 38;

  @TempDir private Path folder;
  private final Path library = Path.of("/modules/legacy.so");
  private final FakeSystem system = new FakeSystem();

  /// A system that maps everything but what it is told to refuse.
  private static final class FakeSystem implements ImageFiles.Calls, ImageFiles.Content {
    long memory = 7;
    String refusesMemory = "";
    String refusesDisk = "";
    final List<String> opened = new ArrayList<>();
    final List<byte[]> onDisk = new ArrayList<>();

    @Override
    public ByteBuffer bytes() {
      return ByteBuffer.wrap(ImageFilesTest.bytes());
    }

    @Override
    public long seal() {
      return memory;
    }

    @Override
    public long number() {
      return 12;
    }

    @Override
    public long open(String place) throws LinkFailure {
      opened.add(place);
      String refusal = place.startsWith("/proc/") ? refusesMemory : refusesDisk;
      if (!refusal.isEmpty()) {
        throw new LinkFailure(place + ": " + refusal);
      }
      if (!place.startsWith("/proc/")) {
        try {
          onDisk.add(Files.readAllBytes(Path.of(place)));
        } catch (IOException e) {
          throw new LinkFailure(e.toString());
        }
      }
      return 1;
    }
  }

  private ImageFiles files(Path place) {
    return new ImageFiles(system, Optional.of(place));
  }

  private ImageFiles files() {
    return new ImageFiles(system, Optional.empty());
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static byte[] bytes() {
    return new byte[] {1, 2, 3};
  }

  @Test
  void image_fromMemory_isMappedByItsDescriptor() throws LinkFailure {
    ImageFiles.Mapped mapped = files().map(library, system);

    assertThat(system.opened).containsExactly(mapped.name());
    assertThat(mapped.name()).startsWith("/proc/self/fd/").endsWith("/7");
  }

  @Test
  void names_ofOneDescriptor_areDifferentEachTime() {
    Set<String> names = new HashSet<>();
    for (int number = 1; number <= 5000; number++) {
      names.add(ImageFiles.place(7, number));
    }

    assertThat(names).hasSize(5000).allMatch(name -> name.length() < 120);
  }

  @Test
  void image_withoutMemoryFiles_isMappedFromDiskAndNothingIsLeft() throws Exception {
    system.memory = -NO_SUCH_CALL;
    ImageFiles.Mapped mapped = files().map(library, system);

    assertThat(mapped.name()).endsWith("-legacy.so");
    assertThat(system.onDisk).containsExactly(bytes());
    assertThat(Path.of(mapped.name())).doesNotExist();
  }

  @Test
  void image_thatTheSystemDoesNotMapFromMemory_isMappedFromDisk() throws LinkFailure {
    system.refusesMemory = "failed to map segment from shared object: Operation not permitted";
    files().map(library, system);

    assertThat(system.opened).hasSize(2);
    assertThat(system.onDisk).containsExactly(bytes());
  }

  @Test
  void image_thatTheLinkerRefuses_isNotTriedAgain() {
    system.refusesMemory = "undefined symbol: gone";

    assertThatExceptionOfType(LinkFailure.class)
        .isThrownBy(() -> files().map(library, system))
        .withMessage("/modules/legacy.so: undefined symbol: gone");
    assertThat(system.opened).hasSize(1);
  }

  @Test
  void folder_thatIsNamed_isUsedAtOnceAndLeftEmpty() throws Exception {
    files(folder).map(library, system);

    assertThat(system.opened).hasSize(1).allMatch(place -> place.startsWith(folder.toString()));
    assertThat(left()).isEmpty();
  }

  @Test
  void folder_thatCannotBeWritten_isTold() {
    assertThatExceptionOfType(LinkFailure.class)
        .isThrownBy(() -> files(folder.resolve("none")).map(library, system))
        .withMessageContaining("no copy of it can be written into " + folder.resolve("none"))
        .withMessageContaining("tenon.image.folder");
  }

  @Test
  void folder_thatIsMountedWithoutExecution_isTold() throws IOException {
    system.refusesDisk = "failed to map segment from shared object: Operation not permitted";

    assertThatExceptionOfType(LinkFailure.class)
        .isThrownBy(() -> files(folder).map(library, system))
        .withMessageContaining("/modules/legacy.so: failed to map segment")
        .withMessageContaining("copied into " + folder)
        .withMessageContaining("tenon.image.folder");
    assertThat(left()).isEmpty();
  }
}
