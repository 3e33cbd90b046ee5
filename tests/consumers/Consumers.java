// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// Builds the programs beside this file against a repository in which Tenon was installed, and runs
/// them: `Consumers [REPOSITORY]`, called in the checkout after a build. Without an argument the
/// release is installed first, into `target/consumers/repository`, so that no repository of the
/// user changes.
///
/// The status is 1 if a program does not build, prints something else than expected, or prints
/// anything to the standard error.
final class Consumers {

  private static final String MODULES = "sample-extensions/counter/target/modules";
  private static final String COUNTED = "40 41\n";
  private static final String GREETED_BY_C = "Hello, Ada! You are number 1.\n";
  private static final String GREETED = COUNTED + "hello host\n";

  /// The task that fails begins from nothing; the other one goes on.
  private static final String COUNTED_BY_TASKS =
      """
      task 0, attempt 0: counted 1000
      task 1, attempt 0: counted 100
      task 1, attempt 1: counted 1000
      """;

  /// `ALL-UNNAMED`, or the modules of Tenon that call C.
  private static final String NAMED = "dev.tenon.nativeext,dev.tenon.nativeext.ffm";

  private static final String ARCHETYPE_PLUGIN =
      "org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate";

  private static final String CROSS_PLATFORM = "linux-aarch64";
  private static final String CROSS_COMPILER = "aarch64-linux-gnu-gcc";

  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final Path PROJECTS = Path.of("tests/consumers").toAbsolutePath();
  private static final Path TARGET = Path.of("target/consumers").toAbsolutePath();
  private static final Path MODULE_FOLDER = Path.of(MODULES).toAbsolutePath();

  private int failed;

  private Consumers() {}

  public static void main(String... words) throws IOException, InterruptedException {
    if (!Files.isRegularFile(MODULE_FOLDER.resolve("counter.so"))) {
      throw new IOException("no " + MODULE_FOLDER + "/counter.so; run ./tenon once");
    }
    Files.createDirectories(TARGET);
    Path repository = words.length > 0 ? Path.of(words[0]).toAbsolutePath() : install();
    Consumers consumers = new Consumers();
    consumers.makeGreeter(repository);
    maven(repository, PROJECTS.resolve("pom.xml"), "-Dmodules=" + MODULE_FOLDER, "package");
    consumers.runAll();
    System.out.println(
        consumers.failed == 0
            ? "consumers: every program built and ran"
            : "consumers: FAILED: " + consumers.failed);
    System.exit(consumers.failed == 0 ? 0 : 1);
  }

  /// Installs the release into a repository that begins with the user's plug-ins and libraries.
  private static Path install() throws IOException, InterruptedException {
    Path repository = TARGET.resolve("repository");
    Path shared = Path.of(System.getProperty("user.home"), ".m2/repository");
    if (!Files.isDirectory(repository) && Files.isDirectory(shared)) {
      call("cp", "-a", shared.toString(), repository.toString());
    }
    deleteTree(repository.resolve("dev/tenon"));
    maven(repository, Path.of("pom.xml").toAbsolutePath(), "-Prelease", "-Dtenon.quick", "install");
    return repository;
  }

  /// Makes a project with the archetype, and builds, tests and installs it, for two platforms if
  /// there is a compiler for another one.
  private void makeGreeter(Path repository) throws IOException, InterruptedException {
    Path project = TARGET.resolve("greeter");
    deleteTree(project);
    maven(
        repository,
        Path.of("loader/bom/pom.xml").toAbsolutePath(),
        ARCHETYPE_PLUGIN,
        "-DarchetypeCatalog=internal",
        "-DarchetypeGroupId=dev.tenon",
        "-DarchetypeArtifactId=tenon-archetype",
        "-DarchetypeVersion=0.1.0-SNAPSHOT",
        "-DgroupId=org.example",
        "-DartifactId=greeter",
        "-DoutputDirectory=" + TARGET);
    List<String> platforms = new ArrayList<>(List.of(platform() + "=cc"));
    if (isOnPath(CROSS_COMPILER) && !platform().equals(CROSS_PLATFORM)) {
      platforms.add(CROSS_PLATFORM + "=" + CROSS_COMPILER);
    }
    maven(
        repository,
        project.resolve("pom.xml"),
        "-Dtenon.targets=" + String.join(",", platforms),
        "install");
    checkJar(project.resolve("target/greeter-1.0-SNAPSHOT.jar"), platforms);
  }

