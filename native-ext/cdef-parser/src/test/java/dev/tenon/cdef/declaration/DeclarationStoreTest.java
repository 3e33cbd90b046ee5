// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeclarationStoreTest {

  private static final String TEXT = "#define ONE 1\nint f(int value);\n";

  @TempDir private Path folder;

  DeclarationStore store() {
    return new DeclarationStore(Optional.of(folder.resolve("kept")), DataModel.current());
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      return files.toList();
    }
  }

  @Test
  void text_readTwice_isTheSame() throws Exception {
    Declarations first = store().read("a.cdef.h", TEXT);

    assertThat(store().read("a.cdef.h", TEXT)).isEqualTo(first);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void text_thatChanged_isReadAnew() throws Exception {
    store().read("a.cdef.h", TEXT);

    assertThat(store().read("a.cdef.h", TEXT.replace("1", "2")).constants())
        .containsEntry("ONE", 2L);
    assertThat(kept()).hasSize(2);
  }

  @Test
  void keptFile_thatIsDamaged_isWrittenAnew() throws Exception {
    Declarations first = store().read("a.cdef.h", TEXT);
    Path file = kept().getFirst();
    byte[] good = Files.readAllBytes(file);
    byte[] damaged = good.clone();
    damaged[20] ^= 1;
    Files.write(file, damaged);

    assertThat(store().read("a.cdef.h", TEXT)).isEqualTo(first);
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void folder_thatCannotBeWritten_doesNoHarm() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    DeclarationStore store =
        new DeclarationStore(Optional.of(file.resolve("below")), DataModel.current());

    assertThat(store.read("a.cdef.h", TEXT).functions()).hasSize(1);
  }

  @Test
  void folder_fromTheEnvironment_isChosen() {
    assertThat(DeclarationStore.folder("off", null)).isEmpty();
    assertThat(DeclarationStore.folder("/wanted", "/caches")).contains(Path.of("/wanted"));
    assertThat(DeclarationStore.folder(null, "/caches")).contains(Path.of("/caches/tenon/cdef"));
    assertThat(DeclarationStore.folder("", "relative")).isEmpty();
  }
}
