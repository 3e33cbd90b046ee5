// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.Interpreter;
import dev.tenon.error.Phase;
import dev.tenon.event.PhaseEffects;
import dev.tenon.event.PhaseEvent;
import dev.tenon.event.PhaseListener;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.ModuleObject;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Imports modules and prints what their phases did; it runs in a process of its own.
final class EffectsProgram {

  private EffectsProgram() {}

  public static void main(String[] arguments) {
    MemoryFinder memory = new MemoryFinder();
    memory.add("outer", EffectsProgram::runOuter).add("inner", EffectsProgram::runInner);
    try (Interpreter interpreter = Interpreter.builder().path(arguments[0]).build()) {
      interpreter.imports().metaPath().addFirst(memory);
      interpreter.addPhaseListener(event -> {});
      interpreter.addPhaseListener(
          new PhaseListener() {
            @Override
            public void onPhase(PhaseEvent event) {
              print(event);
            }

            @Override
            public boolean wantsEffects() {
              return true;
            }
          });
      interpreter.importModule("effects");
      interpreter.importModule("outer");
    }
  }

  private static void print(PhaseEvent event) {
    PhaseEffects effects = event.effects();
    if (effects == null || (event.phase() != Phase.EXEC && event.phase() != Phase.MAP)) {
      return;
    }
    String name = event.module() + " " + event.phase();
    System.out.printf("%s allocates %b%n", name, effects.nativeBytes() >= 100_000);
    effects
        .effects()
        .forEach(each ->
            System.out.printf(
                "%s %s %s %s %d%n",
                name, each.kind(), each.subject(), each.library(), each.error()));
  }

  private static void runOuter(ModuleObject module) throws Exception {
    Files.writeString(Path.of("outer.txt"), "x");
    module.set("level", System.getenv("EFFECTS_LEVEL"));
    Interpreter.current().importModule("inner");
    new ProcessBuilder("sh", "-c", "exit 0").start().waitFor();
  }

  private static void runInner(ModuleObject module) throws InterruptedException, IOException {
    try (FileInputStream file = new FileInputStream("outer.txt")) {
      module.set("first", file.read());
    }
    Thread thread = new Thread(() -> {});
    thread.start();
    thread.join();
  }
}
