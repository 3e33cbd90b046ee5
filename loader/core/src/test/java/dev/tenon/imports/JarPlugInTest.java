// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.Interpreter;
import dev.tenon.error.ModuleNotFoundException;
import dev.tenon.module.ModuleObject;
import dev.tenon.run.RunPy;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a plug-in in Java sees of its own jar, and what becomes of it when the jar changes.
class JarPlugInTest {

  private static final String PROVIDER =
      """
      package plugin;

      import dev.tenon.module.*;
      import java.lang.invoke.MethodHandles;
      import java.util.*;

      public final class Provider implements ModuleProvider {
        static final List<String> SEEN = new ArrayList<>();

        public Provider() {
          note("provider");
        }

        static String context() {
          ClassLoader loader = Thread.currentThread().getContextClassLoader();
          return loader == Provider.class.getClassLoader() ? "own" : "other";
        }

        static void note(String where) {
          SEEN.add(where + " " + context());
        }

        public static final class State {
          public long typed(long x) {
            note("typed");
            if (x < 0) {
              throw new IllegalStateException("negative");
            }
            return x + 1;
          }
        }

        @Override
        public List<ModuleDef> moduleDefs() {
          note("definitions");
          return List.of(
              ModuleDef.of("plug")
                  .state(State.class, () -> { note("state"); return new State(); })
                  .create((spec, def) -> {
                    note("create");
                    return ModuleObject.of(def, spec.name());
                  })
                  .exec(module -> {
                    note("exec");
                    Thread thread = new Thread(() -> note("thread"));
                    thread.start();
                    thread.join();
                  })
                  .slot(new ModuleSlot.Free(module -> note("free")))
                  .dynamic("seen", null, (module, arguments) -> { note("dynamic"); return SEEN; })
                  .dynamicWithKeywords("named", null, (module, arguments, named) -> context())
                  .typed("typed", "(state, i64) -> i64", null, MethodHandles.lookup())
                  .dynamic("text", null, (module, arguments) -> {
                    try (var stream = Provider.class.getResource("note.txt").openStream()) {
                      return new String(stream.readAllBytes());
                    }
                  })
                  .dynamic("late", null, (module, arguments) -> Late.VALUE.toString())
                  .dynamic("version", null, (module, arguments) ->
                      Provider.class.getPackage().getImplementationVersion())
                  .dynamic("source", null, (module, arguments) ->
                      Provider.class.getProtectionDomain().getCodeSource().getLocation().toString())
                  .build(),
              ModuleDef.of("mainplug")
                  .main((module, arguments) -> context().equals("own") ? 7 : 1)
                  .build());
        }
      }
      """;

  @TempDir private Path folder;

  private Path jar(String fileName, String text) throws IOException {
    Map<String, String> files = new HashMap<>();
    files.put("plugin/Provider.java", PROVIDER);
    files.put(
        "plugin/Late.java",
        "package plugin; final class Late { static final Object VALUE = \"%s\"; }".formatted(text));
    files.put("plugin/note.txt", text);
    files.put(
        "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: " + text + "\n");
    return TestJars.ofSources(folder.resolve(fileName), files);
  }

