// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;

/// Formats the sources, or says which are not formatted: `Format check|fix ROOT`. Maven runs it,
/// with google-java-format on the class path; `./tenon format` fixes.
final class Format {

  /// One version, because each formats a little differently.
  private static final int CLANG_FORMAT = 14;

  private static final String LICENSE = "SPDX-License-Identifier: Apache-2.0";
  private static final List<String> NO_SOURCES = List.of("target", "archetype-resources");
  private static final List<String> FOLDERS =
      List.of(".ci", "loader", "native-ext", "sample-extensions", "tests");

  private final Path root;
  private final boolean fixes;
  private final List<String> wrong = new ArrayList<>();

  private Format(Path root, boolean fixes) {
    this.root = root;
    this.fixes = fixes;
  }

  /// Ends with status 0 if all is formatted, 1 if not, 64 if it was called wrongly.
  public static void main(String... words) throws IOException, InterruptedException {
    boolean fixes = words.length == 2 && words[0].equals("fix");
    if (!fixes && !(words.length == 2 && words[0].equals("check"))) {
      System.err.println("format: expected check or fix, and the folder, found " + List.of(words));
      System.exit(64);
    }
    System.exit(new Format(Path.of(words[1]).toRealPath(), fixes).run());
  }

  private int run() throws IOException, InterruptedException {
    List<Path> java = sources(".java");
    List<Path> c = sources(".c", ".h");
    for (Path file : java) {
      nameLicense(file, "// " + LICENSE);
    }
    for (Path file : c) {
      nameLicense(file, "/* " + LICENSE + " */");
    }
    formatJava(java);
    formatC(c);
    if (wrong.isEmpty()) {
      return 0;
    }
    System.err.println("format: these files are not formatted; run ./tenon format");
    wrong.stream().sorted().forEach(line -> System.err.println("  " + line));
    return 1;
  }

  /// Without what is built, what is hidden, and what Maven makes sources of: `package ${package};`
  /// is no Java yet.
  private List<Path> sources(String... suffixes) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path top = root.resolve(folder);
      if (Files.isDirectory(top)) {
        Files.walkFileTree(
            top,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                String name = each.getFileName().toString();
                boolean isSource =
                    each.equals(top) || !(NO_SOURCES.contains(name) || name.startsWith("."));
                return isSource ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
              }

              @Override
              public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                String name = each.getFileName().toString();
                if (attributes.isRegularFile()
                    && Arrays.stream(suffixes).anyMatch(name::endsWith)) {
                  found.add(each);
                }
                return FileVisitResult.CONTINUE;
              }
            });
      }
    }
    found.sort(null);
    return found;
  }

  /// The first line of every source says under which licence it is.
  private void nameLicense(Path file, String line) throws IOException {
    String text = Files.readString(file);
    if (text.lines().findFirst().orElse("").contains(LICENSE)) {
      return;
    }
    if (fixes) {
      Files.writeString(file, line + "\n" + text);
    } else {
      wrong.add(shown(file) + ": expected the first line \"" + line + "\"");
    }
  }

  private void formatJava(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    ToolProvider formatter =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow(
                () -> new IllegalStateException("no google-java-format on the class path"));
    Path list = Files.createTempFile("format", ".list");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try {
      Files.write(list, files.stream().map(Path::toString).toList());
      int status =
          formatter.run(
              new PrintWriter(out),
              new PrintWriter(err),
              fixes ? "--replace" : "--dry-run",
              "@" + list);
      out.toString().lines().map(Path::of).map(this::shown).forEach(wrong::add);
      err.toString().lines().forEach(wrong::add);
      if (status != 0 && wrong.isEmpty()) {
        wrong.add("google-java-format ended with status " + status);
      }
    } finally {
      Files.delete(list);
    }
  }

  private void formatC(List<Path> files) throws IOException, InterruptedException {
    Optional<String> clang = findClangFormat();
    if (clang.isEmpty()) {
      System.err.printf(
          "format: SKIPPED: the C sources are not checked: there is no clang-format %d; install"
              + " clang-format-%d%n",
          CLANG_FORMAT, CLANG_FORMAT);
      return;
    }
    for (Path file : files) {
      Process process = start(clang.get(), file.toString());
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        wrong.add(shown(file) + ": clang-format ended with status " + process.exitValue());
      } else if (!text.equals(Files.readString(file))) {
        if (fixes) {
          Files.writeString(file, text);
        } else {
          wrong.add(shown(file));
        }
      }
    }
  }

  private static Optional<String> findClangFormat() {
    return List.of("clang-format-" + CLANG_FORMAT, "clang-format").stream()
        .filter(Format::isRightClangFormat)
        .findFirst();
  }

  private static boolean isRightClangFormat(String command) {
    try {
      Process process = start(command, "--version");
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.contains("version " + CLANG_FORMAT + ".");
    } catch (IOException e) {
      return false;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private String shown(Path file) {
    return root.relativize(file.toAbsolutePath()).toString();
  }
}
