// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.search.PathEntryFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finders, path hooks and caches: area FIND.
class FinderTest {

  @TempDir private Path folder;
  private final World world = new World();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private record Question(String name, List<String> path, ModuleObject target) {}

  /// Writes down what it is asked and knows nothing.
  private static final class RecordingFinder implements MetaPathFinder {
    private final List<Question> questions = new ArrayList<>();

    @Override
    public ModuleSpec findSpec(String name, List<String> path, ModuleObject target) {
      questions.add(new Question(name, path, target));
      return null;
    }
  }

  private MetaPathFinder pathFinder() {
    return world.imports().metaPath().getLast();
  }

  /// Makes a path hook that gives a finder for one entry.
  private void hook(String entry, PathEntryFinder finder) {
    world.imports().pathHooks().add(asked -> asked.equals(entry) ? finder : null);
  }

  private ModuleSpec specOf(String name) {
    return new MemoryFinder().add(name, module -> {}).findSpec(name, null, null);
  }

  @Test
  @Case("FIND-01")
  void import_twoFindersKnowIt_theFirstIsUsed() {
    MemoryFinder second = new MemoryFinder().add("top_level", module -> module.set("by", "second"));
    world.module("top_level", module -> module.set("by", "first"));
    world.imports().metaPath().add(1, second);

    assertThat(world.loadModule("top_level").get("by")).isEqualTo("first");
  }

  @Test
  @Case("FIND-02")
  void findSpec_emptyMetaPath_warnsAndFindsNothing() {
    world.imports().metaPath().clear();

    assertThat(world.imports().findSpec("m")).isNull();
    assertThat(world.warnings()).containsExactly("ImportWarning: sys.meta_path is empty");
  }

  @Test
  @Case("FIND-03")
  @SuppressWarnings("unchecked")
  void import_topLevelName_hasNoPath() {
    RecordingFinder finder = new RecordingFinder();
    world.imports().metaPath().addFirst(finder);
    world.packageOf("m").module("m.sub");

    ModuleObject module = world.loadModule("m");
    world.load("m.sub");

    assertThat(finder.questions)
        .containsExactly(
            new Question("m", null, null),
            new Question("m.sub", (List<String>) module.get("__path__"), null));
  }

  @Test
  @Case("FIND-04")
  void import_metaPathEntryThatCannotSearch_isSkipped() {
    world.imports().metaPath().addFirst(null);
    world.module("m");

    world.load("m");
    world.imports().invalidateCaches();

    assertThat(world.isRegistered("m")).isTrue();
  }

  @Test
  @Case("FIND-05")
  void importAndReload_target_isNullThenTheModule() {
    RecordingFinder finder = new RecordingFinder();
    world.imports().metaPath().addFirst(finder);
    world.module("m");

    ModuleObject module = world.loadModule("m");
    world.interpreter().reload(module);

    assertThat(finder.questions)
        .containsExactly(new Question("m", null, null), new Question("m", null, module));
  }

  @Test
  @Case("FIND-06")
  void pathHook_acceptsEntry_finderIsUsedAndCached() {
    PathEntryFinder finder = (name, target) -> name.equals("m") ? specOf("m") : null;
    hook("my entry", finder);
    world.imports().path().add("my entry");

    world.load("m");

    assertThat(world.imports().pathImporterCache()).containsEntry("my entry", finder);
  }

  @Test
  @Case("FIND-07")
  void pathHooks_empty_warnsAndCachesNull() {
    world.imports().pathHooks().clear();
    world.imports().path().add("bogus");

    assertThat(world.imports().findSpec("m")).isNull();

    assertThat(world.warnings()).containsExactly("ImportWarning: sys.path_hooks is empty");
    assertThat(world.imports().pathImporterCache()).containsEntry("bogus", null);
  }

  @Test
  @Case("FIND-08")
  void pathEntry_empty_isTheCurrentFolder() {
    String here = Path.of("").toAbsolutePath().toString();
    PathEntryFinder finder = (name, target) -> name.equals("m") ? specOf("m") : null;
    world.imports().pathHooks().addFirst(entry -> entry.equals(here) ? finder : null);
    world.imports().path().add("");

    world.load("m");

    assertThat(world.imports().pathImporterCache())
        .containsEntry(here, finder)
        .doesNotContainKey("");
  }

  @Test
  @Case("FIND-09")
  void findSpec_explicitlyEmptyPath_findsNothing() {
    hook("entry", (name, target) -> specOf(name));
    world.imports().path().add("entry");
    assertThat(pathFinder().findSpec("m", null, null)).isNotNull();

    assertThat(pathFinder().findSpec("m", List.of(), null)).isNull();
  }

  @Test
  @Case("FIND-10")
  @SuppressWarnings("unchecked")
  void pathEntries_thatAreNoText_areIgnored() {
    hook("entry", (name, target) -> name.equals("m") ? specOf("m") : null);
    List<Object> path = (List<Object>) (List<?>) world.imports().path();
    path.addAll(Arrays.asList(null, 42L, "entry"));

    world.load("m");

    assertThat(world.isRegistered("m")).isTrue();
  }

  @Test
  @Case("FIND-11")
  void invalidateCaches_tellsAllFinders() {
    List<String> told = new ArrayList<>();
    world
        .imports()
        .metaPath()
        .add(
            new MetaPathFinder() {
              @Override
              public ModuleSpec findSpec(String name, List<String> path, ModuleObject target) {
                return null;
              }

              @Override
              public void invalidateCaches() {
                told.add("meta path finder");
              }
            });
    world
        .imports()
        .pathImporterCache()
        .put(
            "/entry",
            new PathEntryFinder() {
              @Override
              public ModuleSpec findSpec(String name, ModuleObject target) {
                return null;
              }

              @Override
              public void invalidateCaches() {
                told.add("path entry finder");
              }
            });
    PathEntryFinder without = (name, target) -> null;
    world.imports().pathImporterCache().put("/without", without);
    world.imports().pathImporterCache().put("/nobody", null);
    world.imports().pathImporterCache().put("relative", without);

    world.imports().invalidateCaches();

    assertThat(told).containsExactlyInAnyOrder("meta path finder", "path entry finder");
    assertThat(world.imports().pathImporterCache()).containsOnlyKeys("/entry", "/without");
  }

  @Test
  @Case("FIND-12")
  void folder_holdsPackageAndModule_thePackageIsFound() throws Exception {
    Files.createDirectory(folder.resolve("n"));
    Files.writeString(folder.resolve("n/__init__" + AttributeFiles.SUFFIX), "is=package\n");
    Files.writeString(folder.resolve("n" + AttributeFiles.SUFFIX), "is=module\n");
    world.imports().path().add(folder.toString());

    ModuleObject module = world.loadModule("n");

    assertThat(module.get("is")).isEqualTo("package");
    assertThat(module.get("__path__")).isEqualTo(List.of(folder.resolve("n").toString()));
  }

  @Test
  @Case("FIND-13")
  void folder_fileAppearsBehindTheListing_isFoundAfterInvalidation() throws Exception {
    world.imports().path().add(folder.toString());
    assertThat(world.imports().findSpec("fresh")).isNull();
    FileTime listed = Files.getLastModifiedTime(folder);

    Files.writeString(folder.resolve("fresh" + AttributeFiles.SUFFIX), "x=1\n");
    Files.setLastModifiedTime(folder, listed);

    world.imports().invalidateCaches();
    assertThat(world.loadModule("fresh").get("x")).isEqualTo("1");
  }
}
