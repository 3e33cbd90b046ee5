// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.TenonError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.spi.Modules;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Definitions of libraries that end the process when they are mapped.
class LibraryDefinitionsTest {

  private static final Path INCLUDE =
      Path.of(System.getProperty("tenon.root", "../..")).resolve("native-ext/include");

  private static final String SOURCE =
      """
      #include <stdlib.h>
      #include <string.h>
      #include <tenon.h>

      __attribute__((constructor)) static void on_load(void) { abort(); }

      static int64_t twice(int64_t number) { return 2 * number; }

      static int32_t run(TnContext *cx) { return cx == NULL; }

      static int32_t dynamic(TnContext *cx, const TnValue *args, size_t count, TnValue *result) {
          (void)cx, (void)args, (void)count;
          *result = tn_none();
          return 0;
      }

      static const TnMethod methods[] = {
          TN_TYPED("twice", twice, "(i64) -> i64", "Doubles a number."),
          TN_TYPED("length", labs, "(i64) -> i64", "A function of another library."),
          TN_DYNAMIC("dynamic", dynamic, NULL), TN_METHODS_END};

      static const TnConstant constants[] = {
          TN_INT_CONSTANT("answer", 42), TN_STR_CONSTANT("word", "text"), TN_CONSTANTS_END};

      TENON_MODULE(first, TN_DOC("The first."), TN_STATE_SIZE(16), TN_METHODS(methods),
                   TN_CONSTANTS(constants), TN_EXEC(run));
      TENON_MODULE(second, TN_IMPORT_NAME("api"));
      """;

  @TempDir private Path folder;

  private Path library(String source, String... options) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("two.c"), source);
    Path library = folder.resolve("two.so");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-w"));
    command.addAll(List.of(options));
    command.addAll(List.of("-I", INCLUDE.toString(), "-o", library.toString(), file.toString()));
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(compiler.exitValue()).as(said).isZero();
    return library;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-g",
        "-O2 -s",
        "-Wl,-z,noseparate-code",
        "-Wl,-z,pack-relative-relocs",
        "-Wl,--hash-style=sysv",
        "-Wl,-Bsymbolic",
      })
  void definitions_areReadWithoutRunningAnything(String options) throws Exception {
    List<ModuleDef> defs = LibraryDefinitions.of(library(SOURCE, options.split(" ")));

    assertThat(defs).extracting(ModuleDef::name).containsExactly("first", "second");
    ModuleDef first = defs.getFirst();
    assertThat(first.faults()).isEmpty();
    assertThat(first.doc()).isEqualTo("The first.");
    assertThat(first.stateSize()).isEqualTo(16);
    assertThat(first.constants()).containsEntry("answer", 42L).containsEntry("word", "text");
    assertThat(first.functions())
        .extracting(FunctionDef::name)
        .containsExactly("twice", "length", "dynamic");
    assertThat(first.functions().getFirst().signature()).hasToString("(i64) -> i64");
    assertThat(defs.getLast().slots()).contains(new ModuleSlot.ImportName("api"));
  }

  @Test
  void functions_haveTheirPlaceAndCannotBeCalled() throws Exception {
    Path library = library(SOURCE, "-g");
    ModuleDef first = LibraryDefinitions.of(library).getFirst();

    assertThat(first.functions().getFirst().place(library.toString()))
        .contains(new SourcePlace(folder.resolve("two.c").toString(), 7));
    FunctionBody.Dynamic dynamic = (FunctionBody.Dynamic) first.functions().getLast().body();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> dynamic.call(Modules.create(first, "any", null), new Object[0]))
        .withMessageContainingAll(library.toString(), "is not loaded", "import the module");
    ModuleSlot.Exec exec = first.findSlot(ModuleSlot.Exec.class).orElseThrow();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> exec.body().run(Modules.create(first, "any", null)));
  }

  @Test
  void faultyDefinition_hasItsFaults() throws Exception {
    String faulty = SOURCE.replace("TN_METHODS_END", "{.name = \"none\"}, TN_METHODS_END");

    assertThat(LibraryDefinitions.of(library(faulty)).getFirst().faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.text()).contains("a NULL function"));
  }

  @Test
  void damagedLibrary_isRefusedOrReadAndNothingElse() throws Exception {
    Path library = library(SOURCE);
    byte[] good = Files.readAllBytes(library);
    Random random = new Random(7);
    for (int round = 0; round < 600; round++) {
      byte[] damaged = good.clone();
      for (int change = 0; change < 1 + random.nextInt(6); change++) {
        int place = random.nextBoolean() ? random.nextInt(1024) : random.nextInt(damaged.length);
        damaged[place] = (byte) random.nextInt(256);
      }
      Files.write(library, damaged);
      try {
        assertThat(LibraryDefinitions.of(library)).isNotNull();
      } catch (TenonError | IOException e) {
        assertThat(e).hasMessageContaining("two");
      }
    }
  }

  @Test
  void fileThatIsNotALibrary_isRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.so"), "not a library");

    assertThatExceptionOfType(TenonError.class)
        .isThrownBy(() -> LibraryDefinitions.of(text))
        .withMessageContaining("found a text file");
  }
}
