// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Loads, calls and reloads a module on some threads while another one overwrites, replaces, cuts
/// off and deletes its library.
final class ReplacingProgram {

  private static final Set<Object> VERSIONS = Set.of(1L, 2L);

  private ReplacingProgram() {}

  /// Runs some rounds.
  ///
  /// @param arguments the folder of the module, that of both versions, and how many rounds
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path built = Path.of(arguments[1]);
    AtomicBoolean isOver = new AtomicBoolean();
    Thread changes = Thread.ofPlatform().start(() -> change(folder, built, isOver));
    List<Thread> users = new ArrayList<>();
    for (int user = 0; user < 3; user++) {
      users.add(Thread.ofPlatform().start(() -> use(folder, Integer.parseInt(arguments[2]))));
    }
    for (Thread user : users) {
      user.join();
    }
    isOver.set(true);
    changes.join();
    System.out.println("all rounds done");
  }

  private static void change(Path folder, Path built, AtomicBoolean isOver) {
    Path module = folder.resolve("counted.so");
    try {
      for (int round = 0; !isOver.get(); round++) {
        Path next = built.resolve("counted%d.so".formatted(round % 2 + 1));
        switch (round % 5) {
          case 0 -> Files.write(module, Files.readAllBytes(next));
          case 1 -> Files.copy(next, module, StandardCopyOption.REPLACE_EXISTING);
          case 2 -> {
            Path beside = Files.copy(next, folder.resolve("new"));
            Files.move(beside, module, StandardCopyOption.ATOMIC_MOVE);
          }
          case 3 -> {
            Files.write(module, new byte[0]);
            Files.write(module, Files.readAllBytes(next));
          }
          default -> {
            Files.delete(module);
            Files.copy(next, module);
          }
        }
      }
    } catch (IOException e) {
      System.out.println("WRONG " + e);
    }
  }

  private static void use(Path folder, int rounds) {
    for (int round = 0; round < rounds; round++) {
      try (Interpreter interpreter = Interpreter.builder().path(folder).build()) {
        ModuleObject module = interpreter.importModule("counted");
        check(module);
        try {
          interpreter.reload(module);
        } catch (ImportException _) {
          // The file was not there, or not whole.
        }
        check(module);
        check(interpreter.importModule("counted"));
      } catch (ImportException _) {
        // As above.
      }
    }
  }

  private static void check(ModuleObject module) {
    Object version = module.call("version");
    if (!VERSIONS.contains(version)) {
      System.out.println("WRONG version " + version);
    }
  }
}
