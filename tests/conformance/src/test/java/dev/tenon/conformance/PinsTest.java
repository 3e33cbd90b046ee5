// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tenon.Interpreter;
import dev.tenon.InterpreterConfig;
import dev.tenon.error.ImportException;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pins: only files that a lock file lists are loaded, with the bytes that it lists, and nothing of
/// any other file runs.
class PinsTest {

  @TempDir private Path folder;
  @TempDir private Path built;
  private final List<Interpreter> opened = new ArrayList<>();
  private PinsWorld world;

  @BeforeEach
  void makeWorld() {
    world = new PinsWorld(folder, built);
  }

  @AfterEach
  void close() {
    opened.reversed().forEach(Interpreter::close);
    assertThat(world.hasRun()).as("code of a bad version has run").isFalse();
  }

  private Interpreter open(Interpreter.Builder builder) {
    Interpreter interpreter = builder.build();
    opened.add(interpreter);
    return interpreter;
  }

  private static AbstractThrowableAssert<?, ImportException> assertRefused(
      Interpreter interpreter, String module) {
    ImportException refusal =
        catchThrowableOfType(ImportException.class, () -> interpreter.importModule(module));
    assertThat(interpreter.modules().contains(module)).isFalse();
    return assertThat(refusal).isNotNull();
  }

  private void spoil(Path file) throws IOException {
    Files.copy(world.badVersionOf(file), file, StandardCopyOption.REPLACE_EXISTING);
  }

  /// A module of each kind.
  enum Kind {
    NATIVE {
      @Override
      List<Path> make(PinsWorld world) throws Exception {
        return List.of(world.nativeModule("inC"));
      }
    },
    WITH_LIBRARY {
      @Override
      List<Path> make(PinsWorld world) throws Exception {
        Path module = world.moduleWithLibrary("above");
        return List.of(module, module.resolveSibling("libbase.so"));
      }
    },
    DECLARATIONS {
      @Override
      List<Path> make(PinsWorld world) throws Exception {
        Path module = world.declarations();
        return List.of(module, module.resolveSibling("libdeclared.so"));
      }
    },
    SCRIPT {
      @Override
      List<Path> make(PinsWorld world) throws Exception {
        return List.of(world.script());
      }
    },
    JAR {
      @Override
      List<Path> make(PinsWorld world) throws Exception {
        return List.of(world.jar("app.jar"));
      }
    };

    /// The files of the module, the one that it is found in first.
    abstract List<Path> make(PinsWorld world) throws Exception;

    String module() {
      return switch (this) {
        case NATIVE -> "inC";
        case WITH_LIBRARY -> "above";
        case DECLARATIONS -> "declared";
        case SCRIPT -> "script";
        case JAR -> "inJava";
      };
    }

    String function() {
      return this == DECLARATIONS ? "base" : "value";
    }
  }

  private Interpreter.Builder locked(List<Path> files) throws IOException {
    return locked(files, files);
  }

  /// An interpreter that has the jars of a module on its path.
  private Interpreter.Builder locked(List<Path> files, List<Path> listed) throws IOException {
    Interpreter.Builder builder = world.locked(listed.toArray(Path[]::new));
    files.stream().filter(file -> file.toString().endsWith(".jar")).forEach(builder::path);
    return builder;
  }

