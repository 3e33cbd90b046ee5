// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.imports.path.Platform;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSpec;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Native modules in archives: found for the platform, mapped from what was read, and refused with
/// a reason when they are damaged.
class NativeJarTest {

  private static final String HERE = JarWorld.HERE;
  private static final String ELSEWHERE =
      Platform.current().machine().equals("aarch64") ? "linux-riscv64" : "linux-aarch64";

  @TempDir private Path folder;
  @TempDir private Path built;
  private final List<Interpreter> opened = new ArrayList<>();
  private JarWorld world;

  @BeforeEach
  void makeWorld() {
    world = new JarWorld(built);
  }

  @AfterEach
  void close() {
    opened.reversed().forEach(Interpreter::close);
  }

  private Interpreter open(Interpreter.Builder builder) {
    opened.add(builder.build());
    return opened.getLast();
  }

  private Interpreter open(Object entry) {
    return open(Interpreter.builder().path(entry.toString()));
  }

  private Path jar(String name, Object... entries) throws IOException {
    return JarWorld.jar(folder.resolve(name), entries);
  }

  @Test
  void load_moduleOfThisPlatform_hasAPlaceInTheJar() throws Exception {
    Path jar =
        jar(
            "m.jar",
            HERE + "m.so",
            world.module("m", 7),
            "META-INF/tenon/" + ELSEWHERE + "/m.so",
            "not a library");

    ModuleObject module = open(jar).importModule("m");

    assertThat(module.call("value")).isEqualTo(7L);
    assertThat(module.get("__file__")).isEqualTo(jar + "!/" + HERE + "m.so");
    assertThat(Files.readString(Path.of("/proc/self/maps")))
        .contains("/memfd:" + jar + "!/" + HERE + "m.so");
  }

  @Test
  void load_moduleInAPackage_isASubmoduleOfANamespacePackage() throws Exception {
    Path jar = jar("m.jar", HERE + "a/b/m.so", world.module("m", 7));
    Path other = Files.createDirectories(folder.resolve("more/a/b"));
    Files.write(other.resolve("n.so"), world.module("n", 8));

    Interpreter interpreter =
        open(Interpreter.builder().path(jar.toString()).path(folder.resolve("more").toString()));

    assertThat(interpreter.importModule("a.b.m").call("value")).isEqualTo(7L);
    assertThat(interpreter.importModule("a.b.n").call("value")).isEqualTo(8L);
  }

  @Test
  void load_packageInC_hasScriptsOfTheJarBesideIt() throws Exception {
    Path jar =
        jar(
            "m.jar",
            HERE + "p/__init__.so",
            world.module("p", 7),
            HERE + "p/fast.so",
            world.module("fast", 8),
            "p/slow.js",
            "value = function () { return 9; };");

    Interpreter interpreter = open(jar);

    assertThat(interpreter.importModule("p").call("value")).isEqualTo(7L);
    assertThat(interpreter.importModule("p.fast").call("value")).isEqualTo(8L);
    assertThat(((Number) interpreter.importModule("p.slow").call("value")).intValue()).isEqualTo(9);
  }

  @Test
  void load_scriptPackage_hasModulesInCBesideIt() throws Exception {
    Path jar =
        jar("m.jar", "p/__init__.js", "one = 1;", HERE + "p/fast.so", world.module("fast", 8));

    assertThat(open(jar).importModule("p.fast").call("value")).isEqualTo(8L);
  }

  @Test
  void load_plainFile_isFoundWhereItLies() throws Exception {
    Path jar = jar("m.jar", "a/m.so", world.module("m", 7));

    assertThat(open(jar).importModule("a.m").call("value")).isEqualTo(7L);
    assertThat(open(jar + "!/a").importModule("m").call("value")).isEqualTo(7L);
  }

  @Test
  void load_secondModuleOfALibrary_isFoundByItsExport() throws Exception {
    Path jar = jar("m.jar", HERE + "first.so", world.module("first", 7, "-DSECOND=second"));

    assertThat(open(jar).importModule("second").call("value")).isEqualTo(7L);
  }

