// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.imports.FinderContract;
import dev.tenon.imports.TestJars;
import dev.tenon.imports.TextModules;
import dev.tenon.imports.path.LinkGuard;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFinderTest {

  @TempDir private Path temporary;

  private static @Nullable PathEntryFinder finderOf(String entry) {
    return JarFinder.finderFor(entry, LinkGuard.none());
  }

  private Path zipOfTexts(String fileName) throws IOException {
    Path texts = TextModules.writeContractModules(Files.createTempDirectory(temporary, "texts"));
    return TestJars.ofFolder(temporary.resolve(fileName), texts);
  }

  private final List<Interpreter> interpreters = new ArrayList<>();

  @AfterEach
  void closeInterpreters() {
    interpreters.forEach(Interpreter::close);
  }

  private ModuleObject load(String entry, String name) {
    interpreters.add(Interpreter.builder().path(entry).build());
    return interpreters.getLast().importModule(name);
  }

  @Nested
  class OfPublishedModules extends FinderContract {
    @Override
    protected MetaPathFinder finder() throws Exception {
      Path jar = temporary.resolve("modules.jar");
      if (Files.notExists(jar)) {
        TestJars.withModules(
            temporary,
            "modules.jar",
            "top",
            "pkg",
            "pkg.module",
            "pkg.inner",
            "pkg.inner.leaf",
            "both",
            "both.leaf");
      }
      return ofEntry(finderOf(jar.toString()));
    }
  }

  @Nested
  class OfFilesInAnArchive extends FinderContract {
    @Override
    protected MetaPathFinder finder() throws Exception {
      Path zip = temporary.resolve("texts.zip");
      return ofEntry(finderOf((Files.exists(zip) ? zip : zipOfTexts("texts.zip")).toString()));
    }

    @Override
    protected MetaPathFinder finderFor(@Nullable List<String> path) {
      return ofEntry(finderOf(path.getFirst()));
    }
  }

  @Nested
  class OfAFolderInANestedArchive extends FinderContract {
    private @Nullable String entry;

    @Override
    protected MetaPathFinder finder() throws Exception {
      if (entry == null) {
        Path inner = Files.createDirectories(temporary.resolve("outer/lib"));
        Path content = Files.createDirectories(temporary.resolve("inner"));
        TextModules.writeContractModules(content.resolve("deep/modules"));
        TestJars.ofFolder(inner.resolve("inner.zip"), content);
        Path outer = TestJars.ofFolder(temporary.resolve("outer.jar"), inner.getParent());
        entry = outer + "!/lib/inner.zip!/deep/modules";
      }
      return ofEntry(finderOf(entry));
    }

    @Override
    protected MetaPathFinder finderFor(@Nullable List<String> path) {
      return ofEntry(finderOf(path.getFirst()));
    }
  }

  @Test
  void load_publishedModule_hasTheJarAsFile() throws IOException {
    Path jar = TestJars.withModules(temporary, "m.jar", "m");

    ModuleObject module = load(jar.toString(), "m");

    assertThat(module.get("attr")).isEqualTo("m");
    assertThat(module.get("resource")).isEqualTo("a note");
    assertThat(module.get("__file__")).isEqualTo(jar.toString());
  }

  @Test
  void load_modulePublishedByANestedJar_findsItsClassesAndResources() throws IOException {
    Path lib = Files.createDirectories(temporary.resolve("outer/lib"));
    Files.move(TestJars.withModules(temporary, "n.jar", "n"), lib.resolve("n.jar"));
    Path outer = TestJars.ofFolder(temporary.resolve("outer.jar"), lib.getParent());

    ModuleObject module = load(outer + "!/lib/n.jar", "n");

    assertThat(module.get("attr")).isEqualTo("n");
    assertThat(module.get("resource")).isEqualTo("a note");
    assertThat(module.get("__file__")).isEqualTo(outer + "!/lib/n.jar");
  }

  @Test
  void load_fileInArchive_hasAPlaceInTheArchive() throws IOException {
    Path zip = zipOfTexts("texts.zip");

    ModuleObject module = load(zip.toString(), "pkg.module");

    assertThat(module.get("attr")).isEqualTo("pkg/module");
    assertThat(module.get("__file__")).isEqualTo(zip + "!/pkg/module.text");
  }

  @Test
  void load_foldersInArchiveAndOnDisk_makeOneNamespacePackage() throws IOException {
    Path zip = TestJars.ofTexts(temporary.resolve("a.zip"), Map.of("ns/one.text", "1"));
    Path folder = temporary.resolve("b");
    TextModules.write(folder, "ns/two", "2");
    try (Interpreter interpreter =
        Interpreter.builder().path(zip.toString(), folder.toString()).build()) {
      assertThat(interpreter.importModule("ns.one").get("attr")).isEqualTo("1");
      assertThat(interpreter.importModule("ns.two").get("attr")).isEqualTo("2");
    }
  }

  @Test
  void findSpec_javaPackageOfAPlugIn_isNoNamespacePackage() throws IOException {
    Path jar = TestJars.withModules(temporary, "m.jar", "m");

    assertThat(finderOf(jar.toString()).findSpec("plugin", null)).isNull();
  }

  @Test
  void load_jarThatWasRebuilt_isOpenedAnew() throws IOException {
    Path jar = TestJars.withModules(temporary, "m.jar", "old");
    assertThat(load(jar.toString(), "old").get("attr")).isEqualTo("old");

    TestJars.withModules(temporary, "m.jar", "renewed");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));

    assertThat(load(jar.toString(), "renewed").get("attr")).isEqualTo("renewed");
  }

  @Test
  void load_archiveWithEntriesThatLeadOut_isNotSearched() throws IOException {
    Path zip =
        TestJars.ofTexts(
            temporary.resolve("evil.zip"), Map.of("../evil.text", "x", "good.text", "y"));

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> load(zip.toString(), "good"))
        .withMessageContaining("cannot be read as an archive")
        .withMessageContaining("..");
  }

  @Test
  void load_brokenArchive_isPassedOver() throws IOException {
    Path jar = Files.writeString(temporary.resolve("broken.jar"), "no archive");
    Path folder = temporary.resolve("folder");
    TextModules.write(folder, "m", "x");
    try (Interpreter interpreter =
        Interpreter.builder().path(jar.toString(), folder.toString()).build()) {
      assertThat(interpreter.importModule("m").get("attr")).isEqualTo("x");
      assertThatExceptionOfType(ModuleNotFoundException.class)
          .isThrownBy(() -> interpreter.importModule("n"))
          .withMessageContaining("cannot be read as an archive");
    }
  }

  @Test
  void finderFor_stepsUpwards_areRefused() throws IOException {
    Path zip = zipOfTexts("texts.zip");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> finderOf(zip + "!/pkg/../../x"))
        .withMessage(
            "cannot use 'pkg/../../x' in the archive '%s': found the step '..', expected plain"
                + " names",
            zip);
  }

  @Test
  void finderFor_folderThatIsNotInTheArchive_isRefusedWithAReason() throws IOException {
    Path zip = zipOfTexts("texts.zip");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> load(zip + "!/nowhere", "m"))
        .withMessageContaining(
            "cannot use '%s!/nowhere': the archive '%s' has no such folder".formatted(zip, zip));
  }

  @Test
  void finderFor_otherEntries_areNotUnderstood() throws IOException {
    Files.createDirectory(temporary.resolve("folder.jar"));

    assertThat(finderOf(temporary.resolve("folder.jar").toString())).isNull();
    assertThat(finderOf(temporary.resolve("gone.jar").toString())).isNull();
    assertThat(finderOf(temporary.toString())).isNull();
    assertThat(finderOf("a\0b.jar")).isNull();
  }
}
