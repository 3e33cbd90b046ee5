// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the packages of the command for this machine: `Package HOME [DIR]`. HOME is a checkout
/// whose command is built (`./tenon package` sees to that); DIR is where the packages are written.
/// Default: `target/packages`.
///
/// - `tenon-VERSION-linux-PROCESSOR.tar.gz` holds the command with a Java runtime, a start-up
///   cache, the C SDK, the manual page, completion and examples. It runs from any directory.
/// - `tenon_VERSION_ARCHITECTURE.deb` installs the same below `/usr`. It is left out, with a line
///   that says so, where there is no `dpkg-deb`.
///
/// The JDK that runs this is the one whose runtime is packed.
final class Package {

  /// What Java modules of users may need of the JDK: all of Java SE, and what Tenon and script
  /// engines use besides.
  private static final String JDK_MODULES =
      "java.se,jdk.charsets,jdk.crypto.ec,jdk.jfr,jdk.localedata,jdk.management,jdk.net,"
          + "jdk.unsupported,jdk.zipfs";

  /// The samples that need no library.
  private static final List<String> EXAMPLES = List.of("counter", "stats", "wordfreq");

  /// Java checks that the jars of a cache are as old as they were when it was made.
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private final Path home;
  private final Path out;
  private final Path quick;
  private final String version;
  private final String processor;

  private Package(Path home, Path out) throws IOException {
    this.home = home;
    this.out = out;
    quick = home.resolve("loader/cli/target/quick");
    version = versionOf(quick.resolve("lib"));
    processor = System.getProperty("os.arch").replace("amd64", "x86_64");
  }

  public static void main(String... words) throws IOException, InterruptedException {
    Path home = Path.of(words[0]).toAbsolutePath();
    Path out = words.length > 1 ? Path.of(words[1]) : home.resolve("target/packages");
    if (words.length > 2) {
      throw new IOException("expected one directory, found " + words[1] + " and " + words[2]);
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IOException("packages are made on Linux only; this is " + osName());
    }
    new Package(home, out.toAbsolutePath()).run();
  }

  private static String osName() {
    return System.getProperty("os.name");
  }

