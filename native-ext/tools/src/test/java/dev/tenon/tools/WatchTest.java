// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.module.ModuleProvider;
import dev.tenon.tools.compile.CompilerFlags;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `tenon run --watch` in a process of its own, while files are built beside it.
class WatchTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TERMINATED = 143;
  private static final int INTERRUPTED = 130;

  private static final String PROGRAM =
      """
      #include <tenon.h>
      static int32_t run(TnContext *cx, TnMainArguments *arguments) {
          return tn_writef(cx, TN_STDOUT, "%s\\n");
      }
      TENON_MODULE(program, TN_MAIN(run));
      """;

  private static final String PART =
      """
      #include <tenon.h>
      typedef struct { int64_t version; } State;
      static int64_t version(State *state) { return state->version + %1$d; }
      static int32_t upgrade(TnContext *cx) { return cx == 0; }
      static const TnMethod methods[] = {TN_TYPED("version", version, "(state) -> i64", 0), TN_METHODS_END};
      TENON_MODULE(part, TN_STATE_SIZE(sizeof(State)), TN_STATE_VERSION(%1$d), TN_UPGRADE(upgrade),
                   TN_METHODS(methods));
      """;

  /// Prints what its modules answer whenever that is new, until a file `stop` exists.
  private static final String SERVER =
      """
      import dev.tenon.Interpreter;
      import dev.tenon.module.*;
      import java.nio.file.*;
      import java.util.List;

      public final class Server implements ModuleProvider {
        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(ModuleDef.of("server").main(Server::run).build());
        }

        private static int run(ModuleObject module, List<String> arguments) throws Exception {
          ModuleObject part = Interpreter.current().importModule("part");
          ModuleObject words = Interpreter.current().importModule("words");
          String last = "";
          while (!Files.exists(Path.of(arguments.getFirst()))) {
            String now = part.call("version") + " " + words.get("text");
            if (!now.equals(last)) {
              module.interpreter().out().println(last = now);
              module.interpreter().out().flush();
            }
            Thread.sleep(5);
          }
          return 3;
        }
      }
      """;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void kill() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process watch(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT", // jobs in the background of a shell ignore it
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tenon.cli.Main",
                "run",
                "--watch"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private void awaitOutput(String text) {
    await("out", text);
  }

  private void awaitNotice(String text) {
    await("err", text);
  }

  private void await(String file, String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(Files.readString(folder.resolve(file)))
                .as(() -> read("out") + read("err"))
                .contains(text));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void await(String end) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(read("err")).as(() -> read("out")).endsWith(end));
  }

  private Path compile(String source, String library) throws Exception {
    Path build = Files.createDirectories(folder.resolve("build"));
    Path file = Files.writeString(build.resolve("source.c"), source);
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o", library));
    command.addAll(List.of(CompilerFlags.ofProgram().text(false, null).split(" ")));
    command.add(file.toString());
    Process compiler =
        new ProcessBuilder(command).directory(build.toFile()).redirectErrorStream(true).start();
    String messages = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertThat(compiler.waitFor()).as(messages).isZero();
    return build.resolve(library);
  }

  /// Replaces a file as a build does.
  private void replace(Path made, String name, boolean isMoved) throws IOException {
    Path target = folder.resolve("modules").resolve(name);
    Files.createDirectories(target.getParent());
    if (isMoved) {
      Path beside = Files.copy(made, target.resolveSibling("new-" + name + ".tmp"));
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.write(target, Files.readAllBytes(made)); // the same file, cut off and written anew
    }
  }

  private static int end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void programThatHasEnded_itsFileIsReplaced_isRunAgain(boolean isMoved) throws Exception {
    replace(compile(PROGRAM.formatted("one"), "one.so"), "program.so", isMoved);
    Path second = compile(PROGRAM.formatted("two"), "two.so");
    Process process = watch("--path", "modules", "-m", "program");
    awaitNotice("tenon: watch: 'program' ended with the exit status 0; waiting for a change\n");

    Path broken = Files.writeString(folder.resolve("build/broken"), "broken build");
    replace(broken, "program.so", isMoved);
    awaitNotice("found a text file that begins with 'broken build'");
    awaitNotice("'program' ended with the exit status 1; waiting for a change\n");
    assertThat(read("out")).isEqualTo("one\n");

    replace(second, "program.so", isMoved);
    awaitOutput("one\ntwo\n");
    await("waiting for a change\n");
    assertThat(end(process)).isEqualTo(TERMINATED);
    assertThat(read("err").lines().filter(line -> line.contains("; running 'program' again")))
        .hasSize(2);
  }

  @Test
  void program_moduleThatItMisses_isRunAgainWhenThatIsThere() throws Exception {
    Files.createDirectories(folder.resolve("modules"));
    Files.writeString(folder.resolve("start.js"), "print(importModule('words').text);\n");
    Process process = watch("--path", "modules", "start.js");
    awaitNotice("No module named 'words'");
    await("waiting for a change\n");

    Files.writeString(folder.resolve("modules/words.js"), "text = 'found';\n");
    awaitOutput("found\n");
    await("waiting for a change\n");
    Files.writeString(
        folder.resolve("start.js"), "print('script ' + importModule('words').text);\n");
    awaitOutput("script found\n");
    await("waiting for a change\n");
    Files.writeString(folder.resolve("modules/words.js"), "text = 'again';\n");
    awaitOutput("script again\n");
    assertThat(end(process)).isEqualTo(TERMINATED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void programThatRuns_modulesAreRebuilt_areReloadedWhileItRuns(boolean isMoved) throws Exception {
    makeServer(SERVER);
    replace(compile(PART.formatted(1), "one.so"), "part.so", isMoved);
    Path words = folder.resolve("modules/words.js");
    Files.writeString(words, "text = 'a';\n");
    Path second = compile(PART.formatted(2), "two.so");
    Process process =
        watch("--path", "server.jar", "--path", "modules", "-m", "server", folder + "/stop");
    awaitOutput("1 a\n");

    replace(second, "part.so", isMoved);
    awaitNotice("tenon: watch: reloaded 'part'\n");
    awaitOutput("1 a\n2 a\n");
    Files.writeString(words, "text = ;\n");
    awaitNotice("tenon: watch: 'words' stays as it is: SyntaxError: ");
    replace(Files.writeString(folder.resolve("cut"), "\177ELF"), "part.so", isMoved);
    awaitNotice("tenon: watch: 'part' stays as it is: ImportError: ");
    Files.writeString(words, "text = 'b';\n");
    awaitOutput("1 a\n2 a\n2 b\n");

    makeServer(SERVER.replace("return 3", "return 4"));
    awaitNotice("tenon: watch: 'server' itself has changed; the new version runs when this one");
    replace(second, "part.so", isMoved);
    Path stop = Files.createFile(folder.resolve("stop"));
    awaitNotice("tenon: watch: 'server' ended with the exit status 3; waiting for a change\n");
    awaitNotice("server.jar' has changed; running 'server' again\n");
    await("tenon: watch: 'server' ended with the exit status 4; waiting for a change\n");
    Files.delete(stop);
    assertThat(end(process)).isEqualTo(TERMINATED);
    assertThat(read("out")).isEqualTo("1 a\n2 a\n2 b\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interrupt_endsTheProcessWithTheUsualStatus(boolean isRunning) throws Exception {
    makeServer(SERVER);
    replace(compile(PART.formatted(1), "one.so"), "part.so", true);
    Files.writeString(folder.resolve("modules/words.js"), "text = 'a';\n");
    if (!isRunning) {
      Files.createFile(folder.resolve("stop"));
    }
    Process process =
        watch("--path", "server.jar", "--path", "modules", "-m", "server", folder + "/stop");
    if (isRunning) {
      awaitOutput("1 a\n");
    } else {
      awaitNotice("waiting for a change\n");
    }

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(INTERRUPTED);
    assertThat(read("err")).hasLineCount(isRunning ? 0 : 1);
  }

  private void makeServer(String source) throws IOException, URISyntaxException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path file = Files.writeString(sources.resolve("Server.java"), source);
    Path classes = folder.resolve("classes");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(ModuleProvider.class.getName()), "Server");
    Path core =
        Path.of(ModuleProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProgramJar.run("javac", "-d", classes, "-cp", core, "-proc:none", file);
    Path jar = folder.resolve("new-server");
    ProgramJar.run("jar", "--create", "--file", jar, "-C", classes, ".");
    Files.move(jar, folder.resolve("server.jar"), StandardCopyOption.REPLACE_EXISTING);
  }
}
