// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is mapped is what was read: libraries that are overwritten, cut off, replaced or deleted
/// while their modules are loaded.
class SharedImageTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  /// A module whose answer is the version that it was compiled as, and counts in a variable.
  private static final String MODULE =
      """
      #include <tenon.h>
      static int64_t version(void) { return VERSION; }
      static int64_t count;
      static int64_t next(void) { return ++count; }
      static const TnMethod methods[] = {TN_TYPED("version", version, "() -> i64", NULL),
                                         TN_TYPED("next", next, "() -> i64", NULL),
                                         TN_METHODS_END};
      static int32_t upgrade(TnContext *cx) { (void)cx; return 0; }
      TENON_MODULE(counted, TN_METHODS(methods), TN_INTERPRETERS(TN_SHARED),
                   TN_STATE_SIZE(8), TN_STATE_VERSION(VERSION), TN_UPGRADE(upgrade));
      """;

  private static final String TOP =
      """
      #include <tenon.h>
      long base(void);
      static int64_t below(void) { return base(); }
      static const TnMethod methods[] = {TN_TYPED("below", below, "() -> i64", NULL),
                                         TN_METHODS_END};
      #define MODULE(name) TENON_MODULE(name, TN_METHODS(methods), TN_INTERPRETERS(TN_SHARED))
      MODULE(NAME);
      """;

  @TempDir private Path folder;
  @TempDir private Path built;
  private final List<Interpreter> opened = new ArrayList<>();

  @BeforeEach
  void compileModules() throws Exception {
    Files.writeString(built.resolve("counted.c"), MODULE);
    for (int version = 1; version <= 2; version++) {
      Compiler.compile(
          built, "-o", "counted" + version + ".so", "counted.c", "-DVERSION=" + version);
    }
    assertThat(Files.size(built.resolve("counted1.so")))
        .isEqualTo(Files.size(built.resolve("counted2.so")));
    Files.copy(built.resolve("counted1.so"), module());
  }

  @AfterEach
  void close() {
    opened.forEach(Interpreter::close);
  }

  private Path module() {
    return folder.resolve("counted.so");
  }

  private ModuleObject load(String name) {
    Interpreter interpreter = Interpreter.builder().path(folder).build();
    opened.add(interpreter);
    return interpreter.importModule(name);
  }

  /// What happens to a file that is in use.
  enum Change {
    OVERWRITTEN {
      @Override
      void to(Path file, Path other) throws IOException {
        Files.write(file, Files.readAllBytes(other));
      }
    },
    OVERWRITTEN_AND_SET_BACK {
      @Override
      void to(Path file, Path other) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        Files.write(file, Files.readAllBytes(other));
        Files.setLastModifiedTime(file, before);
      }
    },
    REPLACED {
      @Override
      void to(Path file, Path other) throws IOException {
        Path beside = file.resolveSibling("new");
        Files.copy(other, beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      }
    },
    REPLACED_AND_SET_BACK {
      @Override
      void to(Path file, Path other) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        REPLACED.to(file, other);
        Files.setLastModifiedTime(file, before);
      }
    },
    DELETED_AND_MADE_ANEW {
      @Override
      void to(Path file, Path other) throws IOException {
        Files.delete(file);
        Files.copy(other, file);
      }
    };

    abstract void to(Path file, Path other) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void changedFile_keepsWhatIsLoaded_andANewInterpreterGetsTheNewBytes(Change change)
      throws IOException {
    ModuleObject old = load("counted");
    assertThat(old.call("version")).isEqualTo(1L);

    change.to(module(), built.resolve("counted2.so"));

    assertThat(old.call("version")).isEqualTo(1L);
    assertThat(load("counted").call("version")).isEqualTo(2L);
    assertThat(old.call("version")).isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource
  void changedFile_isWhatReloadLoads(Change change) throws IOException {
    ModuleObject module = load("counted");

    change.to(module(), built.resolve("counted2.so"));
    opened.getFirst().reload(module);

    assertThat(opened.getFirst().importModule("counted").call("version")).isEqualTo(2L);
  }

  @Test
  void fileThatIsCutOffOrDeleted_keepsWhatIsLoaded_andIsRefusedAfterwards() throws IOException {
    ModuleObject old = load("counted");

    Files.write(module(), new byte[0]);
    assertThat(old.call("version")).isEqualTo(1L);
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> load("counted"))
        .withMessageContaining("found an empty file");

    Files.delete(module());
    assertThat(old.call("version")).isEqualTo(1L);
  }

  @Test
  void sameBytes_whateverBecameOfTheFile_areOneImage() throws IOException {
    ModuleObject first = load("counted");
    assertThat(first.call("next")).isEqualTo(1L);
    Files.setLastModifiedTime(module(), LONG_AGO);
    assertThat(load("counted").call("next")).isEqualTo(2L);
    Change.REPLACED.to(module(), built.resolve("counted1.so"));
    assertThat(load("counted").call("next")).isEqualTo(3L);
    Change.OVERWRITTEN.to(module(), built.resolve("counted2.so"));
    assertThat(load("counted").call("next")).isEqualTo(1L);
    Change.OVERWRITTEN.to(module(), built.resolve("counted1.so"));
    assertThat(load("counted").call("next")).isEqualTo(4L);
  }

  @Test
  void sameBytes_inAnotherFile_areAnotherImage() throws IOException {
    assertThat(load("counted").call("next")).isEqualTo(1L);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(module(), other.resolve("counted.so"));
    Interpreter interpreter = Interpreter.builder().path(other).build();
    opened.add(interpreter);

    assertThat(interpreter.importModule("counted").call("next")).isEqualTo(1L);
  }

  @Test
  void fileThatIsBeingWritten_isWaitedFor() throws Exception {
    byte[] whole = Files.readAllBytes(module());
    Files.write(module(), new byte[0]);
    FutureTask<ModuleObject> load = new FutureTask<>(() -> load("counted"));
    Thread.ofPlatform().start(load);
    for (int part = 1; part <= 10; part++) {
      Files.write(module(), java.util.Arrays.copyOf(whole, whole.length * part / 10));
    }

    assertThat(load.get().call("version")).isEqualTo(1L);
  }

  private void compileTop(String name, String... more) throws Exception {
    Files.writeString(folder.resolve("top.c"), TOP);
    List<String> all =
        new ArrayList<>(List.of("-o", name + ".so", "top.c", "-DNAME=" + name, "-L.", "-lbelow"));
    all.addAll(List.of(more));
    Compiler.compile(folder, all.toArray(String[]::new));
  }

  private void compileBase(int answer) throws Exception {
    Files.writeString(
        folder.resolve("base.c"), "long base(void); long base(void) { return ANSWER; }");
    Compiler.compile(
        folder, "-o", "libbelow.new", "base.c", "-DANSWER=" + answer, "-Wl,-soname,libbelow.so");
    Files.write(folder.resolve("libbelow.so"), Files.readAllBytes(folder.resolve("libbelow.new")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Wl,-rpath,$ORIGIN", "-Wl,--disable-new-dtags,-rpath,${ORIGIN}"})
  void libraryBesideTheModule_isFoundAndMappedTheSameWay(String flag) throws Exception {
    compileBase(1);
    compileTop("top", flag);
    ModuleObject old = load("top");
    assertThat(old.call("below")).isEqualTo(1L);

    compileBase(2);

    assertThat(old.call("below")).isEqualTo(1L);
    assertThat(load("top").call("below")).isEqualTo(2L);
    Files.write(folder.resolve("libbelow.so"), new byte[0]);
    assertThat(old.call("below")).isEqualTo(1L);
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> load("top"))
        .withMessageContaining("libbelow.so, which")
        .withMessageContaining("found an empty file");
  }

  @Test
  void libraryThatTwoModulesNeed_isOneForBoth() throws Exception {
    Files.writeString(
        folder.resolve("base.c"),
        "static long count; long base(void); long base(void) { return ++count; }");
    Compiler.compile(folder, "-o", "libbelow.so", "base.c");
    compileTop("one", "-Wl,-rpath,$ORIGIN");
    compileTop("two", "-Wl,-rpath,$ORIGIN");

    assertThat(load("one").call("below")).isEqualTo(1L);
    assertThat(load("two").call("below")).isEqualTo(2L);
  }

  @Test
  void libraryOfAPrivateImage_thatIsShared_isMappedTheSameWay() throws Exception {
    compileBase(1);
    compileTop("top", "-Wl,-rpath,$ORIGIN");
    Interpreter interpreter = Interpreter.builder().path(folder).privateImage("top").build();
    opened.add(interpreter);
    ModuleObject old = interpreter.importModule("top");
    Files.write(folder.resolve("libbelow.so"), new byte[0]);

    assertThat(old.call("below")).isEqualTo(1L);
  }

  @Test
  void librariesThatNeedEachOther_areFoundAllTheSame() throws Exception {
    Files.writeString(
        folder.resolve("left.c"),
        "long right(void); long left(void); long left(void) { return 3; }"
            + " long base(void); long base(void) { return right() + 1; }");
    Files.writeString(
        folder.resolve("right.c"),
        "long left(void); long right(void); long right(void) { return left(); }");
    Compiler.compile(folder, "-o", "libright.so", "right.c");
    Compiler.compile(folder, "-o", "libbelow.so", "left.c", "-L.", "-lright", "-Wl,-rpath,$ORIGIN");
    Compiler.compile(
        folder, "-o", "libright.so", "right.c", "-L.", "-lbelow", "-Wl,-rpath,$ORIGIN");
    compileTop("top", "-Wl,-rpath,$ORIGIN");

    assertThat(load("top").call("below")).isEqualTo(4L);
  }

  private static List<String> mappings(Path file) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(file.toString()))
        .toList();
  }

  @Test
  void mapping_namesTheOriginal() throws IOException {
    ModuleObject _ = load("counted");

    assertThat(mappings(module()))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("/memfd:" + module()));
  }

  @Test
  void manifest_thatSaysDirect_mapsTheFileItself() throws IOException {
    Files.writeString(folder.resolve("counted.so.tenon"), "image = direct\n");
    ModuleObject module = load("counted");

    assertThat(module.call("version")).isEqualTo(1L);
    assertThat(mappings(module()))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContain("memfd"));
    Change.REPLACED.to(module(), built.resolve("counted2.so"));
    assertThat(load("counted").call("version")).isEqualTo(2L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void libraryOfDeclarations_isMappedTheSameWayUnlessTheySayDirect(boolean isDirect)
      throws Exception {
    compileBase(1);
    Files.writeString(
        folder.resolve("plain.cdef.h"),
        "#pragma tenon library(\"libbelow.so\")\n%slong base(void);\n"
            .formatted(isDirect ? "#pragma tenon image(direct)\n" : ""));
    ModuleObject old = load("plain");
    assertThat(old.call("base")).isEqualTo(1L);
    assertThat(mappings(folder.resolve("libbelow.so")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.contains("memfd")).isNotEqualTo(isDirect));
    if (!isDirect) {
      compileBase(2);

      assertThat(old.call("base")).isEqualTo(1L);
      assertThat(load("plain").call("base")).isEqualTo(2L);
    }
  }

  @Test
  void libraryOfTheSystem_isMappedItself() throws IOException {
    Files.writeString(
        folder.resolve("words.cdef.h"),
        "#pragma tenon library(\"libc.so.6\")\nunsigned long strlen(const char *text);\n");

    assertThat(load("words").call("strlen", "four")).isEqualTo(4L);
    assertThat(mappings(Path.of("libc.so.6")))
        .allSatisfy(line -> assertThat(line).doesNotContain("memfd"));
  }

  @Test
  void copiesOnDisk_whereThereCanBeNoneInMemory_leaveNothingBehind() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("--enable-native-access=ALL-UNNAMED", "-Dtenon.image.folder=" + images),
            ReplacingProgram.class,
            folder.toString(),
            built.toString(),
            "5");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("all rounds done");
    try (var left = Files.list(images)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffm", "jnr"})
  void filesThatChangeAllTheTime_neverEndTheProcess(String backend) {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("--enable-native-access=ALL-UNNAMED", "-Dtenon.backend=" + backend),
            ReplacingProgram.class,
            folder.toString(),
            built.toString(),
            "40");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("all rounds done").doesNotContain("WRONG");
  }

  @Test
  void stampOfAFileAtRest_isTrusted() throws IOException {
    ModuleObject first = load("counted");
    assertThat(first.call("next")).isEqualTo(1L);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> dev.tenon.input.FileStamp.of(module()).isAtRest(System.currentTimeMillis()));

    assertThat(load("counted").call("next")).isEqualTo(2L);
    Change.OVERWRITTEN_AND_SET_BACK.to(module(), built.resolve("counted2.so"));
    assertThat(load("counted").call("version")).isEqualTo(2L);
  }
}
