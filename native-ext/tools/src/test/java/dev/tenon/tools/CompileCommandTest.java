// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Main;
import dev.tenon.cli.terminal.ExitStatus;
import dev.tenon.imports.path.Platform;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.LibraryDefinitions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules in C, compiled by the command. The compiler for the other platform is that of this
/// machine.
class CompileCommandTest {

  private static final Platform HERE = Platform.current();
  private static final String OTHER =
      HERE.machine().equals("riscv64") ? "linux-s390x" : "linux-riscv64";

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int tenon(String... arguments) {
    output.reset();
    errors.reset();
    Map<String, String> variables = Map.of("PATH", System.getenv("PATH"));
    return new Main(TestSurroundings.with(variables, folder, output, errors)).run(arguments);
  }

  private String output() {
    return output.toString(UTF_8);
  }

  private String errors() {
    return errors.toString(UTF_8);
  }

  private void write(String file, String text) throws IOException {
    Path place = folder.resolve(file);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private void writeModule(String file, String name) throws IOException {
    write(file, "#include <tenon.h>\nTENON_MODULE(%s, TN_DOC(\"A module.\"));\n".formatted(name));
  }

  private Path library(String path) {
    return folder.resolve("build").resolve(HERE.name()).resolve(path + HERE.suffix());
  }

  private static List<String> modulesIn(Path library) throws IOException {
    return LibraryDefinitions.of(library).stream().map(ModuleDef::name).toList();
  }

  private List<String> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("build"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.resolve("build").relativize(file).toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void compile_filesAndDirectories_makesALibraryOfEach() throws IOException {
    writeModule("src/one.c", "one");
    writeModule("src/shop.price.c", "price");
    write("src/many/part.c", "int part(void);\nint part(void) { return 1; }\n");
    writeModule("src/many/inner/many.c", "many");
    write("src/headers/only.h", "");

    assertThat(tenon("compile", "src")).as(errors()).isZero();

    assertThat(output().lines())
        .containsExactly(
            "compiled many: " + library("many"),
            "compiled one: " + library("one"),
            "compiled shop.price: " + library("shop/price"));
    assertThat(modulesIn(library("many"))).containsExactly("many");
    assertThat(modulesIn(library("shop/price"))).containsExactly("price");
    assertThat(errors()).isEmpty();
  }

  @Test
  void compile_again_compilesWhatHasChangedAlone() throws IOException {
    writeModule("src/one.c", "one");
    write(
        "src/two.c", "#include \"two.h\"\n#include <tenon.h>\nTENON_MODULE(two, TN_DOC(TEXT));\n");
    write("src/two.h", "#define TEXT \"old\"\n");
    assertThat(tenon("compile", "src")).as(errors()).isZero();
    assertThat(tenon("compile", "src")).as(errors()).isZero();
    assertThat(output()).contains("unchanged one", "unchanged two").doesNotContain("compiled");

    writeModule("src/one.c", "one");
    write("src/one.c", Files.readString(folder.resolve("src/one.c")) + "\n");
    assertThat(tenon("compile", "src")).as(errors()).isZero();
    assertThat(output()).contains("compiled one", "unchanged two");

    write("src/two.h", "#define TEXT \"new\"\n");
    assertThat(tenon("compile", "src")).as(errors()).isZero();
    assertThat(output()).contains("compiled two");
    assertThat(LibraryDefinitions.of(library("two")).getFirst().doc()).isEqualTo("new");

    assertThat(tenon("compile", "--option=-DFAST", "src")).isZero();
    assertThat(output()).contains("compiled one", "compiled two");

    Files.delete(library("two"));
    assertThat(tenon("compile", "--option=-DFAST", "src")).isZero();
    assertThat(output()).contains("unchanged one", "compiled two");
  }

  @Test
  void compile_mistakeInASource_showsTheCompilersMessageAndKeepsTheLibrary() throws IOException {
    writeModule("src/one.c", "one");
    assertThat(tenon("compile", "src")).isZero();
    byte[] before = Files.readAllBytes(library("one"));
    write("src/one.c", "#include <tenon.h>\nint one(void) { return twwo; }\n");

    assertThat(tenon("compile", "src")).isEqualTo(ExitStatus.PROGRAM_ERROR.number());

    assertThat(errors())
        .contains(
            folder + "/src/one.c:2:",
            "twwo",
            "cannot compile the module one for " + HERE,
            "ended with status 1");
    assertThat(library("one")).hasBinaryContent(before);
    assertThat(libraries()).hasSize(1);
  }

  @Test
  void compile_warnings_areShown() throws IOException {
    writeModule("src/one.c", "one");
    write("src/one.c", Files.readString(folder.resolve("src/one.c")) + "static int unused;\n");

    assertThat(tenon("compile", "src")).isZero();

    assertThat(errors()).contains("warning:", "unused");
  }

  @Test
  void compile_sourceThatIsGone_deletesItsLibraryAndNoOther() throws IOException {
    writeModule("src/one.c", "one");
    writeModule("src/shop.price.c", "price");
    assertThat(tenon("compile", "src")).isZero();
    Path other = library("handmade");
    Files.createFile(other);
    Files.delete(folder.resolve("src/shop.price.c"));

    assertThat(tenon("compile", "src")).isZero();

    assertThat(library("shop/price").getParent()).doesNotExist();
    assertThat(other).exists();
    assertThat(library("one")).exists();
  }

  @Test
  void compile_anotherPlatform_keepsTheFirstUnlessPruned() throws IOException {
    writeModule("src/one.c", "one");
    assertThat(tenon("compile", "src")).isZero();

    assertThat(tenon("compile", "--target", OTHER + "=cc", "src")).as(errors()).isZero();
    assertThat(libraries())
        .containsExactlyInAnyOrder(HERE + "/one" + HERE.suffix(), OTHER + "/one.so");

    assertThat(tenon("compile", "--prune", "--target", OTHER + "=cc", "src")).isZero();
    assertThat(libraries()).containsExactly(OTHER + "/one.so");
  }

  @Test
  void compile_sameSourcesElsewhere_makesTheSameBytes() throws IOException {
    writeModule("a/src/one.c", "one");
    writeModule("b/src/one.c", "one");
    Path first = folder.resolve("a");
    Path second = folder.resolve("b");
    Map<String, String> variables = Map.of("PATH", System.getenv("PATH"));
    for (Path place : List.of(first, second)) {
      assertThat(
              new Main(TestSurroundings.with(variables, place, output, errors))
                  .run("compile", "src"))
          .isZero();
    }

    String made = "build/%s/one%s".formatted(HERE, HERE.suffix());
    assertThat(first.resolve(made)).hasSameBinaryContentAs(second.resolve(made));
  }

  @Test
  void compile_optionsAndLibraries_reachTheCompiler() throws IOException {
    write("more/text.h", "#define TEXT \"found\"\n");
    write(
        "src/root.c",
        """
        #include <math.h>
        #include <tenon.h>
        #include <text.h>
        static double root(double x) { return SCALE * sqrt(x); }
        static const TnMethod methods[] = {
            TN_TYPED("root", root, "(f64) -> f64", "A root."), TN_METHODS_END};
        TENON_MODULE(root, TN_DOC(TEXT), TN_METHODS(methods));
        """);

    assertThat(tenon("compile", "--include", "more", "--option=-DSCALE=2", "--link=-lm", "src"))
        .as(errors())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "other, no such directory",
    "empty, no file that ends with .c",
    "twice, is a directory with sources",
    "named, my-module' is not a name of a module",
    "dots, is not a name of a module",
    "plain, the library exports no module",
    "unlike, the library exports one",
  })
  void compile_sourcesThatMakeNoModule_areRefused(String sources, String reason)
      throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    writeModule("twice/one.c", "one");
    writeModule("twice/one/a.c", "one");
    writeModule("named/my-module.c", "my");
    writeModule("dots/a..b.c", "b");
    write("plain/one.c", "int one;\n");
    writeModule("unlike/two.c", "one");

    assertThat(tenon("compile", sources)).isEqualTo(ExitStatus.PROGRAM_ERROR.number());

    assertThat(errors()).contains(reason);
    assertThat(library("two")).doesNotExist();
  }

  @Test
  void compile_withoutCompiler_namesItAndSaysWhatToDo() throws IOException {
    writeModule("src/one.c", "one");

    assertThat(tenon("compile", "--target", OTHER + "=no-such-cc -O3", "src")).isEqualTo(1);

    assertThat(errors())
        .contains("cannot compile for " + OTHER, "'no-such-cc'", "on PATH", OTHER + "=COMPILER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compile",
        "compile --target linux-vax=cc src",
        "compile --target linux-s390x src",
        "compile --target linux-s390x=a --target linux-s390x=b src",
        "compile --include nowhere src"
      })
  void compile_wrongCommandLine_saysWhatIsExpected(String line) throws IOException {
    writeModule("src/one.c", "one");

    assertThat(tenon(line.split(" "))).isEqualTo(ExitStatus.USAGE.number());

    assertThat(errors()).isNotBlank();
    assertThat(folder.resolve("build/linux-s390x")).doesNotExist();
  }
}