  @Test
  void load_submoduleOfAPackageInJava_isFound() throws Exception {
    Path jar = world.pluginJar(folder, "geo.jar", HERE + "geo/fast.so", world.module("fast", 8));
    Interpreter interpreter = open(jar);

    assertThat(interpreter.importModule("geo.slow").call("value")).isEqualTo(1L);
    assertThat(interpreter.importModule("geo.fast").call("value")).isEqualTo(8L);
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> interpreter.importModule("geo.none"))
        .withMessageContaining("publishes only");
  }

  @Test
  void load_moduleInANestedJar_isFound() throws Exception {
    byte[] inner = JarWorld.bytes(JarWorld.entries(HERE + "a/m.so", world.module("m", 7)));
    Path jar = jar("app.jar", "BOOT-INF/lib/natives.jar", inner, "BOOT-INF/classes/x", "");

    ModuleObject module = open(jar + "!/BOOT-INF/lib/natives.jar").importModule("a.m");

    assertThat(module.call("value")).isEqualTo(7L);
    assertThat(module.get("__file__"))
        .isEqualTo(jar + "!/BOOT-INF/lib/natives.jar!/" + HERE + "a/m.so");
  }

  @Test
  void load_libraryBesideTheModule_comesFromTheJar() throws Exception {
    byte[] base = world.base(5);
    Path jar =
        jar(
            "m.jar",
            HERE + "m.so",
            world.moduleWithBase("m"),
            HERE + "libbase.so",
            base,
            HERE + "deep/n.so",
            world.moduleWithBase("n", "-Wl,--enable-new-dtags", "-Wl,-rpath,$ORIGIN/../lib"),
            HERE + "lib/libbase.so",
            world.base(6));

    assertThat(open(jar).importModule("m").call("value")).isEqualTo(5L);
    assertThat(open(jar).importModule("deep.n").call("value")).isEqualTo(6L);
  }

  @Test
  void load_libraryThatIsNowhere_isNamed() throws Exception {
    world.library("libnowhere.so", 5);
    Path jar = jar("m.jar", HERE + "m.so", world.moduleWithBase("m"));

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("m"))
        .withMessageContaining("libnowhere.so");
  }

  @Test
  void load_twoInterpreters_shareTheImage() throws Exception {
    Path jar = jar("m.jar", HERE + "m.so", world.module("m", 7));

    assertThat(open(jar).importModule("m").call("next")).isEqualTo(1L);
    assertThat(open(jar).importModule("m").call("next")).isEqualTo(2L);
  }

  @Test
  void load_privateImage_hasVariablesOfItsOwn() throws Exception {
    Path jar =
        jar("m.jar", HERE + "m.so", world.module("m", 7), HERE + "m.so.tenon", "image = private\n");

    assertThat(open(jar).importModule("m").call("next")).isEqualTo(1L);
    assertThat(open(jar).importModule("m").call("next")).isEqualTo(1L);
  }

  @Test
  void load_directImage_isRefused() throws Exception {
    Path jar =
        jar("m.jar", HERE + "m.so", world.module("m", 7), HERE + "m.so.tenon", "image = direct\n");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("m"))
        .withMessageContaining("m.jar!/" + HERE + "m.so")
        .withMessageContaining("archive");
  }

  @Test
  void find_moduleOfOtherPlatformsOnly_namesThem() throws Exception {
    Path jar =
        jar(
            "m.jar",
            "META-INF/tenon/windows-x86_64/a/m.dll",
            "",
            "META-INF/tenon/macos-aarch64/a/m.dylib",
            "");

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> open(jar).importModule("a"))
        .withMessageContaining(
            "has it for macos-aarch64, windows-x86_64, not for this platform, which is "
                + Platform.current());
    Path both = jar("n.jar", "META-INF/tenon/windows-x86_64/a/m.dll", "", "a/other.js", "x = 1;");
    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> open(both).importModule("a.m"))
        .withMessageContaining("has it for windows-x86_64, not for this platform");
  }

  @Test
  void describe_moduleInAJar_runsNothing() throws Exception {
    Path jar = jar("m.jar", HERE + "m.so", world.module("m", 7));
    Interpreter interpreter = open(jar);

    ModuleSpec spec = interpreter.imports().findSpec("m");

    assertThat(((ExtensionLoader) spec.loader()).readDef(spec).functions())
        .extracting(function -> function.name() + " " + function.doc())
        .contains("value Tell the value.");
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(jar.toString());
  }

  @Test
  void load_replacedJar_oldKeepsOldAndNewGetsNew() throws Exception {
    Path jar = jar("m.jar", HERE + "m.so", world.module("m", 1));
    Interpreter first = open(jar);
    ModuleObject module = first.importModule("m");
    Path other = jar("other.jar", HERE + "m.so", world.module("m", 2));

    Files.write(jar, Files.readAllBytes(other));

    assertThat(module.call("value")).isEqualTo(1L);
    assertThat(open(jar).importModule("m").call("value")).isEqualTo(2L);
    first.reload(module);
    assertThat(module.call("value")).isEqualTo(2L);
    Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(jar);
    assertThat(module.call("value")).isEqualTo(2L);
  }

  @Test
  void load_replacedJarWithTheSameLibrary_usesTheImageThatIsThere() throws Exception {
    byte[] library = world.module("m", 1);
    Path jar = jar("m.jar", HERE + "m.so", library);
    assertThat(open(jar).importModule("m").call("next")).isEqualTo(1L);

    jar("m.jar", "other.txt", "", HERE + "m.so", library);

    assertThat(open(jar).importModule("m").call("next")).isEqualTo(2L);
  }

  @Test
  void pins_jar_admitItsLibrariesAndNoOthers() throws Exception {
    Path jar = jar("m.jar", HERE + "m.so", world.module("m", 1));
    String lock = "tenon-lock 1\n%s  m  m.jar\n".formatted(PinsWorld.hash(jar));
    Path pins = Files.writeString(folder.resolve("tenon.lock"), lock);

    Interpreter pinned = open(Interpreter.builder().path(jar.toString()).pins(pins));

    assertThat(pinned.importModule("m").call("value")).isEqualTo(1L);
    jar("m.jar", HERE + "m.so", world.module("m", 2));
    Interpreter other = open(Interpreter.builder().path(jar.toString()).pins(pins));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> other.importModule("m"))
        .withMessageContaining("SHA-256");
  }

  @Test
  void load_damagedLibrary_isRefusedByItsChecksum() throws Exception {
    byte[] archive =
        JarWorld.bytes(
            JarWorld.entries(HERE + "m.so", world.module("m", 7), "n.js", "x = 123456;"));
    int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf("Tell the value.");
    archive[at] = 'B';
    archive[new String(archive, StandardCharsets.ISO_8859_1).indexOf("123456")] = '7';
    Path jar = Files.write(folder.resolve("m.jar"), archive);

    for (String name : List.of("m", "n")) {
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> open(jar).importModule(name))
          .withMessageContaining("the archive is damaged")
          .withMessageContaining("checksum");
    }
  }

  @Test
  void load_libraryWithOtherSizeThanTold_isRefused() throws Exception {
    for (int size : new int[] {1000, 300 << 20, -1}) {
      byte[] archive = JarWorld.bytes(JarWorld.entries(HERE + "m.so", world.module("m", 7)));
      ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(JarWorld.directoryEntry(archive, HERE + "m.so") + 24, size);
      Path jar = Files.write(folder.resolve("m" + size + ".jar"), archive);

      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> open(jar).importModule("m"));
    }
  }

  /// Ways to make a jar with a library in it that must not be loaded.
  enum BadJar {
    UNPACKS_TO_MORE_THAN_THE_LIMIT("1073741824 bytes, more than the 268435456 that are allowed") {
      @Override
      byte[] of(byte[] library) throws IOException {
        byte[] archive = JarWorld.bytes(JarWorld.entries(HERE + "m.so", library));
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int entry = JarWorld.directoryEntry(archive, HERE + "m.so");
        bytes.putShort(entry + 10, (short) 8);
        bytes.putInt(entry + 24, 1 << 30);
        return archive;
      }
    },
    ENCRYPTED("encrypted") {
      @Override
      byte[] of(byte[] library) throws IOException {
        byte[] archive = JarWorld.bytes(JarWorld.entries(HERE + "m.so", library));
        archive[JarWorld.directoryEntry(archive, HERE + "m.so") + 8] |= 1;
        return archive;
      }
    },
    STORED_TWICE("more than one entry of this name") {
      @Override
      byte[] of(byte[] library) throws IOException {
        byte[] archive =
            JarWorld.bytes(JarWorld.entries(HERE + "m.so", library, HERE + "n.so", library));
        return new String(archive, StandardCharsets.ISO_8859_1)
            .replace(HERE + "n.so", HERE + "m.so")
            .getBytes(StandardCharsets.ISO_8859_1);
      }
    },
    STEPS_UPWARDS("..") {
      @Override
      byte[] of(byte[] library) throws IOException {
        return JarWorld.bytes(
            JarWorld.entries(HERE + "m.so", library, HERE + "../../../../out.so", new byte[0]));
      }
    };

    private final String message;

    BadJar(String message) {
      this.message = message;
    }

    abstract byte[] of(byte[] library) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void load_libraryOfABadJar_isRefused(BadJar bad) throws Exception {
    Path jar = Files.write(folder.resolve("m.jar"), bad.of(world.module("m", 7)));

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("m"))
        .withMessageContaining(bad.message);
  }

  @Test
  void load_libraryOfAnotherMachine_isNamed() throws Exception {
    byte[] library = world.module("m", 7);
    ByteBuffer.wrap(library).order(ByteOrder.nativeOrder()).putShort(18, (short) 8);
    Path jar = jar("m.jar", HERE + "m.so", library, "n.so", library, "o.so", "text");

    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("m"))
        .withMessageContaining("MIPS")
        .withMessageContaining(jar + "!/" + HERE + "m.so");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("n"))
        .withMessageContaining("MIPS");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> open(jar).importModule("o"))
        .withMessageContaining("a text file");
  }

  @Test
  void load_fromTheClassPathOfTheProgram_comesAfterThePath() throws Exception {
    Path jar =
        jar(
            "natives.jar",
            "META-INF/tenon/",
            "",
            HERE + "a/m.so",
            world.module("m", 7),
            "META-INF/tenon/windows-x86_64/w.dll",
            "",
            "other.js",
            "value = function () { return 1; };");
    Path near = Files.createDirectories(folder.resolve("near/a"));
    Files.write(near.resolve("n.so"), world.module("n", 8));
    List<String> command =
        ChildJvm.command(
            List.of("--enable-native-access=ALL-UNNAMED"),
            HostJarProgram.class,
            near.getParent().toString());
    int classPath = command.indexOf("-cp") + 1;
    command.set(classPath, command.get(classPath) + File.pathSeparator + jar);

    ChildJvm.Result result = ChildJvm.run(command);

    assertThat(result.output())
        .contains("a.m 7 " + jar + "!/" + HERE + "a/m.so")
        .contains("a.n 8 ")
        .contains("has it for windows-x86_64, not for this platform")
        .contains("No module named 'other'");
    assertThat(result.status()).isZero();
  }

  @Test
  void load_manyTimes_leavesNoFilesBehind() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path jar = jar("m.jar", HERE + "m.so", world.module("m", 7));
    long before = count(temporary);

    for (int time = 0; time < 20; time++) {
      open(jar).importModule("m");
    }

    assertThat(count(temporary)).isLessThanOrEqualTo(before);
  }

  private static long count(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith("tenon-")).count();
    }
  }

  @Test
  void listing_ofALargeDirectory_isBoundedInTotal() throws Exception {
    Map<String, byte[]> entries = JarWorld.entries();
    for (int index = 0; index < 5; index++) {
      entries.put(HERE + "lib" + index + "x.so", new byte[0]);
    }
    byte[] archive = JarWorld.bytes(entries);
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < 5; index++) {
      int at = JarWorld.directoryEntry(archive, HERE + "lib" + index + "x.so");
      bytes.putShort(at + 10, (short) 8);
      bytes.putInt(at + 24, 256 << 20);
    }
    Path jar = Files.write(folder.resolve("m.jar"), archive);

    assertThatExceptionOfType(ModuleNotFoundException.class)
        .isThrownBy(() -> open(jar + "!/" + HERE).importModule("m"))
        .withMessageContaining("1024 MiB");
  }
}
