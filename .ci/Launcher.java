// SPDX-License-Identifier: Apache-2.0
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// What the launcher of a checkout leaves to Java: `Launcher build|test|format HOME [ARGUMENT...]`.
/// The JDK that runs this is the one that builds.
///
/// - `build` builds what the command runs, unless that has been done, and writes the stamp
///   `target/quick.stamp`: a shell script that succeeds as long as no source is newer, and sets
///   what the launcher says to Java.
/// - `test` runs all that CI checks; the last line names the step that failed.
/// - `format` formats the sources.
///
/// The properties `tenon.options` (options of the JVM, separated by spaces) and `tenon.terminals`
/// (the descriptors that are terminals) come from the launcher.
final class Launcher {

  /// `EX_UNAVAILABLE` of sysexits.h: something must be installed.
  private static final int UNAVAILABLE = 69;

  /// `EX_SOFTWARE` of sysexits.h: the sources do not build.
  private static final int BUILD_FAILED = 70;

  /// A build makes what these hold; folders count too, for what is new or was deleted.
  private static final List<String> SOURCES =
      List.of(
          "sample-extensions", "loader", "native-ext", "pom.xml", ".ci/cc", ".ci/Launcher.java");

  private static final int MOST_ERRORS = 20;
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  private final Path home;
  private final Path target;
  private final Path stamp;
  private final Path quick;

  private Launcher(Path home) {
    this.home = home;
    target = home.resolve("target");
    stamp = target.resolve("quick.stamp");
    quick = home.resolve("loader/cli/target/quick");
  }