  private void checkJar(Path jar, List<String> platforms) throws IOException {
    try (ZipFile archive = new ZipFile(jar.toFile())) {
      for (String platform : platforms) {
        String name = platform.substring(0, platform.indexOf('='));
        String entry = "META-INF/tenon/" + name + "/greeter.so";
        check(
            "archetype, " + name, archive.getEntry(entry) == null ? jar + " has no " + entry : "");
      }
    }
  }

  private static String platform() {
    return "linux-" + System.getProperty("os.arch").replace("amd64", "x86_64");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void runAll() throws IOException, InterruptedException {
    check("kit", Files.exists(PROJECTS.resolve("kit/target/surefire-reports")) ? "" : "no reports");
    String unnamed = "ALL-UNNAMED";
    run("path", GREETED, unnamed, "-cp", jar("path") + ":" + libraries("path", "/*"), "app.Host");
    run(
        "greeting",
        GREETED_BY_C,
        unnamed,
        "-cp",
        jar("greeting") + ":" + libraries("greeting", "/*"),
        "app.Host");
    run(
        "greeting, module path",
        GREETED_BY_C,
        NAMED,
        "-p",
        jar("greeting") + ":" + libraries("greeting", ""),
        "-m",
        "app.greeting/app.Host");
    run("uber", GREETED, unnamed, "-cp", jar("uber"), "app.Host");
    run(
        "modules",
        GREETED,
        NAMED,
        "-p",
        jar("modules") + ":" + libraries("modules", ""),
        "-m",
        "app.host/app.Host");
    run(
        "kotlin",
        COUNTED,
        unnamed,
        "-cp",
        jar("kotlin") + ":" + libraries("kotlin", "/*"),
        "app.HostKt");
    runWith(
        JDK.resolve("bin/java"),
        "boot",
        COUNTED,
        "--illegal-native-access=deny",
        "-jar",
        jar("boot"),
        MODULE_FOLDER.toString());
    run(
        "flink",
        COUNTED_BY_TASKS,
        unnamed,
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        jar("flink") + ":" + libraries("flink", "/*"),
        "app.Host");
    Path image = TARGET.resolve("image");
    deleteTree(image);
    call(
        JDK.resolve("bin/jlink").toString(),
        "--module-path",
        jar("modules") + ":" + libraries("modules", ""),
        "--add-modules",
        "app.host,dev.tenon.nativeext.ffm",
        "--output",
        image.toString());
    runWith(
        image.resolve("bin/java"),
        "image",
        GREETED,
        "--illegal-native-access=deny",
        "--enable-native-access=" + NAMED,
        "-m",
        "app.host/app.Host",
        MODULE_FOLDER.toString());
  }

  private static String jar(String project) {
    return PROJECTS.resolve(project).resolve("target/host.jar").toString();
  }

  private static String libraries(String project, String suffix) {
    return PROJECTS.resolve(project).resolve("target/lib") + suffix;
  }

  private void run(String name, String expected, String nativeAccess, String... program)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    options.add("--illegal-native-access=deny");
    options.add("--enable-native-access=" + nativeAccess);
    options.addAll(Arrays.asList(program));
    options.add(MODULE_FOLDER.toString());
    runWith(JDK.resolve("bin/java"), name, expected, options.toArray(String[]::new));
  }

  /// Runs a program, whose output has to be the expected one and whose errors have to be none.
  private void runWith(Path java, String name, String expected, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    check(
        name,
        status == 0 && said.equals(expected)
            ? ""
            : "%s%n  status %d, expected 0; printed:%n%s  expected:%n%s"
                .formatted(String.join(" ", command), status, said, expected));
  }

  private void check(String name, String fault) {
    System.out.println("consumers: " + name + ": " + (fault.isEmpty() ? "passed" : fault));
    failed += fault.isEmpty() ? 0 : 1;
  }

  private static void maven(Path repository, Path project, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-f", project.toString()));
    command.add("-Dmaven.repo.local=" + repository);
    command.addAll(Arrays.asList(words));
    call(command.toArray(String[]::new));
  }

  private static void call(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("JAVA_HOME", JDK.toString());
    builder.environment().put("JAVA25_HOME", JDK.toString());
    int status = builder.start().waitFor();
    if (status != 0) {
      System.out.println("consumers: FAILED: " + String.join(" ", command));
      System.exit(1);
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
    }
  }
}
