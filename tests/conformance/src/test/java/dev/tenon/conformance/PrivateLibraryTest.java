// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.call.Callables;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Libraries that a private image was linked with: shared with the process, or private with it.
class PrivateLibraryTest {

  private static final String BASE =
      """
      static long count;
      long base_next(void);
      long base_next(void) { return ++count; }
      """;
  private static final String MODULE =
      """
      #include <tenon.h>
      long base_next(void);
      static int64_t next(void) { return base_next(); }
      static const TnMethod methods[] = {TN_TYPED("next", next, "() -> i64", NULL), TN_METHODS_END};
      TENON_MODULE(top, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
      """;
  private static final String VERSIONS = "ONE { global: base_next; local: *; };";

  @TempDir private Path folder;
  private final List<Interpreter> opened = new ArrayList<>();

  @BeforeEach
  void writeSources() throws IOException {
    Files.writeString(folder.resolve("base.c"), BASE);
    Files.writeString(folder.resolve("top.c"), MODULE);
    Files.writeString(folder.resolve("versions"), VERSIONS);
  }

  @AfterEach
  void closeInterpreters() {
    opened.forEach(Interpreter::close);
    assertThat(ImageMaps.names()).isEmpty();
  }

  /// Compiles in the folder of the test.
  private void compile(String... arguments) throws IOException, InterruptedException {
    compileWith("cc", arguments);
  }