  /// Ends with the status of what was run.
  public static void main(String... words) throws IOException, InterruptedException {
    // As the launcher itself, which writes UTF-8 whatever the locale.
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(Launcher::endRunning));
    Launcher launcher = new Launcher(Path.of(words[1]));
    try {
      System.exit(
          switch (words[0]) {
            case "build" -> launcher.build();
            case "test" -> launcher.test(Arrays.asList(words).subList(2, words.length));
            case "format" -> launcher.format();
            default -> throw new Failure(64, "launcher: found '" + words[0] + "'");
          });
    } catch (Failure failure) {
      System.err.println("tenon: " + failure.getMessage());
      System.exit(failure.status);
    }
  }

  /// What the user is told before the process ends.
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Failure(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  // --- tests and formatting ------------------------------------------------------------------

  private int test(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("-B", "-f", home + "/pom.xml", "verify"));
    command.addAll(arguments);
    ProcessBuilder builder = maven(command).redirectErrorStream(true);
    Files.createDirectories(target);
    Path log = target.resolve("test.log");
    Process process = start(builder);
    try (InputStream said = process.getInputStream();
        OutputStream kept = Files.newOutputStream(log)) {
      byte[] some = new byte[8192];
      for (int count = said.read(some); count >= 0; count = said.read(some)) {
        System.out.write(some, 0, count);
        System.out.flush();
        kept.write(some, 0, count);
      }
    }
    int status = process.waitFor();
    String end = status == 0 ? "every check passed" : "FAILED: " + failedStep(log);
    System.out.print("\ntenon test: " + end + "\n");
    return status;
  }

  private static String failedStep(Path log) throws IOException {
    Pattern failure =
        Pattern.compile("Failed to execute goal (\\S*) \\((.*)\\) on project ([^ :]*)");
    return lines(log).stream()
        .map(failure::matcher)
        .filter(Matcher::find)
        .map(found -> "%s (%s) of %s".formatted(found.group(2), found.group(1), found.group(3)))
        .findFirst()
        .orElse("Maven itself, see above");
  }

  /// Maven says nothing unless it fails. On a terminal a line tells what goes on meanwhile.
  private int format() throws IOException, InterruptedException {
    Process process =
        start(
            maven(
                    List.of("-B", "-q", "-f", home + "/tests/format/pom.xml", "-Dtenon.format=fix"),
                    "validate",
                    "exec:exec@format")
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    boolean showsProgress = System.getProperty("tenon.terminals", "").contains("2");
    if (showsProgress) {
      System.err.print("tenon: formatting…");
    }
    byte[] said = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    if (showsProgress) {
      System.err.print("\r\033[K");
    }
    System.out.write(said);
    System.out.flush();
    return status;
  }

  // --- builds --------------------------------------------------------------------------------

  private int build() throws IOException, InterruptedException {
    ProcessBuilder maven =
        maven(
            List.of("-B", "-q", "-f", home + "/pom.xml", "-Dtenon.quick"),
            // Nothing that the command runs needs it.
            "-pl",
            "!native-ext/testkit,!native-ext/maven,!native-ext/archetype",
            "package");
    makeTarget();
    try (FileChannel channel =
        FileChannel.open(
            target.resolve("quick.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      lock(channel);
      return isBuilt() ? 0 : buildLocked(maven, channel);
    }
  }

  private void makeTarget() {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw cannotWrite();
    }
    if (!Files.isWritable(target)) {
      throw cannotWrite();
    }
  }

  private Failure cannotWrite() {
    return new Failure(
        BUILD_FAILED,
        "cannot build: '%s' is no folder that can be written to; make it one, or build in a copy of the sources"
            .formatted(target));
  }

  /// One build at a time. The system gives the lock back when its holder ends, however it ends; the
  /// Maven of a holder that was killed is waited for, too. The file tells who they are.
  private static void lock(FileChannel channel) throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      say("waiting for another build (process " + noted(channel, 0).orElse("unknown") + ")");
      lock = channel.lock();
    }
    Optional<ProcessHandle> maven = noted(channel, 1).flatMap(Launcher::alive);
    if (maven.isPresent()) {
      say("waiting for the Maven of an earlier build (process " + maven.get().pid() + ")");
      maven.get().onExit().join();
    }
    note(channel, ProcessHandle.current().pid() + "");
  }

  private static void note(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static Optional<String> noted(FileChannel channel, int word) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    channel.read(bytes, 0);
    String[] words =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).split(" ");
    return word < words.length && !words[word].isEmpty()
        ? Optional.of(words[word])
        : Optional.empty();
  }

  /// A process by `PID@START`, so that a later process of the same number is not taken for it.
  private static Optional<ProcessHandle> alive(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(0, name.indexOf('@'))))
        .filter(process -> nameOf(process).equals(name) && process.isAlive());
  }

  private static String nameOf(ProcessHandle process) {
    return process.pid()
        + "@"
        + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private boolean isBuilt() throws IOException {
    if (!Files.exists(stamp) || Files.size(stamp) == 0) {
      return false;
    }
    FileTime built = Files.getLastModifiedTime(stamp);
    for (Path source : sources()) {
      if (Files.getLastModifiedTime(source).compareTo(built) > 0) {
        return false;
      }
    }
    return true;
  }

  private int buildLocked(ProcessBuilder maven, FileChannel channel)
      throws IOException, InterruptedException {
    Instant started = Instant.now();
    System.err.print("tenon: building (" + reason() + ")…");
    // The stamp is as old as the build's beginning, and the module folders change before it.
    Files.deleteIfExists(stamp);
    deleteTree(target.resolve("quick"));
    for (Path module : modules()) {
      deleteTree(module.resolve("target/quick"));
      Files.createDirectories(module.resolve("target"));
    }
    Path begun = target.resolve("quick.stamp.new");
    Files.deleteIfExists(begun);
    Files.createFile(begun);
    FileTime time = Files.getLastModifiedTime(begun);
    List<Path> sources = sources();

    Path log = target.resolve("build.log");
    Process process =
        start(
            maven
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile()));
    note(channel, ProcessHandle.current().pid() + " " + nameOf(process.toHandle()));
    int status = process.waitFor();
    waitIfEnding();
    note(channel, "");
    if (status != 0) {
      System.err.println(" failed");
      errors(log).forEach(System.err::println);
      throw new Failure(BUILD_FAILED, "the build failed; all of it is in " + log);
    }
    Optional<Path> cache = makeCache();
    waitIfEnding();
    Files.writeString(begun, stampText(sources, cache));
    Files.setLastModifiedTime(begun, time);
    Files.move(begun, stamp, StandardCopyOption.ATOMIC_MOVE);
    System.err.println(" done in " + Duration.between(started, Instant.now()).toSeconds() + " s");
    String skipped = ".ci/cc: SKIPPED: ";
    lines(log).stream()
        .filter(line -> line.startsWith(skipped))
        .forEach(line -> say(line.substring(skipped.length())));
    return 0;
  }

  private String reason() {
    if (Files.exists(stamp)) {
      return "the sources changed";
    }
    return Files.isDirectory(quick) ? "the last build did not finish" : "first use";
  }

  /// The lines of a Maven log that say what is wrong.
  private static Set<String> errors(Path log) throws IOException {
    Pattern trace =
        Pattern.compile("^ +at |^org\\.apache\\.commons\\.exec|Command execution failed");
    Pattern help =
        Pattern.compile(
            "\\[Help [0-9]\\]|[Rr]e-run Maven|For more information about|After correcting|mvn"
                + " <args>");
    Pattern end = Pattern.compile("^\\[ERROR\\] *$|^\\[ERROR\\] COMPILATION|^\\[(INFO|WARNING)\\]");
    Pattern begin = Pattern.compile("^\\[(ERROR|FATAL)\\]|: (fatal )?error: |^\\.ci/");
    Set<String> errors = new LinkedHashSet<>();
    boolean isError = false;
    for (String line : lines(log)) {
      if (trace.matcher(line).find()
          || help.matcher(line).find() && !line.contains("Failed to execute")) {
        continue;
      }
      if (end.matcher(line).find()) {
        isError = false;
        continue;
      }
      isError |= begin.matcher(line).find();
      if (isError && errors.size() < MOST_ERRORS) {
        errors.add(line.replaceFirst(" -> \\[Help [0-9]\\]$", ""));
      }
    }
    return errors;
  }

  /// Makes the cache of loaded and linked classes, from a run of a sample that is told all that a
  /// run is told, so that it comes to the same classes. Its name tells which jars and which JDK it
  /// belongs to: Java itself does not notice that a jar has changed.
  private Optional<Path> makeCache() throws IOException, InterruptedException {
    for (Path old : filesBelow(target, 1, ".aot")) {
      Files.delete(old);
    }
    CRC32C key = new CRC32C();
    for (Path file : jars()) {
      key.update(Files.readAllBytes(file));
    }
    key.update(Files.readAllBytes(JDK.resolve("release")));
    Path cache = target.resolve("tenon-%08x.aot".formatted(key.getValue()));
    List<String> command = new ArrayList<>();
    command.add(JDK.resolve("bin/java").toString());
    command.addAll(List.of(System.getProperty("tenon.options", "").trim().split(" +")));
    command.add("-XX:AOTCacheOutput=" + cache);
    hostLibrary().ifPresent(file -> command.add("-Dtenon.host.library=" + file));
    command.add("-Dtenon.trail=" + target.resolve("cache.trail"));
    command.add("-Dtenon.home=" + home);
    command.add(
        "-Dtenon.samples="
            + samples().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
    command.add("-Dtenon.terminals=");
    command.addAll(List.of("-jar", quick.resolve("tenon-cli.jar").toString()));
    command.addAll(List.of("run", "-m", "wordfreq", home.resolve("README.md").toString()));
    Process process =
        start(
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    process.waitFor();
    return Files.exists(cache) ? Optional.of(cache) : Optional.empty();
  }

  // --- the stamp -----------------------------------------------------------------------------

  /// A script that asks file by file whether it is newer: it starts no process, which find would.
  private String stampText(List<Path> sources, Optional<Path> cache) throws IOException {
    StringBuilder text =
        new StringBuilder("# Made by .ci/Launcher.java; the launcher sources it.\n");
    text.append("samples=")
        .append(samples().stream().map(this::word).collect(Collectors.joining(":")))
        .append("\nhost_library=")
        .append(hostLibrary().map(file -> "-Dtenon.host.library=" + word(file)).orElse(""))
        .append("\ncache=")
        .append(cache.map(this::word).orElse(""))
        .append('\n');
    text.append("[ -f \"$cache\" ] && [ ! \"$jdk/release\" -nt \"$cache\" ] || cache=\n");
    for (Path jar : jars()) {
      text.append("[ ! ").append(word(jar)).append(" -nt \"$cache\" ] || cache=\n");
    }
    for (Path source : sources) {
      text.append("[ ! ").append(word(source)).append(" -nt \"$stamp\" ] || return 1\n");
    }
    return text.toString();
  }

  /// A path as a word of the shell, relative to where the checkout is then.
  private String word(Path file) {
    return "\"$home\"/'" + home.relativize(file).toString().replace("'", "'\\''") + "'";
  }

  private List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String source : SOURCES) {
      if (Files.exists(home.resolve(source))) {
        Files.walkFileTree(
            home.resolve(source),
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(
                  Path folder, BasicFileAttributes attributes) {
                if (folder.endsWith("target")) {
                  return FileVisitResult.SKIP_SUBTREE;
                }
                found.add(folder);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.endsWith("target")) {
                  found.add(file);
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
              }
            });
      }
    }
    return found;
  }

  private List<Path> jars() throws IOException {
    return filesBelow(quick, 3, ".jar").stream()
        .filter(jar -> jar.getParent().equals(quick) || jar.startsWith(quick.resolve("lib")))
        .toList();
  }

  /// The option spares Java to unpack that library out of its jar.
  private Optional<Path> hostLibrary() throws IOException {
    Path classes = home.resolve("native-ext/core/target/quick/classes/dev/tenon/nativeext/host");
    String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
    return filesBelow(classes.resolve("linux-" + processor), 1, "libtenon_host.so").stream()
        .findFirst();
  }

  /// The folders with the modules of the samples.
  private List<Path> samples() throws IOException {
    return modules().stream()
        .filter(module -> module.startsWith(home.resolve("sample-extensions")))
        .map(module -> module.resolve("target/modules"))
        .filter(Files::isDirectory)
        .toList();
  }

  /// The folders of the modules of Maven.
  private List<Path> modules() throws IOException {
    List<Path> modules = new ArrayList<>();
    for (Path folder : list(home)) {
      for (Path module : list(folder)) {
        if (Files.isRegularFile(module.resolve("pom.xml"))) {
          modules.add(module);
        }
      }
    }
    return modules;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static List<Path> filesBelow(Path folder, int depth, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  // --- processes -----------------------------------------------------------------------------

  /// Maven on this checkout, so that it finds the same JDK.
  private static ProcessBuilder maven(List<String> words, String... more) {
    String path = System.getenv().getOrDefault("PATH", "");
    Path maven =
        onPath(path, "mvn")
            .orElseThrow(() ->
                new Failure(
                    UNAVAILABLE,
                    "no Maven: 'mvn' is not on PATH; install Maven 3.8.7 or later (Debian and"
                        + " Ubuntu: apt-get install maven)"));
    List<String> command = new ArrayList<>(List.of(maven.toString()));
    command.addAll(words);
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    if (System.getenv().getOrDefault("JAVA_HOME", "").isEmpty() && onPath(path, "java").isEmpty()) {
      builder.environment().put("JAVA_HOME", JDK.toString());
    }
    builder.environment().put("JAVA25_HOME", JDK.toString());
    return builder;
  }

  private static Optional<Path> onPath(String path, String command) {
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder.isEmpty() ? "." : folder).resolve(command))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static final Object RUNNING = new Object();
  private static Process running;
  private static boolean isEnding;

  /// Starts a process that ends when this one gets a signal.
  private static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    synchronized (RUNNING) {
      waitIfEnding();
      running = builder.start();
      return running;
    }
  }

  private static void endRunning() {
    synchronized (RUNNING) {
      isEnding = running != null && running.isAlive();
      if (isEnding) {
        running.destroy();
        running.onExit().join();
        System.err.println(" interrupted");
      }
    }
  }

  /// Says no more when the end of the process was caused by a signal: the JVM is about to end.
  private static void waitIfEnding() throws InterruptedException {
    synchronized (RUNNING) {
      while (isEnding) {
        RUNNING.wait();
      }
    }
  }

  private static void say(String text) {
    System.err.println("tenon: " + text);
  }

  /// Bytes that are no text are shown as such.
  private static List<String> lines(Path log) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Files.copy(log, bytes);
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
