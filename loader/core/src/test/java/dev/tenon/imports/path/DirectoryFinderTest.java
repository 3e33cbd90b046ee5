// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.imports.FinderContract;
import dev.tenon.imports.TextModules;
import dev.tenon.input.Limit;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.LinkPolicy;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.ModuleFileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFinderTest {

  @TempDir private Path temporary;
  private Path folder;
  private Path elsewhere;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
  }

  private static DirectoryFinder finderOf(Path folder, LinkPolicy links, Path... path) {
    List<String> entries = java.util.Arrays.stream(path).map(Path::toString).toList();
    return new DirectoryFinder(
        EntryFolder.of(folder), List.of(new TextModules()), new LinkGuard(links, () -> entries));
  }

  private DirectoryFinder finder() {
    return finderOf(folder, LinkPolicy.INSIDE_PATH, folder);
  }

  private @Nullable ModuleSpec find(String name) {
    return finder().findSpec(name, null);
  }

  @Nested
  class Contract extends FinderContract {
    @Override
    protected MetaPathFinder finder() throws Exception {
      return ofEntry(
          finderOf(TextModules.writeContractModules(folder), LinkPolicy.INSIDE_PATH, folder));
    }

    @Override
    protected MetaPathFinder finderFor(@Nullable List<String> path) {
      return ofEntry(finderOf(Path.of(path.getFirst()), LinkPolicy.INSIDE_PATH, folder));
    }
  }

  @Test
  void findSpec_folderWithoutModuleFile_isAPortion() throws IOException {
    Files.createDirectory(folder.resolve("ns"));

    ModuleSpec spec = find("ns");

    assertThat(spec.loader()).isNull();
    assertThat(spec.submoduleSearchLocations()).containsExactly(folder.resolve("ns").toString());
  }

  /// To open a pipe waits for its other end.
  @Test
  void findSpec_whatIsNoFile_isNotReadForModules() throws IOException {
    Files.createDirectory(folder.resolve("pipe.many"));
    Files.writeString(folder.resolve("file.many"), "inside");
    List<String> read = new ArrayList<>();
    ModuleFileType type = new ReadingModules(read);
    DirectoryFinder finder =
        new DirectoryFinder(EntryFolder.of(folder), List.of(type), LinkGuard.none());

    assertThat(finder.findSpec("wanted", null)).isNull();
    assertThat(read).containsExactly("file.many");
  }

  @Test
  void explainMiss_manyFilesOfModules_namesTheFirstAndCountsTheOthers() throws IOException {
    for (int number = 100; number < 125; number++) {
      Files.writeString(folder.resolve(number + ".many"), "");
    }
    ModuleFileType type = new ReadingModules(new ArrayList<>());
    DirectoryFinder finder =
        new DirectoryFinder(EntryFolder.of(folder), List.of(type), LinkGuard.none());

    assertThat(finder.explainMiss("wanted"))
        .contains("that these export: 100.many, 101.many, ")
        .endsWith(", 119.many and 5 more");
  }

  @Test
  void explainMiss_linkThatLeadsNowhere_isNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("lost.text"), Path.of("nowhere"));

    assertThat(finder().explainMiss("lost"))
        .contains("(lost.text is a symbolic link that leads nowhere)");
  }

  @Test
  void explainMiss_directoryOrPipeInPlaceOfAFile_isNamed() throws Exception {
    Files.createDirectory(folder.resolve("dir.text"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.text").toString()).start())
        .returns(0, DirectoryFinderTest::statusOf);

    assertThat(finder().explainMiss("dir"))
        .contains("(dir.text is a directory, expected a regular file)");
    assertThat(finder().explainMiss("pipe"))
        .contains("(pipe.text is a pipe, socket or device, expected a regular file)");
    assertThat(finder().namesBeside("x")).isEmpty();
  }

  private static int statusOf(Process process) {
    return process.onExit().join().exitValue();
  }

  @Test
  void modulesOfAllFiles_moreThanTheLimit_areNotFoundAndSaidToBe() throws IOException {
    Files.writeString(folder.resolve("a.many"), "");
    Files.writeString(folder.resolve("b.many"), "");
    Files.writeString(folder.resolve("c.many"), "");
    ModuleFileType type =
        new ReadingModules(new ArrayList<>()) {
          @Override
          public Set<String> modulesIn(Path file) {
            String name = String.valueOf(file.getFileName());
            int count = name.equals("c.many") ? 1 : Limit.LISTED_MODULES.most() - 1;
            return IntStream.range(0, count)
                .mapToObj(index -> name.charAt(0) + "" + index)
                .collect(Collectors.toSet());
          }
        };
    DirectoryFinder finder =
        new DirectoryFinder(EntryFolder.of(folder), List.of(type), LinkGuard.none());

    assertThat(finder.findSpec("a0", null)).isNotNull();
    assertThat(finder.findSpec("b0", null)).isNull();
    assertThat(finder.findSpec("c0", null)).isNotNull();
    finder.invalidateCaches();
    assertThat(finder.explainMiss("b0"))
        .endsWith(
            "export: a.many, b.many, c.many; not looked into, because all libraries of the"
                + " directory have more than the 16384 MiB or 100000 modules that are allowed:"
                + " b.many");
  }

  @Test
  void findSpec_folderIsGone_isNullAndSaysWhy() throws IOException {
    DirectoryFinder finder = finder();
    Files.delete(folder);

    assertThat(finder.findSpec("m", null)).isNull();
    assertThat(finder.explainMiss("m")).isEqualTo("cannot be read: no such file or directory");
  }

  @Test
  void explainMiss_nothingAlike_listsWhatWasWanted() {
    assertThat(finder().explainMiss("a.m")).isEqualTo("holds no m/, m.text");
  }

  @Test
  void explainMiss_fileOfUnknownType_isNamed() throws IOException {
    Files.writeString(folder.resolve("m.xyz"), "");

    assertThat(finder().explainMiss("m"))
        .isEqualTo(
            "holds no m/, m.text (it holds m.xyz, which no installed module file type loads)");
  }

  @Test
  void namesBeside_filesAndFolders_areModules() throws IOException {
    TextModules.writeContractModules(folder);
    Files.writeString(folder.resolve("m.xyz"), "");

    assertThat(finder().namesBeside("a.unknown"))
        .containsExactlyInAnyOrder("a.top", "a.pkg", "a.both", "a.both");
  }

  @Test
  void findSpec_linkThatLeadsOut_isRefused() throws IOException {
    Path real = TextModules.write(elsewhere, "real", "x");
    Files.createSymbolicLink(folder.resolve("m.text"), real);

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> find("m"))
        .withMessage(
            "cannot find extension module 'm' from %s: it is a symbolic link to %s; expected a file"
                + " in a folder of the path; put that file's folder on the path, or build the"
                + " interpreter with links(LinkPolicy.ANYWHERE)",
            folder.resolve("m.text"), real.toRealPath())
        .matches(error -> error.phase() == Phase.FIND && "m".equals(error.name()));
  }

  @Test
  void findSpec_packageFolderThatLeadsOut_isRefused() throws IOException {
    TextModules.write(elsewhere, "pkg/__init__", "x");
    Files.createSymbolicLink(folder.resolve("pkg"), elsewhere.resolve("pkg"));

    assertThatExceptionOfType(ExtensionLoadException.class).isThrownBy(() -> find("pkg"));
  }

  @Test
  void findSpec_portionThatLeadsOut_isNotFoundAndSaysWhy() throws IOException {
    Files.createSymbolicLink(folder.resolve("ns"), elsewhere);

    assertThat(find("ns")).isNull();
    assertThat(finder().explainMiss("ns"))
        .isEqualTo(
            "the folder 'ns' is a symbolic link that leads out of the path, to "
                + elsewhere.toRealPath());
  }

  @Test
  void findSpec_linkIntoAnotherFolderOfThePath_isFollowed() throws IOException {
    Files.createSymbolicLink(
        folder.resolve("m.text"), TextModules.write(elsewhere, "deep/real", "x"));

    ModuleSpec spec =
        finderOf(folder, LinkPolicy.INSIDE_PATH, folder, elsewhere).findSpec("m", null);

    assertThat(spec.origin()).isEqualTo(folder.resolve("m.text").toString());
  }

  @Test
  void findSpec_linkWithinTheFolder_isFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("m.text"), TextModules.write(folder, "real", "x"));

    assertThat(find("m")).isNotNull();
  }

  @Test
  void findSpec_folderThatIsALinkItself_isFollowed() throws IOException {
    TextModules.write(elsewhere, "m", "x");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), elsewhere);

    assertThat(finderOf(link, LinkPolicy.INSIDE_PATH, link).findSpec("m", null)).isNotNull();
  }

  @Test
  void findSpec_linksAllowedAnywhere_areFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("m.text"), TextModules.write(elsewhere, "real", "x"));
    Files.createSymbolicLink(folder.resolve("ns"), elsewhere);
    DirectoryFinder finder = finderOf(folder, LinkPolicy.ANYWHERE);

    assertThat(finder.findSpec("m", null)).isNotNull();
    assertThat(finder.findSpec("ns", null)).isNotNull();
  }

  /// Notes the files in which it is asked for modules.
  private static class ReadingModules implements ModuleFileType {
    private final List<String> read;

    private ReadingModules(List<String> read) {
      this.read = read;
    }

    @Override
    public List<String> fileNames(String tail) {
      return List.of(tail + ".many");
    }

    @Override
    public Loader loaderFor(String name, Path file) {
      return new TextModules().loaderFor(name, file);
    }

    @Override
    public boolean mayHoldSeveral(String fileName) {
      return fileName.endsWith(".many");
    }

    @Override
    public Set<String> modulesIn(Path file) {
      read.add(String.valueOf(file.getFileName()));
      return Set.of();
    }
  }
}