  private void compileWith(String compiler, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(compiler, "-shared", "-fPIC"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output)).isZero();
  }

  private void compileModule(String base, String... arguments)
      throws IOException, InterruptedException {
    Path include = NativeWorld.FIXTURES.resolve("../../../../native-ext/include").normalize();
    List<String> all =
        new ArrayList<>(List.of("-o", "top.so", "top.c", base, "-L.", "-I", include.toString()));
    all.addAll(List.of(arguments));
    compile(all.toArray(String[]::new));
  }

  private ModuleObject load(String... privateLibraries) {
    Interpreter interpreter =
        Interpreter.builder()
            .path(folder)
            .privateImage("top")
            .privateLibrary(privateLibraries)
            .build();
    opened.add(interpreter);
    return interpreter.importModule("top");
  }

  /// `base` with and without a name and versions of its own.
  @ParameterizedTest
  @CsvSource({
    "libbase.so, -lbase, -O1, libbase.so",
    "libbase.so.1, libbase.so.1, '-Wl,-soname,libbase.so.1', libbase.so.*",
    "libbase.so.1, libbase.so.1, '-Wl,-soname,libbase.so.1,--version-script=versions', *",
    "libbase.so, -lbase, '-Wl,--version-script=versions', *"
  })
  void libraryThatTheModuleWasLinkedWith_isSharedOrPrivateAsAsked(
      String file, String link, String flag, String pattern) throws Exception {
    compile("-o", file, "base.c", flag);
    compileModule(link, "-Wl,-rpath,$ORIGIN");

    assertThat(load().call("next")).isEqualTo(1L);
    assertThat(load().call("next")).isEqualTo(2L);
    assertThat(load(pattern).call("next")).isEqualTo(1L);
    assertThat(load(pattern).call("next")).isEqualTo(1L);
    assertThat(load().call("next")).isEqualTo(3L);
  }

  @Test
  void variablesOfInlineFunctions_thatCppMakesOneForTheProcess_areSeparateToo() throws Exception {
    Files.writeString(
        folder.resolve("base.cc"),
        """
        #include <memory>
        inline long &count() { static long value; return value; }
        extern "C" long base_next() { return count() += *std::make_shared<long>(1); }
        """);
    compileWith("c++", "-std=c++11", "-o", "libbase.so", "base.cc");
    compileModule("-lbase", "-Wl,-rpath,$ORIGIN");

    assertThat(load("libbase.so").call("next")).isEqualTo(1L);
    assertThat(load("libbase.so").call("next")).isEqualTo(1L);
  }

  @Test
  void manifest_namesPrivateLibraries() throws Exception {
    compile("-o", "libbase.so", "base.c");
    compileModule("-lbase", "-Wl,-rpath,$ORIGIN");
    Files.writeString(
        folder.resolve("top.so.tenon"), "image = private\nprivate-libraries = libbase.so\n");

    assertThat(load().call("next")).isEqualTo(1L);
    assertThat(load().call("next")).isEqualTo(1L);
  }

  @Test
  void manifest_thatNamesALibraryItWasNotLinkedWith_isRefusedAndNothingStays() throws Exception {
    compile("-o", "libbase.so", "base.c");
    compileModule("-lbase", "-Wl,-rpath,$ORIGIN");
    Files.writeString(
        folder.resolve("top.so.tenon"), "image = private\nprivate-libraries = libbse.so\n");

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(this::load)
        .withMessageContaining("libbse.so is to be private with it, but it was linked with")
        .withMessageContaining("libbase.so");
    assertThat(ImageMaps.names()).isEmpty();
  }

  @Test
  void librariesBelowLibraries_areCopiedOnceForAnImage() throws Exception {
    Files.writeString(
        folder.resolve("middle.c"),
        "long base_next(void); long middle(void); long middle(void) { return base_next(); }");
    Files.writeString(
        folder.resolve("top.c"),
        MODULE
            .replace("{ return base_next(); }", "{ return middle() * 10 + base_next(); }")
            .replace("long base_next(void);", "long base_next(void); long middle(void);"));
    compile("-o", "libbase.so", "base.c");
    compile("-o", "libmiddle.so", "middle.c", "-L.", "-lbase", "-Wl,-rpath,$ORIGIN");
    compileModule("-lmiddle", "-lbase", "-Wl,-rpath,$ORIGIN");

    assertThat(load("*").call("next")).isEqualTo(12L);
    assertThat(load("*").call("next")).isEqualTo(12L);
    assertThat(ImageMaps.names()).contains("top.so", "libmiddle.so", "libbase.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#pragma tenon image(private)\n", ""})
  void declarationsOfALibrary_askForAnImage_asTheHostDoes(String pragma) throws Exception {
    Files.writeString(folder.resolve("base.c"), "long total;\n" + BASE);
    compile("-o", "libbase.so", "base.c");
    Files.writeString(
        folder.resolve("base.cdef.h"), pragma + "extern long total;\nlong base_next(void);\n");
    List<ModuleObject> modules = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      Interpreter.Builder config = Interpreter.builder().path(folder).isolated(true);
      opened.add((pragma.isEmpty() ? config.privateImage("base") : config).build());
      modules.add(opened.getLast().importModule("base"));
    }
    modules.getFirst().call("base_next");
    modules.getFirst().set("total", 5);

    assertThat(modules.getLast().call("base_next")).isEqualTo(1L);
    assertThat(modules.getLast().get("total")).isEqualTo(0L);
    assertThat(modules.getLast().def().isPrivateImage()).isTrue();
    TenonCallable next = Callables.of(modules.getFirst().get("base_next"));
    opened.getFirst().close();
    assertThatExceptionOfType(InterpreterError.class).isThrownBy(next::call);
    assertThat(ImageMaps.names()).containsOnly("libbase.so");
  }

  @Test
  void declarations_namePrivateLibraries() throws Exception {
    Files.writeString(
        folder.resolve("middle.c"),
        "long base_next(void); long middle(void); long middle(void) { return base_next(); }");
    compile("-o", "libbase.so", "base.c");
    compile("-o", "libmiddle.so", "middle.c", "-L.", "-lbase", "-Wl,-rpath,$ORIGIN");
    Files.writeString(
        folder.resolve("middle.cdef.h"),
        """
        #pragma tenon image(private)
        #pragma tenon private_library("libbase.so")
        long middle(void);
        """);

    for (int index = 0; index < 2; index++) {
      opened.add(Interpreter.builder().path(folder).build());
      assertThat(opened.getLast().importModule("middle").call("middle")).isEqualTo(1L);
    }
  }

  /// No other test has a library of that name: one that is mapped already would be taken.
  @Test
  void missingLibrary_isTold() throws Exception {
    compile("-o", "libabsent.so", "base.c");
    compileModule("-labsent");

    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> load("libabsent.so"))
        .withMessageContaining("needs libabsent.so, which is not found");
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(this::load)
        .withMessageContaining("top.so")
        .withMessageContaining("libabsent.so: cannot open shared object file");
  }
}
