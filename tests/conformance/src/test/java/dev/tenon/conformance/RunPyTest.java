// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.error.kind.FileNotFoundError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.Loader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import dev.tenon.run.RunOptions;
import dev.tenon.run.RunPy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Running modules and paths: area RUN.
class RunPyTest {

  private static final String PROBE =
      """
      argv=!sys.argv
      path=!sys.path
      """;

  @TempDir Path folder;
  private World world;
  private RunPy runPy;

  @BeforeEach
  void makeWorld() {
    world = new World(folder);
    runPy = new RunPy(world.interpreter());
    world.imports().sys().set("argv", new ArrayList<>(List.of("program", "x")));
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private Path file(String place, String text) throws IOException {
    Path file = folder.resolve(place + AttributeFiles.SUFFIX);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// A module below as many packages as there are dots in its name.
  private Path nested(String name, String text) throws IOException {
    String place = name.replace('.', '/');
    for (int slash = place.indexOf('/'); slash > 0; slash = place.indexOf('/', slash + 1)) {
      file(place.substring(0, slash) + "/__init__", "");
    }
    return file(place, text);
  }

  private String argv() {
    return world.imports().sys().get("argv").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "a.m", "a.b.m", "a.b.c.m"})
  @Case("RUN-01")
  void module_runByName_hasItsAttributesAndNoEntry(String name) throws Exception {
    nested(name, PROBE);

    Map<String, Object> names = runPy.runModule(name, RunOptions.NONE);

    assertThat(names)
        .containsEntry("__name__", name)
        .containsEntry("__package__", name.substring(0, Math.max(0, name.lastIndexOf('.'))))
        .containsEntry("argv", "[program, x]");
    assertThat(((ModuleSpec) names.get("__spec__")).name()).isEqualTo(name);
    assertThat(world.isRegistered(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "a.m", "a.b.m", "a.b.c.m"})
  @Case("RUN-02")
  void module_runAlteringSys_isRegisteredMeanwhile(String name) throws Exception {
    Path file = nested(name, PROBE + "me=!" + name + ".mine\n");

    Map<String, Object> names =
        runPy.runModule(name, RunOptions.NONE.alteringSys().withGlobals(Map.of("mine", "yes")));

    assertThat(names).containsEntry("argv", "[%s, x]".formatted(file)).containsEntry("me", "yes");
    assertThat(argv()).isEqualTo("[program, x]");
    assertThat(world.isRegistered(name)).isFalse();
  }

  @Test
  @Case("RUN-02")
  void module_runAlteringSys_earlierEntryIsPutBackAlsoAfterAnError() {
    world.module(
        "m",
        module -> {
          throw new ValueError("no");
        });
    ModuleObject earlier = new ModuleObject("other");
    world.interpreter().modules().put("other", earlier);

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> runPy.runModule("m", RunOptions.NONE.alteringSys().withRunName("other")));

    assertThat(world.registered("other")).isSameAs(earlier);
    assertThat(argv()).isEqualTo("[program, x]");
  }

  @Test
  @Case("RUN-03")
  void module_runWithGlobals_seesExtraNamesAndItsOwnAttributes() throws Exception {
    Path file = file("m", "a=1\n");
    Map<String, Object> given = new HashMap<>(Map.of("extra", 7L, "__name__", "x", "__file__", 3L));
    Map<String, Object> copy = Map.copyOf(given);

    Map<String, Object> names = runPy.runModule("m", RunOptions.NONE.withGlobals(given));

    assertThat(names)
        .containsEntry("extra", 7L)
        .containsEntry("__name__", "m")
        .containsEntry("__file__", file.toString());
    assertThat(given).isEqualTo(copy);
  }

  @Test
  @Case("RUN-04")
  void package_run_runsItsMain() throws Exception {
    nested("pkg.__main__", "");

    Map<String, Object> names = runPy.runModule("pkg", RunOptions.NONE);

    assertThat(names).containsEntry("__name__", "pkg.__main__").containsEntry("__package__", "pkg");
    assertThat(((ModuleSpec) names.get("__spec__")).name()).isEqualTo("pkg.__main__");
  }

  @Test
  @Case("RUN-05")
  void runName_anyText_isTheName() throws Exception {
    nested("P.m", "");
    String name = "And now for something completely different";

    Map<String, Object> names = runPy.runModule("P.m", RunOptions.NONE.withRunName(name));

    assertThat(names).containsEntry("__name__", name).containsEntry("__package__", "P");
    assertThat(((ModuleSpec) names.get("__spec__")).name()).isEqualTo("P.m");
  }

  @Test
  @Case("RUN-06")
  void whatCannotBeRun_saysWhy() {
    world.packageOf("pkg").module("module");
    world.finder().add(ModuleDef.of("extension").build());

    assertRefused("extension").withMessage("No code object available for extension");
    assertRefused("a.bee")
        .withMessageStartingWith(
            "Error while finding module specification for 'a.bee'"
                + " (ModuleNotFoundError: No module named 'a')");
    assertRefused("module.x")
        .withMessageStartingWith(
            "Error while finding module specification for 'module.x' (ModuleNotFoundError:"
                + " __path__ attribute not found on 'module' while trying to find 'module.x')");
    assertRefused(".howard").withMessage("Relative module names not supported");
    assertRefused("pkg")
        .withMessage(
            "No module named pkg.__main__; 'pkg' is a package and cannot be directly executed");
    assertRefused("modula")
        .withMessageStartingWith("No module named 'modula'")
        .withMessageContaining("'module'");
  }

  @Test
  @Case("RUN-06")
  void packageMain_thatIsItselfAPackage_isRefused() {
    world.packageOf("pkg").packageOf("pkg.__main__");

    assertRefused("pkg")
        .withMessage(
            "Cannot use package as __main__ module; 'pkg' is a package and cannot be directly"
                + " executed");
    assertRefused("pkg.__main__").withMessage("Cannot use package as __main__ module");
  }

  @Test
  @Case("RUN-06")
  void packageMain_thatCannotBeFoundOrHasNoCode_saysThatThePackageCannotBeExecuted() {
    world.packageOf("odd", module -> module.set("__path__", 1L));
    world.packageOf("codeless");
    world.finder().add("codeless.__main__", new NoCode());

    assertRefused("odd")
        .withMessageStartingWith("Error while finding module specification for 'odd.__main__' (")
        .withMessageContaining("; 'odd' is a package and cannot be directly executed");
    assertRefused("codeless")
        .withMessage(
            "No code object available for codeless.__main__; 'codeless' is a package and cannot be"
                + " directly executed");
  }

  private record NoCode() implements Loader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) {
      // It is never executed.
    }
  }

  @Test
  void packageBody_thatFails_isNotTakenForAFailedSearch() {
    world.packageOf(
        "bad",
        module -> {
          throw new ValueError("from the body");
        });

    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> runPy.runModuleAsMain("bad", List.of()))
        .withMessage("from the body");
  }

  @Test
  @Case("RUN-06")
  void builtIn_sys_bodyIsNotCode() {
    assertRefused("sys").withMessage("No code object available for sys");
  }

  private ThrowableAssertAlternative<ImportException> assertRefused(String name) {
    return assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runModule(name, RunOptions.NONE));
  }

  @Test
  void parentThatFailsToImport_errorIsItsOwn() {
    world.packageOf(
        "pkg",
        module -> {
          throw new ModuleNotFoundException("No module named 'needed'", "needed");
        });

    assertRefused("pkg.m").withMessageStartingWith("No module named 'needed'");
  }

  @Test
  @Case("RUN-07")
  void moduleImportedBefore_warns() throws Exception {
    world.packageOf("sub").module("sub.m");
    world.load("sub.m");

    runPy.runModule("sub.m", RunOptions.NONE);

    assertThat(world.warnings())
        .singleElement()
        .asString()
        .startsWith("RuntimeWarning: 'sub.m' found in sys.modules after import of package 'sub'");
    assertThat(world.ran()).containsExactly("sub", "sub.m", "sub.m");
  }

  private record Codeless(ImportException failure) implements CodeLoader {
    @Override
    public Object createModule(ModuleSpec spec) {
      return null;
    }

    @Override
    public void execModule(Object module) {
      throw new AssertionError("only its code is asked for");
    }

    @Override
    public Code getCode(String name) {
      if (failure != null) {
        throw failure;
      }
      return null;
    }
  }

  @Test
  @Case("RUN-08")
  void loaderWithoutCode_isSaidToHaveNone() {
    world.finder().add("none", new Codeless(null));
    world.finder().add("fails", new Codeless(new ImportException("code is lost", "fails")));

    assertRefused("none").withMessage("No code object available for none");
    assertRefused("fails").withMessage("code is lost");
  }

  @Test
  @Case("RUN-09")
  void script_runByPath_hasNoSpec() throws Exception {
    String path = file("script", PROBE).toString();

    Map<String, Object> names = runPy.runPath(path, RunOptions.NONE);

    assertThat(names)
        .containsEntry("__name__", "<run_path>")
        .containsEntry("__package__", "")
        .containsEntry("__file__", path)
        .containsEntry("__spec__", null)
        .containsEntry("__loader__", null)
        .containsEntry("argv", "[%s, x]".formatted(path));
    assertThat(world.isRegistered("<run_path>")).isFalse();
    assertThat(argv()).isEqualTo("[program, x]");
  }

  @Test
  @Case("RUN-09")
  void script_runByPathWithName_isInThatPackage() throws Exception {
    String path = file("script", "").toString();

    assertThat(runPy.runPath(path, RunOptions.NONE.withRunName("a.b.c")))
        .containsEntry("__name__", "a.b.c")
        .containsEntry("__package__", "a.b");
  }

  @Test
  @Case("RUN-10")
  void folder_runByPath_isOnThePathMeanwhile() throws Exception {
    file("app/__main__", PROBE + "other=!helper.x\n");
    file("app/helper", "x=found\n");
    assertRunsAsEntry(folder.resolve("app").toString());
  }

  @Test
  @Case("RUN-10")
  void archive_runByPath_isOnThePathMeanwhile() throws Exception {
    Path archive = folder.resolve("app.zip");
    try (FileSystem zip =
        FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of("create", "true"))) {
      Files.writeString(
          zip.getPath("__main__" + AttributeFiles.SUFFIX), PROBE + "other=!helper.x\n");
      Files.writeString(zip.getPath("helper" + AttributeFiles.SUFFIX), "x=found\n");
    }
    assertRunsAsEntry(archive.toString());
  }

  private void assertRunsAsEntry(String entry) throws Exception {
    List<String> before = List.copyOf(world.imports().path());

    Map<String, Object> names = runPy.runPath(entry, RunOptions.NONE);

    assertThat(names)
        .containsEntry("__name__", "<run_path>")
        .containsEntry("argv", "[%s, x]".formatted(entry))
        .containsEntry("path", "[%s, %s]".formatted(entry, folder))
        .containsEntry("other", "found");
    assertThat(((ModuleSpec) names.get("__spec__")).name()).isEqualTo("__main__");
    assertThat(world.imports().path()).isEqualTo(before);
    assertThat(argv()).isEqualTo("[program, x]");
  }

  @Test
  @Case("RUN-11")
  void package_runAsMain_seesMinusMWhileItIsImported() throws Exception {
    file("pkg/__init__", "argv=!sys.argv\n");
    Path file = file("pkg/m", "argv=!sys.argv\n");

    runPy.runModuleAsMain("pkg.m", List.of("a", "b"));

    assertThat(world.loadModule("pkg").get("argv")).isEqualTo("[-m, a, b]");
    assertThat(world.interpreter().main().get("argv")).isEqualTo("[%s, a, b]".formatted(file));
  }

  @Test
  void path_withoutAnythingToRun_saysWhy() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "hello");
    Files.createDirectory(folder.resolve("empty"));

    assertThatExceptionOfType(FileNotFoundError.class)
        .isThrownBy(() -> runPy.runPath("no/such", RunOptions.NONE))
        .withMessage("can't open file 'no/such': [Errno 2] No such file or directory");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runPath(folder.resolve("empty").toString(), RunOptions.NONE))
        .withMessageStartingWith("can't find '__main__' module in ");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> runPy.runPath(folder.resolve("notes.txt").toString(), RunOptions.NONE))
        .withMessageContaining("no installed type of module files");
    assertThatExceptionOfType(ValueError.class)
        .isThrownBy(() -> runPy.runPath("a\0b", RunOptions.NONE))
        .withMessageContaining("it is no path");
    assertThat(world.imports().path()).containsExactly(folder.toString());
  }

  @Test
  void file_runAsMain_hasItsFolderOnThePath() throws Exception {
    Path script = file("app/script", PROBE + "other=!helper.x\n");
    file("app/helper", "x=found\n");

    int status = runPy.runPathAsMain(script.toString(), List.of("one"));

    ModuleObject main = world.interpreter().main();
    assertThat(status).isZero();
    assertThat(main.namespace())
        .containsEntry("__name__", "__main__")
        .containsEntry("__spec__", null)
        .containsEntry("__file__", script.toString())
        .containsEntry("argv", "[%s, one]".formatted(script))
        .containsEntry("other", "found");
    assertThat(world.imports().path()).startsWith(script.getParent().toString());
  }

  @Test
  void file_runAsMainAndImportedByName_warnsOfTheDoubleImport() throws Exception {
    Path script = file("app/script", "again=!script.__name__\n");

    runPy.runPathAsMain(script.toString(), List.of());

    assertThat(world.interpreter().main().get("again")).isEqualTo("script");
    assertThat(world.registered("script")).isNotSameAs(world.interpreter().main());
    assertThat(world.warnings())
        .singleElement()
        .asString()
        .startsWith("RuntimeWarning: 'script' is the same file as '__main__'")
        .contains("-m script");
  }

  @Test
  void script_runAsMain_isRunByItsEngine() throws Exception {
    Path script = Files.writeString(folder.resolve("hello.js"), "var answer = 6 * 7;");

    runPy.runPathAsMain(script.toString(), List.of());

    assertThat(world.interpreter().main().get("answer")).isEqualTo(42L);
  }

  @Test
  void code_runAsMain_hasMainAsItsGlobals() throws Exception {
    Code code =
        Code.of(
            "<command>",
            globals -> {
              globals.set("seen", argv());
              return null;
            });

    assertThat(runPy.runCodeAsMain(code, List.of("one"))).isZero();

    assertThat(world.interpreter().main().get("seen")).isEqualTo("[-c, one]");
  }

  @Test
  void folder_runAsMain_hasSpecNamedMain() throws Exception {
    file("app/__main__", PROBE);
    String app = folder.resolve("app").toString();

    runPy.runPathAsMain(app, List.of("one"));

    ModuleObject main = world.interpreter().main();
    assertThat(((ModuleSpec) main.get("__spec__")).name()).isEqualTo("__main__");
    assertThat(main.get("argv")).isEqualTo("[%s, one]".formatted(app));
    assertThat(world.registered("__main__")).isSameAs(main);
  }
}
