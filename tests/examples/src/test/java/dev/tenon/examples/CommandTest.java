// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `tenon` command as a process: signals, pipes, exit statuses and the JPMS module path.
class CommandTest {

  private static final String NATIVE_ACCESS =
      "--enable-native-access=dev.tenon.nativeext,dev.tenon.nativeext.ffm";

  @TempDir Path folder;
  @AutoClose private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = Workplace.in(folder);
  }

  private Commands.Outcome shell(String script) {
    return workplace.commands().run("sh", "-c", script);
  }

  @Test
  void readerGoneWhileTheModuleWrites_endsQuietlyAsIfBySignal() throws IOException {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      words.append(Integer.toString(i, 26).replaceAll("[0-9]", "z")).append("q\n");
    }
    Files.writeString(folder.resolve("many.txt"), words);

    Commands.Outcome outcome =
        shell(
            "{ ./tenon run -m wordfreq -n 1000000 many.txt; echo status $? >&2; } | head -n 1"
                + " >/dev/null");

    assertThat(outcome.errors()).isEqualTo("status 141\n");
  }

  @Test
  void readerGoneBeforeTheFirstLine_endsQuietlyAsIfBySignal() {
    Commands.Outcome outcome =
        shell("{ sleep 0.2; echo one | ./tenon run -m wordfreq; echo status $? >&2; } | true");

    assertThat(outcome.errors()).isEqualTo("status 141\n");
  }

  @Test
  void fullDevice_isOneLineAndStatusOne() {
    Commands.Outcome outcome = shell("echo one | ./tenon run -m wordfreq >/dev/full");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors().lines())
        .singleElement()
        .asString()
        .contains("No space left on device");
  }

  @Test
  void interrupt_cleansUpOnceAndEndsWithTheStatusOfTheSignal()
      throws IOException, InterruptedException {
    Process process =
        workplace
            .commands()
            .start(
                "env",
                "--default-signal=INT", // jobs in the background of a shell ignore it
                folder.resolve("tenon").toString(),
                "run",
                "--path",
                slowModule(),
                "-m",
                "slow");
    try (var output = process.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("started");
      assertThat(workplace.commands().run("kill", "-INT", String.valueOf(process.pid())).status())
          .isZero();
      assertThat(Commands.await(process, "the interrupted command")).isEqualTo(130);
      assertThat(output.lines()).containsExactly("exit callback", "freed");
      assertThat(Commands.read(process.getErrorStream())).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /// A jar with a module that writes a line and then waits for ever.
  private String slowModule() throws IOException {
    Path classes = folder.resolve("classes");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.tenon.module.ModuleProvider"), "Slow");
    Path source =
        Files.writeString(
            folder.resolve("Slow.java"),
            """
            import dev.tenon.module.*;
            import java.util.List;

            public final class Slow implements ModuleProvider {
              @Override
              public List<ModuleDef> moduleDefs() {
                return List.of(
                    ModuleDef.of("slow")
                        .exec(module -> dev.tenon.Interpreter.current()
                            .onExit(() -> write(module, "exit callback")))
                        .slot(new ModuleSlot.Free(module -> write(module, "freed")))
                        .main((module, arguments) -> wait(module))
                        .build());
              }

              private static void write(ModuleObject module, String line) {
                module.interpreter().out().println(line);
              }

              private static int wait(ModuleObject module) throws InterruptedException {
                write(module, "started");
                module.interpreter().out().flush();
                Thread.sleep(Long.MAX_VALUE);
                return 0;
              }
            }
            """);
    expectSuccess(
        Checkout.tool("javac").toString(),
        "-proc:none",
        "-cp",
        "lib/*",
        "-d",
        classes.toString(),
        source.toString());
    expectSuccess(
        Checkout.tool("jar").toString(),
        "--create",
        "--file",
        "slow.jar",
        "-C",
        classes.toString(),
        ".");
    return "slow.jar";
  }

  private void expectSuccess(String... command) {
    Commands.Outcome outcome = workplace.commands().run(command);
    assertThat(outcome.status()).as("%s", outcome).isZero();
  }

  @Test
  void tenonPath_isSearched() {
    String jar = Checkout.counterJar().toString();

    assertThat(shell("TENON_PATH=/nowhere:'" + jar + "' ./tenon run -m counter"))
        .isEqualTo(new Commands.Outcome(0, "", ""));
  }

  @Test
  void currentFolder_isSearchedFirst() throws IOException {
    Files.writeString(folder.resolve("counter.so"), "this is no library");

    Commands.Outcome outcome = shell("./tenon run -m counter");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).contains(folder.resolve("counter.so").toString());
  }

  @Test
  void wrongCommandLine_isStatusTwo() {
    assertThat(workplace.tenon("run"))
        .isEqualTo(
            new Commands.Outcome(
                2,
                "",
                "tenon: no program given, expected -m NAME or PATH; see 'tenon run --help'\n"));
  }

  @Test
  void modulePath_findsJavaModulesOnIt() {
    assertThat(onModulePath(Checkout.counterJar() + File.pathSeparator, "counter"))
        .isEqualTo(new Commands.Outcome(0, "", ""));
  }

  @Test
  void modulePath_withoutTheModule_doesNotFindIt() {
    Commands.Outcome outcome = onModulePath("", "counter");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .startsWith("tenon: ModuleNotFoundError: No module named 'counter'");
  }

  /// Runs a module with all jars as named modules.
  private Commands.Outcome onModulePath(String more, String module) {
    return workplace
        .commands()
        .run(
            Checkout.tool("java").toString(),
            "-p",
            more + Checkout.commandJar() + File.pathSeparator + Checkout.libraries(),
            NATIVE_ACCESS,
            "-m",
            "dev.tenon.cli/dev.tenon.cli.Main",
            "run",
            "-m",
            module);
  }

  @Test
  void modulePath_findsNativeModules() throws IOException {
    Path text = Files.writeString(folder.resolve("words.txt"), "one two two");
    Commands.Outcome outcome =
        workplace
            .commands()
            .run(
                Checkout.tool("java").toString(),
                "-Dtenon.samples=" + Checkout.samplePath(),
                "-p",
                Checkout.commandJar() + File.pathSeparator + Checkout.libraries(),
                NATIVE_ACCESS,
                "-m",
                "dev.tenon.cli/dev.tenon.cli.Main",
                "run",
                "-m",
                "wordfreq",
                text.toString());

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).contains("two", "one");
  }

  /// The parser of C is no Java module.
  @Test
  void modulePath_readsDeclarationsOfC() throws IOException {
    Path maths =
        Files.writeString(
            folder.resolve("maths.cdef.h"),
            "#pragma tenon library(\"libm.so.6\")\ndouble cbrt(double x);\n");
    Path more = Files.writeString(folder.resolve("more.h"), "int abs(int x);\n");
    for (List<String> command :
        List.of(List.of("inspect", maths.toString()), List.of("cdef", "--dump", more.toString()))) {
      List<String> line = new ArrayList<>();
      line.add(Checkout.tool("java").toString());
      line.addAll(List.of("-p", Checkout.commandJar() + File.pathSeparator + Checkout.libraries()));
      line.addAll(
          List.of(NATIVE_ACCESS + ",dev.tenon.cdef", "-m", "dev.tenon.cli/dev.tenon.cli.Main"));
      line.addAll(command);
      Commands.Outcome outcome = workplace.commands().run(line.toArray(String[]::new));

      assertThat(outcome.errors()).isEmpty();
      assertThat(outcome.status()).as(outcome.output()).isZero();
    }
  }

  @Test
  void otherBackend_isFoundBesideTheJars() throws IOException {
    Files.writeString(folder.resolve("words.txt"), "one two two");

    Commands.Outcome chosen = shell("TENON_BACKEND=jnr ./tenon run -m wordfreq words.txt");

    assertThat(chosen.errors()).isEmpty();
    assertThat(chosen).isEqualTo(shell("TENON_BACKEND=ffm ./tenon run -m wordfreq words.txt"));
  }

  @Test
  void backendThatIsNotInstalled_isNamedWithWhatToAdd() {
    Commands.Outcome outcome = shell("TENON_BACKEND=jni ./tenon run -m wordfreq README.md");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .contains("no native backend 'jni': found [ffm]", "tenon-native-jni", "--debug")
        .hasLineCount(1);
  }

  @Test
  void modulePath_withTheOtherBackend_findsNativeModules() throws IOException {
    Files.writeString(folder.resolve("words.txt"), "one two two");
    String modules =
        String.join(
            File.pathSeparator,
            Checkout.commandJar().toString(),
            Checkout.libraries().toString(),
            Checkout.libraries().resolve("jnr").toString());

    Commands.Outcome outcome =
        shell(
            ("TENON_BACKEND=jnr exec '%s' -Dtenon.samples='%s' -p '%s' %s,%s,%s -m %s run"
                    + " -m wordfreq words.txt")
                .formatted(
                    Checkout.tool("java"),
                    Checkout.samplePath(),
                    modules,
                    NATIVE_ACCESS,
                    "dev.tenon.nativeext.jnr",
                    "org.jnrproject.jffi",
                    "dev.tenon.cli/dev.tenon.cli.Main"));

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).contains("two", "one");
  }
}
