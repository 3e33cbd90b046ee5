// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.imports.load.ExtensionLoader;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import dev.tenon.run.RunPy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules that declare that a process can load them once.
class OncePerProcessTest {

  @TempDir private Path folder;

  @BeforeEach
  void copyFixture() throws IOException {
    // A library of its own for each test: the fixture itself stays as it is.
    Files.copy(NativeWorld.FIXTURES.resolve("once.so"), folder.resolve("once.so"));
  }

  private void assertRefused(NativeWorld world) {
    assertThatExceptionOfType(ExtensionLoadException.class)
        .isThrownBy(() -> world.load("once"))
        .withMessageContainingAll(
            "cannot load module more than once per process", "as 'once'", "another process")
        .satisfies(error -> {
          assertThat(error.phase()).isEqualTo(Phase.CHECK);
          assertThat(error.path()).isEqualTo(folder.resolve("once.so").toString());
        });
    assertThat(world.isRegistered("once")).isFalse();
  }

  @Test
  void secondLoad_inAnyInterpreter_isRefused() {
    try (NativeWorld second = new NativeWorld(folder)) {
      try (NativeWorld first = new NativeWorld(folder)) {
        assertThat(first.load("once").get("ran")).isEqualTo(1L);
        assertThat(first.load("once").get("ran")).isEqualTo(1L);
        assertRefused(second);

        first.interpreter().modules().remove("once");
        assertRefused(first);
      }
      assertRefused(second);
    }
  }

  @Test
  void loadThatEndedBeforeExec_doesNotCount() {
    try (NativeWorld first = new NativeWorld(folder);
        NativeWorld second = new NativeWorld(folder)) {
      for (String phase : List.of("tenon.check", "tenon.create", "tenon.state", "tenon.exec")) {
        refuse(phase);
      }
      assertThat(second.load("once").get("ran")).isEqualTo(1L);
      assertRefused(first);
    }
  }

  /// Lets an audit hook forbid a phase of the load.
  private void refuse(String phase) {
    try (NativeWorld world = new NativeWorld(folder)) {
      world
          .interpreter()
          .addAuditHook((event, arguments) -> {
            if (event.equals(phase)) {
              throw new ValueError("forbidden");
            }
          });
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> world.load("once"));
    }
  }

  @Test
  void adoption_afterALoad_isRefusedAndMainStaysAsItWas() {
    try (NativeWorld first = new NativeWorld(folder);
        NativeWorld second = new NativeWorld(folder)) {
      first.load("once");
      List<String> before = List.copyOf(second.interpreter().main().namespace().keySet());

      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> new RunPy(second.interpreter()).runModuleAsMain("once", List.of()))
          .withMessageContaining("cannot load module more than once per process");

      assertThat(second.interpreter().main().namespace().keySet())
          .containsExactlyElementsOf(before);
    }
  }

  @Test
  void adoption_first_countsAsTheLoad() throws Exception {
    try (NativeWorld first = new NativeWorld(folder);
        NativeWorld second = new NativeWorld(folder)) {
      assertThat(new RunPy(first.interpreter()).runModuleAsMain("once", List.of())).isEqualTo(3);

      assertRefused(second);
    }
  }

  @Test
  void execThatFails_inJava_usesTheLoadUp() {
    AtomicInteger runs = new AtomicInteger();
    ModuleDef def =
        ModuleDef.of("m")
            .slot(new ModuleSlot.OncePerProcess())
            .exec(module -> {
              runs.incrementAndGet();
              throw new ValueError("the body fails");
            })
            .build();
    try (World world = new World()) {
      world.finder().add(def);
      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> world.load("m"));

      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> world.load("m"))
          .withMessageContaining("once per process");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void createThatFails_inJava_givesTheLoadBack() {
    AtomicInteger runs = new AtomicInteger();
    ModuleDef def =
        ModuleDef.of("m")
            .slot(new ModuleSlot.OncePerProcess())
            .create((spec, itself) -> {
              if (runs.getAndIncrement() == 0) {
                throw new ValueError("not yet");
              }
              return "made";
            })
            .build();
    try (World world = new World()) {
      ModuleSpec spec = ModuleSpec.of("m", new ExtensionLoader(_ -> def)).build();
      assertThatExceptionOfType(ValueError.class)
          .isThrownBy(() -> world.imports().moduleFromSpec(spec));

      assertThat(world.imports().moduleFromSpec(spec)).isEqualTo("made");
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> world.imports().moduleFromSpec(spec));
    }
  }
}
