// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Unpacks the packages of a directory as a user would and runs the command from them: `Packages
/// DIR`. The archive is unpacked into a directory whose name has a blank, and the Debian package
/// beside it. Each is called through a symbolic link, from another directory, with an environment
/// that has neither a JDK nor a checkout.
///
/// The status is 1 if one of them does not do what it should.
final class Packages {

  private static final String SOURCE =
      """
      #include <tenon.h>

      static int32_t run(TnContext *cx, TnMainArguments *arguments) {
          for (uint64_t i = 0; i < arguments->count; i++) {
              if (tn_writef(cx, TN_STDOUT, "hello %s\\n", arguments->values[i]) != 0) return -1;
          }
          return 0;
      }

      TENON_MODULE(hello, TN_MAIN(run), TN_INTERPRETERS(TN_ISOLATED));
      """;

  private final String name;
  private final Path tenon;
  private final Path work;
  private int failed;

  /// @param tenon a link to the command
  /// @param work an empty directory
  private Packages(String name, Path tenon, Path work) {
    this.name = name;
    this.tenon = tenon;
    this.work = work;
  }

  public static void main(String... words) throws IOException, InterruptedException {
    Path folder = Path.of(words[0]).toAbsolutePath();
    Path scratch = Files.createTempDirectory("tenon packages ");
    int failed = 0;
    int checked = 0;
    try {
      for (Path file : list(folder)) {
        String name = file.getFileName().toString();
        Path place = Files.createDirectories(scratch.resolve("the " + checked));
        Path root = null;
        if (name.endsWith(".tar.gz")) {
          must(place, "tar", "-xzf", file.toString());
          root = place.resolve(name.substring(0, name.length() - ".tar.gz".length()));
        } else if (name.endsWith(".deb")) {
          must(place, "dpkg-deb", "-x", file.toString(), place.toString());
          root = place.resolve("usr");
        }
        if (root != null) {
          Path work = Files.createDirectories(scratch.resolve("work " + checked++));
          Path link = Files.createSymbolicLink(work.resolve("tenon"), root.resolve("bin/tenon"));
          Packages packages = new Packages(name, link, work);
          packages.check(root);
          failed += packages.failed;
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    if (checked == 0) {
      throw new IOException("no package in " + folder);
    }
    System.out.println(
        "packages: " + (failed == 0 ? checked + " packages passed" : "FAILED: " + failed));
    System.exit(failed == 0 ? 0 : 1);
  }

  private void check(Path root) throws IOException, InterruptedException {
    expect("tenon ", said("--version"), "--version");
    expect("all words, 1 distinct", said("run", "-m", "wordfreq", file("one one")), "wordfreq");
    Path source = Files.writeString(work.resolve("hello.c"), SOURCE);
    List<String> compile = new ArrayList<>(List.of("cc", "-shared", "-fPIC"));
    compile.add("-std=c11");
    compile.add("-fvisibility=hidden");
    compile.add("-I" + root.resolve("include"));
    compile.addAll(List.of("-o", "hello.so", source.getFileName().toString()));
    must(work, compile.toArray(String[]::new));
    expect("hello world\nhello ä b\n", said("run", "-m", "hello", "world", "ä b"), "hello in C");
    expect("-I" + root.toRealPath().resolve("include"), said("cflags").strip(), "cflags");
    expect("ok       host library: ", said("doctor"), "doctor");
    expect("\"native access\"", said("doctor", "--json"), "doctor --json");
    String loaded = said(Map.of("TENON_JAVA_OPTIONS", "-Xlog:class+load"), "run", "-m", "hello");
    expect("dev.tenon.Interpreter source: shared objects file", loaded, "the start-up cache");
    Path completion = root.resolve("share/bash-completion/completions/tenon");
    must(work, "bash", "-c", "source \"$0\" && complete -p tenon", completion.toString());
    expect(".SH tenon doctor", manual(root.resolve("share/man/man1")), "the manual page");
  }

  private String file(String text) throws IOException {
    return Files.writeString(work.resolve("words.txt"), text).toString();
  }

  /// The text of the manual page, which may be compressed.
  private static String manual(Path folder) throws IOException, InterruptedException {
    Path plain = folder.resolve("tenon.1");
    return Files.exists(plain)
        ? Files.readString(plain)
        : must(folder, "gzip", "-dc", "tenon.1.gz");
  }

  private void expect(String expected, String said, String what) {
    boolean isGood = said.contains(expected);
    failed += isGood ? 0 : 1;
    System.out.printf("packages: %s: %s: %s%n", name, what, isGood ? "passed" : "FAILED");
    if (!isGood) {
      System.out.printf("  expected: %s%n  found: %s%n", expected, said);
    }
  }

  private String said(String... words) throws IOException, InterruptedException {
    return said(Map.of(), words);
  }

  /// What the command prints, errors included.
  private String said(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tenon.toString()));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(variables);
    return output(builder);
  }

  private static String must(Path folder, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    return output(builder);
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d: %s"
              .formatted(String.join(" ", builder.command()), status, said));
    }
    return said;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
