// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.module.ModuleProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Makes a jar with the modules that the tests run. It is compiled on the spot, because a class
/// that the tests' own class loader sees would not count as one of the jar.
final class ProgramJar {

  private static final String SOURCE =
      """
      import dev.tenon.error.kind.*;
      import dev.tenon.module.*;
      import java.util.List;

      public final class Programs implements ModuleProvider {
        @Override
        public List<ModuleDef> moduleDefs() {
          return List.of(
              ModuleDef.of("program")
                  .dynamic("fails", null, (self, values) -> { throw new ValueError("no good"); }).main(Programs::run).build(),
              ModuleDef.of("__main__").main(Programs::run).build(),
              ModuleDef.of("apart").interpreters(InterpreterSupport.ISOLATED).main(Programs::run).build(),
              ModuleDef.of("idle").build(),
              ModuleDef.of("leaving")
                  .slot(new ModuleSlot.Free(module -> { throw new ValueError("free failed"); }))
                  .build(),
              ModuleDef.of("faulty")
                  .typed("one", "(i65) -> void", null, signature -> null)
                  .typed("two", "(i66) -> void", null, signature -> null)
                  .build());
        }

        private static int run(ModuleObject module, List<String> arguments) throws Exception {
          String word = arguments.getFirst();
          List<String> rest = arguments.subList(1, arguments.size());
          switch (word) {
            case "echo" -> write(module, rest.toString());
            case "return" -> {
              return Integer.parseInt(rest.getFirst());
            }
            case "exit" -> throw new SystemExit(Integer.parseInt(rest.getFirst()));
            case "exit-text" -> throw new SystemExit(rest.getFirst());
            case "interrupt" -> throw new KeyboardInterrupt(null);
            case "raise" -> throw new ValueError(rest.getFirst());
            case "write-raise" -> {
              write(module, "written");
              throw new ValueError("no good");
            }
            case "call" -> module.call("fails");
            case "crash" -> throw new IllegalStateException("boom");
            case "flood" -> {
              for (int i = 0; i < 100_000; i++) {
                write(module, "a line");
              }
            }
            case "flood-and-hide" -> {
              try {
                write(module, "a line");
                module.interpreter().out().flush();
              } catch (BrokenPipeError hidden) {
                return 0;
              }
            }
            default -> throw new IllegalArgumentException(word);
          }
          return 0;
        }

        private static void write(ModuleObject module, String line) {
          module.interpreter().out().println(line);
        }
      }
      """;

  private ProgramJar() {}

  /// Makes the jar in a folder.
  static Path in(Path folder) throws IOException, URISyntaxException {
    Path source = Files.writeString(folder.resolve("Programs.java"), SOURCE);
    Path classes = folder.resolve("classes");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(ModuleProvider.class.getName()), "Programs");
    Path core =
        Path.of(ModuleProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    run("javac", "-d", classes, "-cp", core, "-proc:none", source);
    Path jar = folder.resolve("programs.jar");
    run("jar", "--create", "--file", jar, "-C", classes, ".");
    return jar;
  }

  static void run(String tool, Object... arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError(messages);
    }
  }
}
