// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageFlagsTest {

  @TempDir Path folder;

  private String loadable(Path where) throws IOException {
    return PackageFlags.loadable(List.of(where.toString()), "one").orElse("none");
  }

  @Test
  void link_besideTheFile_hasTheNumberOfTheInterface() throws IOException {
    Files.writeString(folder.resolve("libone.so.3.1"), "");
    Files.createSymbolicLink(folder.resolve("libone.so.3"), Path.of("libone.so.3.1"));
    Files.createSymbolicLink(folder.resolve("libone.so"), Path.of("libone.so.3"));

    assertThat(loadable(folder)).isEqualTo("libone.so.3");
  }

  @Test
  void link_intoAnotherFolder_hasTheNameThatTheFileHasThere() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("one/serial"));
    Files.writeString(folder.resolve("libone_serial.so.103.3"), "");
    Files.createSymbolicLink(
        folder.resolve("libone_serial.so.103"), Path.of("libone_serial.so.103.3"));
    Files.createSymbolicLink(deep.resolve("libone.so"), folder.resolve("libone_serial.so.103"));

    assertThat(loadable(deep)).isEqualTo("libone_serial.so.103");
  }

  @Test
  void script_ofTheLinker_namesTheLibrary() throws IOException {
    Files.writeString(folder.resolve("libone.so"), "/* a script */\nINPUT(libone.so.6 -ltwo)\n");

    assertThat(loadable(folder)).isEqualTo("libone.so.6");
  }

  @Test
  void library_thatIsNotThere_hasNoName() throws IOException {
    assertThat(loadable(folder)).isEqualTo("none");
  }
}
