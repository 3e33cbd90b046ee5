// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.module.ModuleDef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/// Makes a jar with the module `tally` in Java, which keeps its number in a static field.
public final class JavaJar {

  private static final String PROVIDER =
      """
      package tenant;

      import dev.tenon.module.ModuleDef;
      import dev.tenon.module.ModuleProvider;
      import java.util.List;

      public final class Tally implements ModuleProvider {
        private static long count;

        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(
              ModuleDef.of("tally")
                  .interpreters(dev.tenon.module.InterpreterSupport.ISOLATED)
                  .dynamic("next", null, (module, arguments) -> ++count)
                  .dynamic("leak", null, (module, arguments) -> { LEAK return null; })
                  .build());
        }

        private static final class Nothing implements Runnable {
          @Override
          public void run() {}
        }

        private static final class Sleeper implements Runnable {
          @Override
          public void run() {
            try {
              Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
              // It is the end.
            }
          }
        }
      }
      """;

  private JavaJar() {}

  /// A jar whose function `leak` runs some statements.
  public static Path make(Path folder, String leak) throws IOException, URISyntaxException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Tally.java"), PROVIDER.replace("LEAK", leak));
    String tenon =
        Path.of(ModuleDef.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                tenon,
                source.toString());
    if (status != 0) {
      throw new IllegalStateException("the fixture does not compile");
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.tenon.module.ModuleProvider"), "tenant.Tally\n");
    return pack(folder.resolve("tally.jar"), classes);
  }

  private static Path pack(Path jar, Path classes) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }
}
