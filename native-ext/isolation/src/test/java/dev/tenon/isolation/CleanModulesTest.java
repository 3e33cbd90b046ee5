// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.isolation.check.IsolationCheck;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Modules that use ordinary libraries as these want to be used are not blamed: once in a build, as
/// often as the system property `tenon.isolation.rounds` says when somebody wants to know. A module
/// whose library or compiler is missing is skipped with the reason, unless `CI` or
/// `TENON_REQUIRE_SAMPLES` is set.
class CleanModulesTest {

  private static final Path SOURCES = Path.of("src/test/clean");
  private static final Path LIBRARIES = Path.of("target/clean");
  private static final Pattern NEEDS = Pattern.compile("/\\* needs: (\\S+) (\\S+) \\*/");
  private static final Pattern FLAGS = Pattern.compile("/\\* flags: ([^*]+) \\*/");

  @TempDir private Path folder;

  static Stream<Path> sources() throws IOException {
    List<Path> sources;
    try (Stream<Path> all = Files.list(SOURCES)) {
      sources = all.filter(each -> !each.toString().endsWith(".rs")).sorted().toList();
    }
    return IntStream.range(0, Integer.getInteger("tenon.isolation.rounds", 1))
        .boxed()
        .flatMap(_ -> sources.stream());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void cleanModule_isNotBlamed(Path source) throws Exception {
    String name = source.getFileName().toString().replaceFirst("\\..*", "");
    build(source, name);

    IsolationReport report =
        IsolationCheck.of("clean_" + name)
            .path(LIBRARIES.toString())
            .exercise("f(3); f(4); f(3)")
            .interpreters(3)
            .run();

    assertThat(report.verdict().isGood()).as(report.text()).isTrue();
  }

  private void build(Path source, String name) throws Exception {
    Path library = LIBRARIES.resolve("clean_" + name + ".so");
    if (Files.exists(library)
        && Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(source)) >= 0) {
      return;
    }
    Files.createDirectories(LIBRARIES);
    String text = Files.readString(source);
    boolean isCxx = source.toString().endsWith(".cc");
    require(isCxx ? "c++" : "cc", isCxx ? "g++" : "gcc");
    Matcher flags = FLAGS.matcher(text);
    List<String> options = flags.find() ? List.of(flags.group(1).strip().split(" +")) : List.of();
    Matcher needs = NEEDS.matcher(text);
    if (needs.find()) {
      Path header =
          Files.writeString(folder.resolve("needed.c"), "#include <" + needs.group(1) + ">\n");
      String missing = "there is no " + needs.group(1) + "; install " + needs.group(2);
      List<String> check = new ArrayList<>(List.of("cc", "-fsyntax-only", header.toString()));
      options.stream().filter(each -> each.startsWith("-I")).forEach(check::add);
      boolean isThere = run(check.toArray(String[]::new));
      demand(isThere, name + " is skipped: " + missing);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                isCxx ? "c++" : "cc",
                "-shared",
                "-fPIC",
                "-O1",
                "-fvisibility=hidden",
                "-I../include"));
    command.addAll(List.of("-o", library.toString(), source.toString()));
    if (Files.exists(SOURCES.resolve(name + ".rs"))) {
      command.add(buildRust(name).toString());
    }
    command.addAll(options);
    assertThat(run(command.toArray(String[]::new))).isTrue();
  }

  private Path buildRust(String name) throws Exception {
    require("rustc", "rustc");
    Path archive = folder.resolve("lib" + name + ".a");
    String source = SOURCES.resolve(name + ".rs").toString();
    assertThat(
            run(
                "rustc",
                "--edition=2021",
                "--crate-type=staticlib",
                "-o",
                archive.toString(),
                source))
        .isTrue();
    return archive;
  }

  private static void require(String tool, String debian) {
    boolean isThere =
        Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
    demand(isThere, "there is no " + tool + "; install " + debian);
  }

  private static void demand(boolean isThere, String problem) {
    @Nullable String strict = System.getenv("TENON_REQUIRE_SAMPLES");
    if (strict != null || "true".equals(System.getenv("CI"))) {
      assertThat(isThere).as(problem).isTrue();
    }
    assumeTrue(isThere, problem);
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
