// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.ModuleWatch;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `interpreter.watch()`, while a library that a module needs is written in the ways of compilers,
/// editors and package managers.
class WatchedLibraryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final List<ModuleWatch.Change> changes = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Path modules;
  private byte[] later;

  /// How the bytes of a file become others.
  enum Writing {
    RENAME {
      @Override
      void write(Path file, byte[] bytes) throws IOException {
        Path made = Files.write(file.resolveSibling("made.tmp"), bytes);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    OVERWRITE {
      @Override
      void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
      }
    },
    CUT_OFF_FIRST {
      @Override
      void write(Path file, byte[] bytes) throws Exception {
        try (OutputStream slow = Files.newOutputStream(file)) {
          slow.write(bytes, 0, bytes.length / 2);
          slow.flush();
          Thread.sleep(150);
          slow.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
      }
    },
    DELETE_AND_BACK {
      @Override
      void write(Path file, byte[] bytes) throws Exception {
        Files.delete(file);
        Thread.sleep(500);
        Files.write(file, bytes);
      }
    },
    LINK_SWAP {
      @Override
      void write(Path file, byte[] bytes) throws IOException {
        Path other = Files.createDirectories(file.resolveSibling("other")).resolve("real.so");
        Files.write(other, bytes);
        Path link = Files.createSymbolicLink(file.resolveSibling("link.tmp"), other);
        Files.move(link, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    DIRECTORY_SWAP {
      @Override
      void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.getParent();
        Path next = Files.createDirectory(folder.resolveSibling("next"));
        try (var files = Files.list(folder)) {
          for (Path each : files.toList()) {
            Files.copy(each, next.resolve(each.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
          }
        }
        Files.write(next.resolve(file.getFileName()), bytes);
        Files.move(folder, folder.resolveSibling("former"));
        Files.move(next, folder);
      }
    },
    THOUSAND_TIMES {
      @Override
      void write(Path file, byte[] bytes) throws IOException {
        for (int time = 0; time < 1_000; time++) {
          Files.write(file, bytes);
        }
      }
    };

    abstract void write(Path file, byte[] bytes) throws Exception;
  }

  @BeforeEach
  void build() throws Exception {
    Path built = Files.createDirectory(folder.resolve("built"));
    JarWorld world = new JarWorld(built);
    modules = Files.createDirectory(folder.resolve("modules"));
    Files.write(modules.resolve("libbase.so"), world.base(1));
    Files.write(modules.resolve("m.so"), world.moduleWithBase("m", "-Wl,-rpath,$ORIGIN"));
    later = world.base(2);
  }

  private Interpreter interpreter() {
    return Interpreter.builder()
        .path(modules.toString())
        .onWarning(warning -> warnings.add(warning.message()))
        .build();
  }

  private static long valueInNewInterpreter(Path modules) {
    try (Interpreter other = Interpreter.builder().path(modules.toString()).build()) {
      return (long) Objects.requireNonNull(other.importModule("m").call("value"));
    }
  }

  /// The module declares no greater state version, so that it cannot be reloaded; that is tried.
  @ParameterizedTest
  @EnumSource
  void library_thatAModuleNeeds_isWatched(Writing writing) throws Exception {
    try (Interpreter interpreter = interpreter();
        ModuleWatch _ = interpreter.watch(changes::add)) {
      ModuleObject module = interpreter.importModule("m");
      assertThat(module.call("value")).isEqualTo(1L);
      Thread.sleep(600); // the watch has seen the module

      writing.write(modules.resolve("libbase.so"), later);

      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(warnings).anyMatch(text -> text.contains("'m' was not reloaded")));
      assertThat(module.call("value")).isEqualTo(1L);
      assertThat(valueInNewInterpreter(modules)).isEqualTo(2L);
    }
  }

  @Test
  void library_thatIsBroken_keepsTheModule() throws Exception {
    try (Interpreter interpreter = interpreter();
        ModuleWatch _ = interpreter.watch(changes::add)) {
      ModuleObject module = interpreter.importModule("m");
      Thread.sleep(600);

      Files.writeString(modules.resolve("libbase.so"), "no library");
      Awaitility.await().atMost(PATIENCE).until(() -> !changes.isEmpty());

      assertThat(changes.getFirst().failure()).hasMessageContaining("libbase.so");
      assertThat(module.call("value")).isEqualTo(1L);
    }
  }
}