  @ParameterizedTest
  @EnumSource
  void listedFiles_areLoaded(Kind kind) throws Exception {
    Interpreter interpreter = open(locked(kind.make(world)));

    assertThat(interpreter.importModule(kind.module()).call(kind.function())).isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource
  void changedFile_isRefusedWithBothHashes_beforeAnyCode(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    for (Path file : files) {
      Interpreter interpreter = open(locked(files));
      String expected = PinsWorld.hash(file);
      byte[] before = Files.readAllBytes(file);
      spoil(file);

      assertRefused(interpreter, kind.module())
          .hasMessageContaining(file.toString())
          .hasMessageContaining("has the SHA-256 " + PinsWorld.hash(file))
          .hasMessageContaining("expected " + expected)
          .hasMessageContaining("tenon.lock'")
          .hasMessageContaining("make the lock file again with 'tenon lock'");
      assertThat(interpreter.refusals()).isNotEmpty();

      Files.write(file, before);
      assertThat(interpreter.importModule(kind.module()).call(kind.function())).isEqualTo(1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fileThatIsNotListed_isRefused(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    for (Path file : files) {
      List<Path> others = files.stream().filter(each -> each != file).toList();
      spoil(file);
      Interpreter interpreter = open(locked(files, others));

      assertRefused(interpreter, kind.module())
          .hasMessageContaining("'%s' with the SHA-256 %s", file, PinsWorld.hash(file))
          .hasMessageContaining("does not list");
      restore(kind);
    }
  }

  private void restore(Kind kind) throws Exception {
    List<Path> _ = kind.make(world);
  }

  @ParameterizedTest
  @EnumSource
  void libraryThatIsMapped_isVerifiedAllTheSame(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    Interpreter.Builder free = Interpreter.builder().path(folder);
    files.stream().filter(file -> file.toString().endsWith(".jar")).forEach(free::path);
    ModuleObject _ = open(free).importModule(kind.module());

    ModuleObject _ = open(locked(files)).importModule(kind.module());
    for (Path file : files) {
      List<Path> others = files.stream().filter(each -> each != file).toList();
      assertRefused(open(locked(files, others)), kind.module());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "WITH_LIBRARY", "DECLARATIONS"})
  void privateImage_isVerified(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    ModuleObject _ =
        open(locked(files).privateImage("*").privateLibrary("*")).importModule(kind.module());
    for (Path file : files) {
      Interpreter interpreter = open(locked(files).privateImage("*").privateLibrary("*"));
      byte[] before = Files.readAllBytes(file);
      spoil(file);
      assertRefused(interpreter, kind.module()).hasMessageContaining(PinsWorld.hash(file));
      Files.write(file, before);
    }
  }

  @Test
  void subinterpreter_inheritsPins_andCannotLoosenThem() throws Exception {
    Path listed = world.nativeModule("inC");
    Path other = world.nativeModule("other");
    Interpreter parent = open(world.locked(listed));
    Path loose = built.resolve("loose.lock");
    Files.writeString(
        loose,
        "tenon-lock 1\n%s - %s\n%s - %s\n"
            .formatted(PinsWorld.hash(listed), listed, PinsWorld.hash(other), other));

    Interpreter child = open(parent.subinterpreter());
    Interpreter loosened = open(parent.subinterpreter().pins(loose));

    assertThat(child.importModule("inC").call("value")).isEqualTo(1L);
    assertRefused(child, "other").hasMessageContaining("does not list");
    assertThat(loosened.importModule("inC").call("value")).isEqualTo(1L);
    assertRefused(loosened, "other").hasMessageContaining("does not list");
    assertThat(open(Interpreter.builder().path(folder).pins(loose)).importModule("other"))
        .isNotNull();
  }

  @Test
  void config_keepsWhatTheLockFileSaid() throws Exception {
    Path module = world.nativeModule("inC");
    InterpreterConfig config =
        InterpreterConfig.builder().path(folder).pins(world.lock(module)).build();
    assertThat(config.pins()).isEqualTo(folder.resolve("tenon.lock"));
    Files.delete(folder.resolve("tenon.lock"));

    Interpreter interpreter = Interpreter.open(config.toBuilder().build());
    opened.add(interpreter);

    assertThat(interpreter.importModule("inC").call("value")).isEqualTo(1L);
    assertThat(InterpreterConfig.builder().build().pins()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DECLARATIONS") // a reload reads none anew
  void reload_ofAReplacedFile_isRefusedAndKeepsTheModule(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    Interpreter interpreter = open(locked(files));
    ModuleObject module = interpreter.importModule(kind.module());
    spoil(files.getFirst());

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> interpreter.reload(module))
        .withMessageContaining(PinsWorld.hash(files.getFirst()));
    assertThat(module.call(kind.function())).isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image = direct", "image = private"})
  void manifest_hasToBeListed_andDirectImagesAreRefused(String line) throws Exception {
    Path module = world.nativeModule("inC");
    Path manifest = Files.writeString(folder.resolve("inC.so.tenon"), line + "\n");

    assertRefused(open(world.locked(module)), "inC").hasMessageContaining("inC.so.tenon");
    Interpreter interpreter = open(world.locked(module, manifest));
    if (line.endsWith("direct")) {
      assertRefused(interpreter, "inC")
          .hasMessageContaining("mapped from its own file")
          .hasMessageContaining("remove image = direct");
    } else {
      assertThat(interpreter.importModule("inC").call("value")).isEqualTo(1L);
    }
  }

  @Test
  void declarations_withADirectImage_areRefused() throws Exception {
    Path library = world.library("libdeclared.so");
    Path text =
        Files.writeString(
            folder.resolve("declared.cdef.h"), "#pragma tenon image(direct)\nlong base(void);\n");

    assertRefused(open(world.locked(library, text)), "declared")
        .hasMessageContaining("mapped from its own file");
  }

  @Test
  void libraryBesideDeclarations_thatIsBad_isNotPassedOverForAnother() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("declared.cdef.h"),
            "#pragma tenon library(\"libm.so.6\")\ndouble cos(double x);\n");
    Interpreter interpreter = open(world.locked(text));
    assertThat(interpreter.importModule("declared").call("cos", 0.0)).isEqualTo(1.0);

    Path library = world.library("libm.so.6");
    spoil(library);
    assertRefused(open(world.locked(text)), "declared").hasMessageContaining("libm.so.6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--enable-new-dtags", "--disable-new-dtags"})
  void libraryOfTheSystem_cannotBeHiddenByAFileBesideTheModule(String tags) throws Exception {
    Path library = Path.of("/usr/lib/x86_64-linux-gnu/libanl.so.1");
    assumeThat(library).exists();
    Path module =
        world.nativeModule(
            "inC", "-Wl,--no-as-needed", library.toString(), "-Wl," + tags, "-Wl,-rpath,$ORIGIN");
    assertThat(open(world.locked(module)).importModule("inC").call("value")).isEqualTo(1L);

    spoil(world.library("libanl.so.1"));
    assertRefused(open(world.locked(module)), "inC").hasMessageContaining("libanl.so.1");
  }

  /// The library is put in the way after it was looked for: by a constructor of another one.
  @ParameterizedTest
  @CsvSource({"--enable-new-dtags, libBrokenLocale.so.1", "--disable-new-dtags, libutil.so.1"})
  void libraryOfTheSystem_cannotBeHiddenAfterTheSearchEither(String tags, String name)
      throws Exception {
    Path ofSystem = Path.of("/usr/lib/x86_64-linux-gnu").resolve(name);
    assumeThat(ofSystem).exists();
    Path beside = world.library(name);
    Files.delete(beside);
    Path base = folder.resolve("libbase.so");
    Files.writeString(
        built.resolve("base.c"),
        """
        #include <unistd.h>
        __attribute__((constructor)) static void begin(void) { if (link("%s", "%s")) { return; } }
        long base(void);
        long base(void) { return 1; }
        """
            .formatted(world.badVersionOf(beside), beside));
    Compiler.compile(built, "-o", base.toString(), "base.c", "-Wl,-soname,libbase.so");
    Path module =
        world.nativeModule(
            "inC",
            "-DNEEDS_BASE",
            "-Wl,--no-as-needed",
            ofSystem.toString(),
            base.toString(),
            "-Wl," + tags,
            "-Wl,-rpath,$ORIGIN");

    assertThat(open(world.locked(module, base)).importModule("inC").call("value")).isEqualTo(1L);
    assertThat(beside).exists();
  }

  @Test
  void libraryThatIsNowhere_isRefused() throws Exception {
    Path module = world.moduleWithLibrary("above");
    Path library = folder.resolve("libbase.so");
    Interpreter interpreter = open(world.locked(module, library));
    Files.delete(library);

    assertRefused(interpreter, "above")
        .hasMessageContaining("needs 'libbase.so'")
        .hasMessageContaining("nor a library of the system");
  }

  @Test
  void symbolicLink_countsAsTheFileThatIsListed() throws Exception {
    Path module = world.nativeModule("inC");
    Path other = Files.move(world.nativeModule("other"), folder.resolve("real_other.so"));
    Path link = Files.createSymbolicLink(folder.resolve("other.so"), other.getFileName());

    // Listed as the link, and as what it leads to.
    assertThat(open(world.locked(module, link)).importModule("other").call("value")).isEqualTo(1L);
    assertThat(open(world.locked(module, other)).importModule("other").call("value")).isEqualTo(1L);

    Files.delete(module);
    Files.createSymbolicLink(module, other.getFileName());
    Interpreter interpreter = open(world.locked(other));
    Files.writeString(
        folder.resolve("tenon.lock"),
        "tenon-lock 1\n%s - inC.so\n%s - real_other.so\n"
            .formatted("0".repeat(64), PinsWorld.hash(other)));
    assertRefused(
            open(Interpreter.builder().path(folder).pins(folder.resolve("tenon.lock"))), "inC")
        .hasMessageContaining("expected " + "0".repeat(64));
    assertRefused(interpreter, "inC");
  }

  @Test
  void lockFile_behindALink_listsWhatIsBesideItWhereverThatIs() throws Exception {
    Path release = Files.createDirectories(folder.resolve("releases/17"));
    Path module = Files.move(world.nativeModule("inC"), release.resolve("inC.so"));
    Path current = Files.createSymbolicLink(folder.resolve("current"), release);
    Files.writeString(
        release.resolve("tenon.lock"),
        "tenon-lock 1\n%s - inC.so\n".formatted(PinsWorld.hash(module)));

    for (Path lock : List.of(release, current)) {
      for (Path path : List.of(release, current)) {
        assertThat(
                open(Interpreter.builder().path(path).pins(lock.resolve("tenon.lock")))
                    .importModule("inC")
                    .call("value"))
            .isEqualTo(1L);
      }
    }
  }

  @Test
  void movedFile_isRefusedWithTheNameOfItsPlace() throws Exception {
    Path module = world.nativeModule("inC");
    Interpreter.Builder builder = world.locked(module);
    Path other = Files.createDirectories(folder.resolve("moved"));
    Files.move(module, other.resolve("inC.so"));

    assertRefused(open(builder.path(other)), "inC")
        .hasMessageContaining("of which 'inC.so' has the same bytes")
        .hasMessageContaining("put the file back in its place");
  }

  @Test
  void sameName_inTwoFolders_areTwoFiles() throws Exception {
    Path module = world.nativeModule("inC");
    Path first = Files.createDirectories(folder.resolve("first"));
    Files.copy(world.badVersionOf(module), first.resolve("inC.so"));

    assertRefused(
            open(Interpreter.builder().path(first).path(folder).pins(world.lock(module))), "inC")
        .hasMessageContaining(first.resolve("inC.so").toString());
    assertThat(
            open(Interpreter.builder().path(folder).path(first).pins(world.lock(module)))
                .importModule("inC")
                .call("value"))
        .isEqualTo(1L);
  }

  @Test
  void fileThatBecameADirectory_isNoModule() throws Exception {
    Path module = world.nativeModule("inC");
    Interpreter interpreter = open(world.locked(module));
    Files.delete(module);
    Files.createDirectory(module);

    assertRefused(interpreter, "inC");
  }

  @Test
  void jarOnThePath_isVerifiedBeforeItsProvidersAreAsked_whateverIsSearched() throws Exception {
    Path module = world.nativeModule("inC");
    Path jar = world.jar("app.jar");
    spoil(jar);
    Interpreter interpreter =
        open(Interpreter.builder().path(jar).path(folder).pins(world.lock(module)));

    assertRefused(interpreter, "inC").hasMessageContaining(jar.toString());
  }

  @Test
  void jarsOfTheClassPath_areVerified_andFoldersAreRefused() throws Exception {
    Path needed = world.jar("needed.jar");
    Path manifest = Files.writeString(built.resolve("manifest"), "Class-Path: needed.jar\n");
    Path script = Files.writeString(built.resolve("text"), "x");
    Path jar = folder.resolve("app.jar");
    PinsWorld.run("jar", "--create", "--file", jar, "--manifest", manifest, "-C", built, "text");
    assertThat(script).exists();

    Interpreter interpreter =
        open(Interpreter.builder().path(jar).path(folder).pins(world.lock(jar)));
    assertRefused(interpreter, "none").hasMessageContaining(needed.toString());
    Interpreter whole =
        open(Interpreter.builder().path(jar).path(folder).pins(world.lock(jar, needed)));
    assertRefused(whole, "none").hasMessageStartingWith("No module named 'none'");

    Files.delete(needed);
    Files.createDirectories(folder.resolve("needed.jar"));
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertRefused(open(Interpreter.builder().path(jar).path(folder).pins(world.lock(jar))), "none")
        .hasMessageContaining("names the folder");
  }

  @Test
  void nestedArchive_isVerifiedByTheOuterOne() throws Exception {
    Path inner = world.jar("inner.jar");
    Path script = world.script();
    Path outer = folder.resolve("outer.jar");
    PinsWorld.run(
        "jar", "--create", "--file", outer, "-C", folder, "inner.jar", "-C", folder, "script.js");
    Interpreter interpreter =
        open(
            Interpreter.builder()
                .path(outer + "!/inner.jar", outer.toString())
                .pins(world.lock(outer)));
    assertThat(interpreter.importModule("inJava").call("value")).isEqualTo(1L);
    assertThat(interpreter.importModule("script").call("value")).isEqualTo(1L);

    assertRefused(
            open(Interpreter.builder().path(outer + "!/inner.jar").pins(world.lock(inner, script))),
            "inJava")
        .hasMessageContaining(outer.toString());
  }

  @Test
  void swapBetweenAnyTwoSteps_neverRunsTheOtherBytes() throws Exception {
    for (Kind kind : Kind.values()) {
      List<Path> files = kind.make(world);
      for (Path file : files) {
        byte[] good = Files.readAllBytes(file);
        byte[] bad = Files.readAllBytes(world.badVersionOf(file));
        int steps = swapAtStep(kind, files, file, -1, good, bad);
        assertThat(steps).isGreaterThan(1);
        for (int step = 0; step <= steps; step++) {
          int _ = swapAtStep(kind, files, file, step, good, bad);
          Files.write(file, good);
        }
      }
    }
  }

  /// Imports a module while one file of it is replaced before one of the steps, which audit events
  /// announce, and put back before the next one.
  ///
  /// @return how many steps there were
  private int swapAtStep(Kind kind, List<Path> files, Path file, int step, byte[] good, byte[] bad)
      throws Exception {
    int[] count = {0};
    Interpreter.Builder builder =
        locked(files)
            .auditHook((event, arguments) -> {
              try {
                Files.write(file, count[0]++ == step ? bad : good);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try (Interpreter interpreter = builder.build()) {
      assertThat(interpreter.importModule(kind.module()).call(kind.function())).isEqualTo(1L);
    } catch (ImportException e) {
      assertThat(step).isNotNegative();
      assertThat(e).hasMessageContaining(PinsWorld.hash(world.badVersionOf(file)));
    }
    return count[0];
  }

  @ParameterizedTest
  @EnumSource
  void swapAtAnyMoment_neverRunsTheOtherBytes(Kind kind) throws Exception {
    List<Path> files = kind.make(world);
    Path file = files.getLast();
    Path good = Files.copy(file, built.resolve("good"));
    Path bad = world.badVersionOf(file);
    boolean[] isDone = {false};
    Interpreter.Builder[] builders = new Interpreter.Builder[60];
    for (int index = 0; index < builders.length; index++) {
      builders[index] = locked(files);
    }
    Thread swapping =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int round = 0; !isDone[0]; round++) {
                  Path from = round % 2 == 0 ? bad : good;
                  if (round % 4 < 2) {
                    Path beside =
                        Files.copy(from, built.resolve("new"), StandardCopyOption.REPLACE_EXISTING);
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                  } else {
                    Files.write(file, Files.readAllBytes(from));
                  }
                  Thread.sleep(round % 7);
                }
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    int loaded = 0;
    try {
      for (Interpreter.Builder builder : builders) {
        try (Interpreter interpreter = builder.build()) {
          ModuleObject module = interpreter.importModule(kind.module());
          assertThat(module.call(kind.function())).isEqualTo(1L);
          loaded++;
        } catch (ImportException _) {
          // It was another file, or none at that moment.
        }
      }
    } finally {
      isDone[0] = true;
      swapping.join();
    }
    assertThat(world.hasRun()).isFalse();
    assertThat(loaded).isLessThanOrEqualTo(builders.length);
  }
}
