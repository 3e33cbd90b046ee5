// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.imports.path.Platform;
import dev.tenon.module.ModuleProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Jars with native modules, good ones and damaged ones.
final class JarWorld {

  /// The folder in jars for this platform.
  static final String HERE = "META-INF/tenon/" + Platform.current().name() + "/";

  private static final String MODULE =
      """
      #include <tenon.h>
      #ifdef NEEDS_BASE
      long base(void);
      #else
      static long base(void) { return VALUE; }
      #endif
      static int64_t value(void) { return base(); }
      static int64_t count;
      static int64_t next(void) { return ++count; }
      static const TnMethod methods[] = {TN_TYPED("value", value, "() -> i64", "Tell the value."),
                                         TN_TYPED("next", next, "() -> i64", NULL),
                                         TN_METHODS_END};
      static int32_t upgrade(TnContext *cx) { (void)cx; return 0; }
      #define MODULE(name) TENON_MODULE(name, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED), \\
                               TN_STATE_SIZE(8), TN_STATE_VERSION(VALUE), TN_UPGRADE(upgrade))
      MODULE(NAME);
      #ifdef SECOND
      MODULE(SECOND);
      #endif
      """;

  private static final String PROVIDER =
      """
      package geo;
      import dev.tenon.module.*;
      import java.util.List;
      public final class Provider implements ModuleProvider {
        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(
              ModuleDef.of("geo").build(),
              ModuleDef.of("geo.slow").dynamic("value", null, (self, values) -> 1L).build());
        }
      }
      """;

  private final Path folder;

  JarWorld(Path folder) {
    this.folder = folder;
  }

  /// The bytes of a library with a module.
  byte[] module(String name, int value, String... arguments) throws Exception {
    Files.writeString(folder.resolve("module.c"), MODULE);
    String[] all = new String[arguments.length + 5];
    all[0] = "-o";
    all[1] = "module.so";
    all[2] = "-DNAME=" + name;
    all[3] = "-DVALUE=" + value;
    all[4] = "module.c";
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    Compiler.compile(folder, all);
    return Files.readAllBytes(folder.resolve("module.so"));
  }

  /// The bytes of a library with a function that modules call, beside which they are linked.
  byte[] base(int value) throws Exception {
    return library("libbase.so", value);
  }

  /// As [#base], under another name.
  byte[] library(String name, int value) throws Exception {
    Files.writeString(
        folder.resolve("base.c"),
        "long base(void); long base(void) { return %d; }".formatted(value));
    Compiler.compile(folder, "-o", "libbase.so", "-Wl,-soname," + name, "base.c");
    return Files.readAllBytes(folder.resolve("libbase.so"));
  }

  /// A module that needs the library.
  byte[] moduleWithBase(String name, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 4];
    all[0] = "-DNEEDS_BASE";
    all[1] = "-L" + folder;
    all[2] = "-Wl,--no-as-needed";
    all[3] = "-lbase";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return module(name, 1, all);
  }

  /// A jar with the package `geo` in Java and a further entry.
  Path pluginJar(Path place, String name, String entry, byte[] content) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        classes.resolve("META-INF/services/dev.tenon.module.ModuleProvider"), "geo.Provider");
    Path source = Files.writeString(folder.resolve("Provider.java"), PROVIDER);
    Path core =
        Path.of(ModuleProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    PinsWorld.run("javac", "-d", classes, "-cp", core, "-proc:none", source);
    Files.createDirectories(classes.resolve(entry).getParent());
    Files.write(classes.resolve(entry), content);
    PinsWorld.run("jar", "--create", "--file", place.resolve(name), "-C", classes, ".");
    return place.resolve(name);
  }

  /// Entries of an archive, of alternating names and contents.
  static Map<String, byte[]> entries(Object... namesAndContents) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int index = 0; index < namesAndContents.length; index += 2) {
      Object content = namesAndContents[index + 1];
      entries.put(
          (String) namesAndContents[index],
          content instanceof String text
              ? text.getBytes(StandardCharsets.UTF_8)
              : (byte[]) content);
    }
    return entries;
  }

  /// Writes an archive.
  static Path jar(Path file, Object... namesAndContents) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes(entries(namesAndContents)));
    }
    return file;
  }

  /// An archive without compression, so that its bytes can be found in it.
  static byte[] bytes(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return out.toByteArray();
  }

  /// Where in an archive the entry of its directory begins that has a name.
  static int directoryEntry(byte[] archive, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at + 46 + wanted.length <= archive.length; at++) {
      if (bytes.getInt(at) == 0x02014B50
          && new String(archive, at + 46, wanted.length, StandardCharsets.UTF_8).equals(name)) {
        return at;
      }
    }
    throw new AssertionError(name);
  }
}