  @Test
  void codeOfThePlugIn_runsWithItsOwnClassLoaderAsContext() throws IOException {
    Path jar = jar("p.jar", "1");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    List<?> seen;
    try (Interpreter interpreter = Interpreter.builder().path(jar.toString()).build()) {
      ModuleObject module = interpreter.importModule("plug");
      assertThat(module.call("typed", 2L)).isEqualTo(3L);
      assertThat(module.call("named")).isEqualTo("own");
      seen = (List<?>) module.call("seen");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    assertThat(new ArrayList<>(seen).stream().map(Object::toString).toList())
        .containsExactly(
            "provider own",
            "definitions own",
            "create own",
            "state own",
            "exec own",
            "thread own",
            "typed own",
            "dynamic own",
            "free own");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void functionThatThrows_leavesTheContextClassLoaderAsItWas() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Interpreter interpreter =
        Interpreter.builder().path(jar("p.jar", "1").toString()).build()) {
      ModuleObject module = interpreter.importModule("plug");

      assertThatIllegalStateException().isThrownBy(() -> module.call("typed", -1L));
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void mainSlot_runsWithTheOwnClassLoaderAsContext() throws Exception {
    try (Interpreter interpreter =
        Interpreter.builder().path(jar("p.jar", "1").toString()).build()) {
      assertThat(new RunPy(interpreter).runModuleAsMain("mainplug", List.of())).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/p.jar", "odd %41 name#1/p+p.jar"})
  void nestedJar_hasManifestAndCodeSource(String inner) throws IOException {
    Path content = folder.resolve("outer");
    Path place = content.resolve(inner);
    Files.createDirectories(place.getParent());
    Files.move(jar("p.jar", "4.2"), place);
    Path outer = TestJars.ofFolder(folder.resolve("outer.jar"), content);
    try (Interpreter interpreter = Interpreter.builder().path(outer + "!/" + inner).build()) {
      ModuleObject module = interpreter.importModule("plug");

      assertThat(module.call("version")).isEqualTo("4.2");
      assertThat(module.call("text")).isEqualTo("4.2");
      assertThat((String) module.call("source")).startsWith("jar:file:").contains("outer.jar!/");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jarThatIsReplaced_staysAsItWasForLoadedModules(boolean inPlace) throws IOException {
    Path jar = jar("p.jar", "old");
    Path next = jar("next.jar", "new");
    try (Interpreter interpreter = Interpreter.builder().path(jar.toString()).build()) {
      ModuleObject module = interpreter.importModule("plug");
      replace(jar, next, inPlace);

      assertThat(module.call("text")).isEqualTo("old");
      assertThat(module.call("late")).isEqualTo("old");
      try (Interpreter fresh = Interpreter.builder().path(jar.toString()).build()) {
        assertThat(fresh.importModule("plug").call("text")).isEqualTo("new");
        assertThat(fresh.importModule("plug").call("late")).isEqualTo("new");
      }
    }
  }

  @Test
  void nestedJarOfAnArchiveThatIsReplaced_isTheNewOneForNewInterpreters() throws IOException {
    Path content = folder.resolve("outer");
    Files.createDirectories(content);
    Files.move(jar("p.jar", "old"), content.resolve("p.jar"));
    Path outer = TestJars.ofFolder(folder.resolve("outer.jar"), content);
    Files.move(jar("q.jar", "new"), content.resolve("p.jar"), StandardCopyOption.REPLACE_EXISTING);
    Path next = TestJars.ofFolder(folder.resolve("next.jar"), content);
    String entry = outer + "!/p.jar";
    try (Interpreter interpreter = Interpreter.builder().path(entry).build()) {
      ModuleObject module = interpreter.importModule("plug");
      replace(outer, next, true);

      assertThat(module.call("late")).isEqualTo("old");
      try (Interpreter fresh = Interpreter.builder().path(entry).build()) {
        assertThat(fresh.importModule("plug").call("late")).isEqualTo("new");
      }
    }
  }

  private static String release(String value) {
    return """
    package plugin;

    import dev.tenon.module.*;
    import java.util.List;

    public final class Provider implements ModuleProvider {
      @Override
      public List<ModuleDef> moduleDefs() {
        return List.of(
            ModuleDef.of("released")
                .constant("value", "%s")
                .dynamic("text", null, (module, arguments) -> {
                  try (var stream = Provider.class.getResourceAsStream("note.txt")) {
                    return new String(stream.readAllBytes());
                  }
                })
                .build());
      }
    }
    """
        .formatted(value);
  }

  /// A jar whose class and resource have a version for later releases of Java.
  private void multiRelease(Path jar) throws IOException {
    Path later = folder.resolve("later.jar");
    TestJars.ofSources(later, Map.of("plugin/Provider.java", release("new")));
    TestJars.ofSources(
        jar, Map.of("plugin/Provider.java", release("old"), "plugin/note.txt", "old"));
    try (FileSystem from = FileSystems.newFileSystem(later);
        FileSystem to = FileSystems.newFileSystem(jar)) {
      Path versions = Files.createDirectories(to.getPath("META-INF/versions/21/plugin"));
      try (Stream<Path> classes = Files.list(from.getPath("plugin"))) {
        for (Path file : classes.toList()) {
          Files.copy(file, versions.resolve(file.getFileName().toString()));
        }
      }
      Files.writeString(versions.resolve("note.txt"), "new");
      Files.writeString(
          to.getPath("META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\nMulti-Release: true\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void multiReleaseJar_givesWhatIsForThisRelease(boolean isNested) throws IOException {
    Path content = Files.createDirectories(folder.resolve("outer"));
    Path jar = content.resolve("p.jar");
    multiRelease(jar);
    String entry =
        isNested
            ? TestJars.ofFolder(folder.resolve("outer.jar"), content) + "!/p.jar"
            : jar.toString();
    try (Interpreter interpreter = Interpreter.builder().path(entry).build()) {
      ModuleObject module = interpreter.importModule("released");

      assertThat(module.get("value")).isEqualTo("new");
      assertThat(module.call("text")).isEqualTo("new");
    }
  }

  private static void replace(Path jar, Path next, boolean inPlace) throws IOException {
    if (inPlace) {
      Files.write(jar, Files.readAllBytes(next));
    } else {
      Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Test
  void reload_ofAModuleWhoseJarWasReplaced_saysWhyItStays() throws IOException {
    Path jar = jar("p.jar", "old");
    Path next = jar("next.jar", "new");
    List<String> warnings = new ArrayList<>();
    try (Interpreter interpreter =
        Interpreter.builder()
            .path(jar.toString())
            .onWarning(warning -> warnings.add(warning.message()))
            .build()) {
      ModuleObject module = interpreter.importModule("plug");
      interpreter.reload(module);
      assertThat(warnings).isEmpty();
      replace(jar, next, false);

      interpreter.reload(module);

      assertThat(module.call("text")).isEqualTo("old");
      assertThat(warnings).hasSize(1);
      assertThat(warnings.getFirst())
          .startsWith("module 'plug' was not reloaded: '%s' has changed".formatted(jar));
    }
  }

  @Test
  void reload_ofAModuleWhoseJarIsGone_doesNotFindIt() throws IOException {
    Path jar = jar("p.jar", "old");
    try (Interpreter interpreter = Interpreter.builder().path(jar.toString()).build()) {
      ModuleObject module = interpreter.importModule("plug");
      Files.delete(jar);

      assertThatExceptionOfType(ModuleNotFoundException.class)
          .isThrownBy(() -> interpreter.reload(module))
          .withMessageContaining("spec not found for the module 'plug'")
          .withMessageContaining("is not there any longer");
      assertThat(module.call("late")).isEqualTo("old");
    }
  }

  @Test
  void classPathOfTheManifest_isFollowed() throws IOException {
    TestJars.ofTexts(folder.resolve("more things.jar"), Map.of("plugin/note.txt", "beside"));
    Map<String, String> files = new HashMap<>();
    files.put("plugin/Provider.java", PROVIDER);
    files.put("plugin/Late.java", "package plugin; class Late { static Object VALUE = 1; }");
    files.put(
        "META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\nClass-Path: gone.jar p.jar more%20things.jar http://h/x.jar\n");
    Path jar = TestJars.ofSources(folder.resolve("p.jar"), files);
    try (Interpreter interpreter = Interpreter.builder().path(jar.toString()).build()) {
      assertThat(interpreter.importModule("plug").call("text")).isEqualTo("beside");
    }
  }
}
