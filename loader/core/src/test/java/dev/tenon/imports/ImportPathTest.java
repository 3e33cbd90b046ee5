// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The way from the call of a host to the exec slot of a module, which the stack shows.
final class ImportPathTest {

  private static final int MOST = 16;

  @Test
  void importOfAnExtension_reachesItsSlotByFewMethods_andEntersNoClassTwice() {
    List<StackWalker.StackFrame> frames = new ArrayList<>();
    ModuleDef def =
        ModuleDef.of("reached")
            .exec(_ -> frames.addAll(StackWalker.getInstance().walk(all -> all.toList())))
            .build();
    MemoryFinder finder = new MemoryFinder();
    finder.add(def);
    try (Interpreter interpreter = Interpreter.builder().build()) {
      interpreter.imports().metaPath().add(finder);
      ModuleObject module = interpreter.importModule("reached");
      assertThat(module.name()).isEqualTo("reached");
    }

    List<String> own =
        frames.stream()
            .map(StackWalker.StackFrame::getClassName)
            .filter(name -> name.startsWith("dev.tenon.") && !name.contains("ImportPathTest"))
            .toList();
    assertThat(own).last().isEqualTo(Interpreter.class.getName());
    assertThat(own).as(frames.toString()).hasSizeBetween(2, MOST);
    List<String> entered = new ArrayList<>();
    for (String name : own) {
      if (entered.isEmpty() || !entered.getLast().equals(name)) {
        entered.add(name);
      }
    }
    assertThat(entered).as(frames.toString()).hasSameSizeAs(new LinkedHashSet<>(entered));
  }
}