  private static String versionOf(Path libraries) throws IOException {
    Pattern core = Pattern.compile("tenon-core-(\\d.*)\\.jar");
    return list(libraries).stream()
        .map(file -> core.matcher(file.getFileName().toString()))
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new IOException("no tenon-core in " + libraries + "; run ./tenon once"));
  }

  private void run() throws IOException, InterruptedException {
    String name = "tenon-" + version + "-linux-" + processor;
    Path work = out.resolve("work");
    Path root = work.resolve(name);
    deleteTree(work);
    Files.createDirectories(root);
    say("the Java runtime");
    makeRuntime(root.resolve("runtime"));
    say("the command");
    copyCommand(root);
    copyExamples(root.resolve("examples"));
    setTimes(root);
    say("the start-up caches");
    makeCaches(root);
    Path shared = Files.createDirectories(work.resolve("share"));
    writeManual(root, shared.resolve("man/man1/tenon.1"));
    writeCompletion(root, shared);
    Optional<Path> debian = makeDebian(root, shared, work.resolve("debian"));
    say("the archive");
    installSdk(root);
    copyTree(shared, root.resolve("share"));
    Files.copy(home.resolve("LICENSE"), root.resolve("LICENSE"));
    setTimes(root);
    Path archive = out.resolve(name + ".tar.gz");
    call(
        work,
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "-czf",
        archive.toString(),
        name);
    deleteTree(work);
    System.out.println(archive);
    debian.ifPresent(System.out::println);
  }

  private void makeRuntime(Path runtime) throws IOException, InterruptedException {
    call(
        out,
        JDK.resolve("bin/jlink").toString(),
        "--add-modules",
        JDK_MODULES,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        runtime.toString());
  }

  private void copyCommand(Path root) throws IOException, InterruptedException {
    Path libraries = Files.createDirectories(root.resolve("lib"));
    Files.copy(quick.resolve("tenon-cli.jar"), libraries.resolve("tenon-cli.jar"));
    copyTree(quick.resolve("lib"), libraries.resolve("lib"));
    Path host =
        home.resolve("native-ext/core/target/quick/classes/dev/tenon/nativeext/host")
            .resolve("linux-" + processor)
            .resolve("libtenon_host.so");
    Files.copy(host, libraries.resolve("libtenon_host.so"));
    Path launcher = Files.createDirectories(root.resolve("bin")).resolve("tenon");
    call(
        out,
        System.getenv().getOrDefault("CC", "cc"),
        "-std=c11",
        "-O2",
        "-s",
        "-o",
        launcher.toString(),
        home.resolve("loader/cli/src/main/package/launcher.c").toString());
  }

  /// The sources of the samples, and the modules of some, which the command finds.
  private void copyExamples(Path examples) throws IOException {
    Path modules = Files.createDirectories(examples.resolve("modules"));
    for (String sample : EXAMPLES) {
      Path from = home.resolve("sample-extensions").resolve(sample);
      for (Path file : list(from)) {
        String name = file.getFileName().toString();
        if (!name.equals("target") && !name.equals("pom.xml")) {
          copyTree(file, examples.resolve(sample).resolve(name));
        }
      }
      for (Path file : list(from.resolve("target/modules"))) {
        Files.copy(file, modules.resolve(file.getFileName()));
      }
    }
  }

  /// The cache of the JDK's own classes, and the cache of the command, from a run of a sample.
  private void makeCaches(Path root) throws IOException, InterruptedException {
    call(out, root.resolve("runtime/bin/java").toString(), "-Xshare:dump");
    Path cache = root.resolve("lib/tenon.aot");
    Path text = home.resolve("LICENSE");
    ProcessBuilder run =
        new ProcessBuilder(command(root, "run", "-m", "wordfreq", text.toString()));
    run.environment().put("TENON_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + cache);
    run.environment().put("TENON_TRAIL", out.resolve("work/cache.trail").toString());
    run(run);
    if (!Files.exists(cache)) {
      throw new IOException("the run of 'wordfreq' made no start-up cache " + cache);
    }
  }

  private static List<String> command(Path root, String... words) {
    List<String> command = new ArrayList<>(List.of(root.resolve("bin/tenon").toString()));
    command.addAll(List.of(words));
    return command;
  }

  // --- what lies in share ----------------------------------------------------------------------

  /// The manual page is made of the help of the command and of each subcommand.
  private void writeManual(Path root, Path manual) throws IOException, InterruptedException {
    String help = said(command(root, "--help"));
    StringBuilder page = new StringBuilder();
    page.append(".TH TENON 1 2026-01-01 \"tenon ").append(version).append("\"\n");
    page.append(".SH NAME\ntenon \\- extension modules for the JVM\n");
    page.append(".SH SYNOPSIS\n.B tenon\n.I COMMAND\n[\\fIARGUMENT\\fR...]\n");
    page.append(".SH DESCRIPTION\n").append(verbatim(help));
    for (String name : subcommands(help)) {
      page.append(".SH tenon ").append(name).append('\n');
      page.append(verbatim(said(command(root, name, "--help"))));
    }
    page.append(".SH ENVIRONMENT\n");
    for (Map.Entry<String, String> variable :
        List.of(
            Map.entry("TENON_PATH", "Directories and jars in which modules are searched."),
            Map.entry("TENON_CLASSPATH", "Jars of script engines, separated by colons."),
            Map.entry("TENON_JAVA_OPTIONS", "Options for the JVM, separated by blanks."),
            Map.entry("TENON_BACKEND", "How C is called: ffm or jnr. Default: ffm."),
            Map.entry("TENON_TRAIL", "The file that notes what native code runs."))) {
      page.append(".TP\n.B ").append(variable.getKey()).append('\n');
      page.append(variable.getValue()).append('\n');
    }
    Files.createDirectories(manual.getParent());
    Files.writeString(manual, page);
  }

  private static List<String> subcommands(String help) {
    String list = help.substring(help.indexOf("Commands:"), help.indexOf("Exit status:"));
    return Pattern.compile("(?m)^  ([a-z]+)  ")
        .matcher(list)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String verbatim(String text) {
    return text.strip()
        .lines()
        .map(line -> line.replace("\\", "\\e").replace("-", "\\-"))
        .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
        .collect(Collectors.joining("\n", ".nf\n", "\n.fi\n"));
  }

  private static void writeCompletion(Path root, Path shared)
      throws IOException, InterruptedException {
    Path bash = Files.createDirectories(shared.resolve("bash-completion/completions"));
    Files.writeString(bash.resolve("tenon"), said(command(root, "completion", "bash")));
    Path zsh = Files.createDirectories(shared.resolve("zsh/site-functions"));
    Files.writeString(
        zsh.resolve("_tenon"),
        """
        #compdef tenon
        # zsh runs the completion script of bash.
        autoload -U +X bashcompinit && bashcompinit
        source "${${(%):-%x}:A:h}/../../bash-completion/completions/tenon"
        _bash_complete -o default -F _complete_tenon
        """);
  }

  private void installSdk(Path prefix) throws IOException, InterruptedException {
    call(out, "sh", home.resolve("native-ext/sdk/install").toString(), prefix.toString());
  }

  // --- Debian ----------------------------------------------------------------------------------

  private Optional<Path> makeDebian(Path root, Path shared, Path tree)
      throws IOException, InterruptedException {
    if (onPath("dpkg-deb").isEmpty()) {
      say("no Debian package: 'dpkg-deb' is not on PATH; install dpkg");
      return Optional.empty();
    }
    say("the Debian package");
    String architecture = said(List.of("dpkg", "--print-architecture")).strip();
    Path usr = tree.resolve("usr");
    Path inside = usr.resolve("lib/tenon");
    Files.createDirectories(inside.getParent());
    call(out, "cp", "-a", root.toString(), inside.toString());
    copyTree(shared, usr.resolve("share"));
    Path completions = usr.resolve("share/zsh/vendor-completions");
    Files.move(usr.resolve("share/zsh/site-functions"), completions);
    call(out, "gzip", "-n9", usr.resolve("share/man/man1/tenon.1").toString());
    installSdk(usr);
    Files.createDirectories(usr.resolve("bin"));
    Files.createSymbolicLink(usr.resolve("bin/tenon"), Path.of("../lib/tenon/bin/tenon"));
    Path documents = Files.createDirectories(usr.resolve("share/doc/tenon"));
    Files.createSymbolicLink(documents.resolve("examples"), Path.of("../../../lib/tenon/examples"));
    Files.writeString(
        documents.resolve("copyright"),
        """
        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
        Upstream-Name: tenon

        Files: *
        Copyright: the Tenon developers
        License: Apache-2.0
         On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.

        Files: usr/lib/tenon/runtime/*
        Copyright: the authors of OpenJDK
        License: GPL-2 with the Classpath exception
         The licences are in /usr/lib/tenon/runtime/legal.
        """);
    setTimes(usr.resolve("share"));
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        """
        Package: tenon
        Version: %s
        Architecture: %s
        Maintainer: The Tenon developers <maintainers@tenon.dev>
        Installed-Size: %d
        Depends: libc6
        Suggests: gcc
        Section: devel
        Priority: optional
        Homepage: https://tenon.dev
        Description: extension modules for the JVM
         Runs and checks modules in C and Java with isolated interpreters. Contains the
         tenon command with its Java runtime, the C headers and examples.
        """
            .formatted(debianVersion(), architecture, sizeOf(usr) / 1024));
    Path file = out.resolve("tenon_%s_%s.deb".formatted(debianVersion(), architecture));
    // Without gzip of its own: the default of the newest versions is not known to older ones.
    call(
        out,
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z1",
        "--build",
        tree.toString(),
        file.toString());
    return Optional.of(file);
  }

  /// A version that a later release follows.
  private String debianVersion() {
    return version.replace("-SNAPSHOT", "~snapshot");
  }

  private static long sizeOf(Path tree) throws IOException {
    long size = 0;
    for (Path file : all(tree)) {
      size += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    }
    return size;
  }

  // --- files and processes ---------------------------------------------------------------------

  private static void setTimes(Path tree) throws IOException {
    for (Path file : all(tree).reversed()) {
      if (!Files.isSymbolicLink(file)) {
        Files.setLastModifiedTime(file, TIME);
      }
    }
  }

  /// The files and directories of a tree, those above first.
  private static List<Path> all(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.sorted().toList();
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    for (Path file : all(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Optional<Path> onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder.isEmpty() ? "." : folder).resolve(command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void call(Path folder, String... command)
      throws IOException, InterruptedException {
    run(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static String said(List<String> command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command));
  }

  /// What a process prints; its errors go to those of this process if it fails.
  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("tenon-package", ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    String wrong = Files.readString(errors);
    Files.delete(errors);
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d:\n%s%s"
              .formatted(String.join(" ", builder.command()), status, said, wrong));
    }
    return said;
  }

  private static void say(String text) {
    System.err.println("tenon package: " + text);
  }
}
