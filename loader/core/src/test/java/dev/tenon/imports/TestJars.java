// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.module.ModuleDef;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/// Makes jars for tests.
public final class TestJars {

  private static final String PROVIDER =
      """
      package plugin;

      import dev.tenon.module.ModuleDef;
      import dev.tenon.module.ModuleProvider;
      import java.util.List;
      import java.util.stream.Stream;

      public final class Provider implements ModuleProvider {
        @Override
        public List<ModuleDef> moduleDefs() {
          return Stream.of(NAMES).map(Provider::def).toList();
        }

        private static ModuleDef def(String name) {
          return ModuleDef.of(name)
              .constant("attr", name)
              .exec(module -> module.set("resource", resource()))
              .build();
        }

        private static String resource() throws Exception {
          try (var stream = Provider.class.getResourceAsStream("note.txt")) {
            return new String(stream.readAllBytes());
          }
        }
      }
      """;

  private TestJars() {}

  /// A jar that publishes modules in Java, each with the constant `attr`.
  public static Path withModules(Path folder, String fileName, String... names) throws IOException {
    Path classes = compile(Files.createTempDirectory(folder, "classes"), names);
    Files.writeString(classes.resolve("plugin/note.txt"), "a note");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.tenon.module.ModuleProvider"), "plugin.Provider\n");
    return ofFolder(folder.resolve(fileName), classes);
  }

  /// A jar of sources, which are compiled, and other files, by their names. Its provider is
  /// `plugin.Provider`.
  static Path ofSources(Path jar, Map<String, String> files) throws IOException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = classes.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.getValue());
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.tenon.module.ModuleProvider"), "plugin.Provider\n");
    for (String name : files.keySet()) {
      if (name.endsWith(".java")) {
        compile(classes, classes.resolve(name));
        Files.delete(classes.resolve(name));
      }
    }
    return ofFolder(jar, classes);
  }

  private static Path compile(Path folder, String... names) throws IOException {
    String quoted = "\"" + String.join("\", \"", names) + "\"";
    return compile(
        folder,
        Files.writeString(folder.resolve("Provider.java"), PROVIDER.replace("NAMES", quoted)));
  }

  private static Path compile(Path folder, Path source) throws IOException {
    List<String> arguments =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            coreClasses() + File.pathSeparator + folder,
            "-sourcepath",
            folder.toString(),
            source.toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("the provider does not compile");
    }
    return folder;
  }

  private static String coreClasses() throws IOException {
    try {
      return Path.of(ModuleDef.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /// An archive of all files in a folder.
  public static Path ofFolder(Path archive, Path folder) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(folder)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(entry).toString()));
        Files.copy(entry, zip);
      }
    }
    return archive;
  }

  /// An archive of texts by entry name.
  public static Path ofTexts(Path archive, Map<String, String> texts) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return archive;
  }
}
