// SPDX-License-Identifier: Apache-2.0
package dev.tenon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;

/// A checkout with one module of each kind, a `mvn` that builds nothing, and a JDK whose `java`
/// prints its arguments, one a line, and runs the Java part of the launcher.
final class Stage {

  static final Path ROOT = Path.of(System.getProperty("tenon.root", "../..")).toAbsolutePath();

  private static final String JAVA =
      """
      #!/bin/sh
      case $* in
        *Launcher.java*)
          while [ "${1##*/}" != Launcher.java ]; do
            options="$options '$1'"
            shift
          done
          shift
          eval "exec '$real/bin/java' -XX:TieredStopAtLevel=1 $options -cp '$compiled' Launcher \\"\\$@\\""
          ;;
        *--print-process*) echo $$ ;;
        *--try-streams*)
          for file in 0 1 2; do [ -e /dev/fd/$file ] || echo "closed $file" >>"$calls"; done
          cat >/dev/null 2>&1
          echo "input $?" >>"$calls"
          { echo text; } 2>/dev/null
          echo "output $?" >>"$calls"
          ;;
        *--print-locale*) echo "${LC_ALL-}/${LC_CTYPE-}/${LANG-}" ;;
        *) for argument; do printf '<%s>\\n' "$argument"; done ;;
      esac
      exit "${fake_status-0}"
      """;

  /// Notes its beginning and its end; `fake_build` says how it goes.
  private static final String MAVEN =
      """
      #!/bin/sh
      trap 'echo killed >>"$calls"; exit 143' TERM
      echo "begin $*" >>"$calls"
      case ${fake_build-} in
        fails)
          echo '[ERROR] One.java:[1,2] cannot find symbol'
          echo '[ERROR] Failed to execute goal a:b-plugin:1:compile (default-compile) on project tenon-cli: Compilation failure'
          exit 1
          ;;
        needs)
          echo ".ci/cc: no C compiler: 'cc' is not on PATH; install one"
          echo '[ERROR] Command execution failed.'
          exit 1
          ;;
        skips) echo '.ci/cc: SKIPPED: zstream is not built: install zlib1g-dev' ;;
        hangs) while [ -d "$checkout" ]; do sleep 0.1; done ;;
        waits) until [ -e "$calls.go" ] || [ ! -d "$checkout" ]; do sleep 0.05; done ;;
      esac
      mkdir -p "$checkout/loader/cli/target/quick" "$checkout/sample-extensions/one/target/modules"
      : >"$checkout/loader/cli/target/quick/tenon-cli.jar"
      for platform in linux-aarch64 linux-x86_64; do
        host=$checkout/native-ext/core/target/quick/classes/dev/tenon/nativeext/host/$platform
        mkdir -p "$host" && : >"$host/libtenon_host.so"
      done
      echo end >>"$calls"
      """;

  /// What ran: its status, and all that it wrote.
  record Run(int status, String out, String err) {}

  final Path folder;
  final Path home;
  final Path jdk;
  final Path calls;
  final Map<String, String> environment = new TreeMap<>();

  private Stage(Path folder) {
    this.folder = folder;
    home = folder.resolve("a check out's");
    jdk = folder.resolve("jdk 25");
    calls = folder.resolve("calls");
  }

  /// Sets it up in an empty folder, with the Java part of the launcher from `compiled`.
  static Stage in(Path folder, Path compiled) throws IOException {
    Stage stage = new Stage(folder.toRealPath());
    Files.createDirectories(stage.home.resolve(".ci"));
    for (String copied : List.of("tenon", ".ci/cc", ".ci/Launcher.java")) {
      Files.copy(
          ROOT.resolve(copied),
          stage.home.resolve(copied),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String module : List.of(".", "loader/cli", "native-ext/core", "sample-extensions/one")) {
      write(stage.home.resolve(module).resolve("pom.xml").normalize(), "<project/>\n");
      Files.createDirectories(stage.home.resolve(module).resolve("src"));
    }
    stage.source("loader/cli/src/One.java", "one\n");
    stage.source("loader/cli/src/Two.java", "two\n");
    stage.source("loader/cli/src/it's", "three\n");
    write(stage.jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(stage.jdk.resolve("bin/java"), JAVA);
    script(stage.jdk.resolve("bin/javac"), JAVA);
    script(stage.folder.resolve("bin/mvn"), MAVEN);
    Files.createDirectories(stage.folder.resolve("other"));
    write(stage.calls, "");
    makeOld(stage.home);
    stage.environment.put("TENON_JAVA_HOME", stage.jdk.toString());
    stage.environment.put("calls", stage.calls.toString());
    stage.environment.put("checkout", stage.home.toString());
    stage.environment.put("real", System.getProperty("java.home"));
    stage.environment.put("compiled", compiled.toString());
    stage.environment.put(
        "PATH", stage.folder.resolve("bin") + ":" + System.getenv().getOrDefault("PATH", ""));
    return stage;
  }

  /// Compiles the Java part of the launcher.
  static void compile(Path folder) {
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-classpath",
                folder.toString(),
                "-d",
                folder.toString(),
                ROOT.resolve(".ci/Launcher.java").toString());
    assertThat(status).as("status of javac").isZero();
  }

  /// Older than any stamp that is made now.
  private static void makeOld(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
      }
    }
  }

  void source(String name, String text) throws IOException {
    write(home.resolve(name), text);
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static void script(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  Run tenon(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = home.resolve("tenon").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(folder, command);
  }

  /// Runs shell text, with the launcher as `$tenon`.
  Run shell(String text) throws IOException, InterruptedException {
    return run(folder, "sh", "-c", text);
  }

  Run run(Path where, String... command) throws IOException, InterruptedException {
    return end(start(where, command));
  }

  Run end(Started started) throws IOException, InterruptedException {
    int status = started.process.waitFor();
    return new Run(status, read(started.out), read(started.err));
  }

  /// A process that runs, and the files that it writes to.
  record Started(Process process, Path out, Path err) {}

  Started start(Path where, String... command) throws IOException {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    for (String name : List.of("JAVA_OPTIONS", "CLASSPATH", "TRAIL", "JAVA_HOME")) {
      builder.environment().remove("TENON_" + name);
    }
    builder.environment().remove("CDPATH");
    builder.environment().putAll(environment);
    builder.environment().put("tenon", home.resolve("tenon").toString());
    return new Started(builder.start(), out, err);
  }

  Started startTenon(String... arguments) throws IOException {
    return start(
        folder,
        Stream.concat(Stream.of(home.resolve("tenon").toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  List<String> notes() throws IOException {
    return Files.readAllLines(calls);
  }

  long builds() throws IOException {
    return notes().stream().filter(line -> line.startsWith("begin")).count();
  }

  void awaitNote(String text) {
    await(() -> has(calls, text));
  }

  static boolean has(Path file, String text) {
    try {
      return Files.exists(file) && read(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /// Holds for a while, in which something wrong would have happened.
  static void stays(Callable<Boolean> condition) {
    Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(1)).until(condition);
  }

  static void await(BooleanSupplier condition) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition::getAsBoolean);
  }
}
