// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenon.Interpreter;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.event.Refusal;
import dev.tenon.event.Taint;
import dev.tenon.imports.ImportSystem;
import dev.tenon.imports.MemoryFinder;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ThreadSupport;
import dev.tenon.value.Warning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What modules declare about interpreters and threads, held against every kind of interpreter
/// before any code of theirs runs.
class InterpreterSupportTest {

  /// The kinds of interpreters.
  enum Kind {
    MAIN,
    MAIN_ISOLATED,
    SUB,
    SUB_ISOLATED
  }

  /// The languages of modules.
  enum Language {
    C,
    JAVA
  }

  /// A module that declares something, and an interpreter that it is imported in.
  record Combination(
      InterpreterSupport support, ThreadSupport threads, Language language, Kind kind) {

    String module() {
      return (support + "_" + threads).toLowerCase(Locale.ROOT);
    }

    boolean isAccepted() {
      return switch (support) {
        case NOT_SUPPORTED -> kind == Kind.MAIN;
        case SHARED -> kind == Kind.MAIN || kind == Kind.SUB;
        case ISOLATED -> true;
      };
    }
  }

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Warning> warnings = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final MemoryFinder finder = new MemoryFinder();
  private final Interpreter main = open(Interpreter.builder().path(NativeWorld.FIXTURES));

  @AfterEach
  void closeMain() {
    main.close();
  }

  private Interpreter open(Interpreter.Builder config) {
    Interpreter made =
        config
            .output(output)
            .onWarning(warnings::add)
            .inheritAuditHooks(false) // each has its own
            .auditHook((event, arguments) -> {
              if (event.equals("tenon.refused")) {
                events.add(event + " " + arguments.getFirst());
              }
            })
            .build();
    made.imports().metaPath().addFirst(finder);
    return made;
  }

  private Interpreter.Builder kind(Kind kind) {
    return switch (kind) {
      case MAIN, MAIN_ISOLATED ->
          Interpreter.builder().path(NativeWorld.FIXTURES).isolated(kind == Kind.MAIN_ISOLATED);
      case SUB, SUB_ISOLATED -> main.subinterpreter().isolated(kind == Kind.SUB_ISOLATED);
    };
  }

  private void describe(Combination combination) {
    if (combination.language() == Language.JAVA) {
      finder.add(
          ModuleDef.of(combination.module())
              .interpreters(combination.support())
              .threads(combination.threads())
              .exec(_ -> output.writeBytes("ran\n".getBytes(StandardCharsets.UTF_8)))
              .build());
    }
  }

  static Stream<Combination> combinations() {
    List<Combination> all = new ArrayList<>();
    for (InterpreterSupport support : InterpreterSupport.values()) {
      for (ThreadSupport threads : ThreadSupport.values()) {
        for (Language language : Language.values()) {
          for (Kind kind : Kind.values()) {
            all.add(new Combination(support, threads, language, kind));
          }
        }
      }
    }
    return all.stream();
  }

  private String written() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  @Case({"INTERP-02", "INTERP-03"})
  void module_inAKindOfInterpreter_isLetInOrRefusedBeforeItRuns(Combination combination) {
    describe(combination);
    String name = combination.module();
    try (Interpreter interpreter = open(kind(combination.kind()))) {
      if (combination.isAccepted()) {
        interpreter.importModule(name);

        assertThat(written()).isEqualTo("ran\n");
        assertThat(interpreter.refusals()).isEmpty();
      } else {
        assertThatExceptionOfType(ExtensionLoadException.class)
            .isThrownBy(() -> interpreter.importModule(name))
            .withMessageContaining(
                "module %s does not support loading in subinterpreters".formatted(name))
            .satisfies(error -> assertThat(error.phase()).isEqualTo(Phase.CHECK));

        assertThat(written()).isEmpty();
        assertThat(interpreter.modules().contains(name)).isFalse();
        assertThat(interpreter.refusals()).extracting(Refusal::module).containsExactly(name);
        assertThat(events).containsExactly("tenon.refused " + name);
      }
      assertThat(interpreter.taints()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void module_forcedIn_runsAndTaintsTheInterpreter(Combination combination) {
    describe(combination);
    String name = combination.module();
    try (Interpreter interpreter = open(kind(combination.kind()).name("tenant").force(name))) {
      interpreter.importModule(name);

      assertThat(written()).isEqualTo("ran\n");
      if (combination.isAccepted()) {
        assertThat(interpreter.taints()).isEmpty();
        assertThat(interpreter.toString()).endsWith("nterpreter 'tenant'>");
      } else {
        assertThat(interpreter.taints()).containsExactly(new Taint(name, combination.support()));
        assertThat(interpreter.toString())
            .endsWith("nterpreter 'tenant' tainted by %s>".formatted(name));
        assertThat(warnings).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SUB", "SUB_ISOLATED"})
  @Case("INTERP-04")
  void check_switchedForABlock_decidesThereAlone(Kind kind) throws Exception {
    String name = "not_supported_serialized";
    try (Interpreter off = open(kind(kind));
        Interpreter on = open(kind(kind).force("*"))) {
      ImportSystem imports = off.imports();
      assertThat(imports.checkingExtensions(false, () -> imports.importModule(name))).isNotNull();
      assertThat(off.taints()).containsExactly(new Taint(name, InterpreterSupport.NOT_SUPPORTED));

      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(
              () -> on.imports().checkingExtensions(true, () -> on.imports().importModule(name)));
      assertThat(on.importModule(name).call("count")).isEqualTo(1L);
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> off.importModule("not_supported_free"));
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void moduleWithoutSupport_inASecondMainInterpreter_waitsUntilTheFirstIsClosed(Language language) {
    Combination combination =
        new Combination(
            InterpreterSupport.NOT_SUPPORTED, ThreadSupport.SERIALIZED, language, Kind.MAIN);
    describe(combination);
    String name = combination.module();
    try (Interpreter second = open(kind(Kind.MAIN))) {
      try (Interpreter first = open(kind(Kind.MAIN).name("first"))) {
        first.importModule(name);
        first.modules().remove(name);
        first.importModule(name);

        assertThatExceptionOfType(ExtensionLoadException.class)
            .isThrownBy(() -> second.importModule(name))
            .withMessageContaining(
                "module %s does not support several interpreters, and <Interpreter 'first'> has it"
                    .formatted(name));
        assertThat(written()).isEqualTo("ran\nran\n");
      }
      assertThat(second.importModule(name)).isNotNull();
    }
  }

  @Test
  void nativeModule_notAllowedByName_isRefusedBeforeItsLibraryIsMapped() {
    describe(
        new Combination(InterpreterSupport.SHARED, ThreadSupport.FREE, Language.JAVA, Kind.MAIN));
    try (Interpreter interpreter =
            open(kind(Kind.MAIN).allowNative("isolated_f*", "levels.*", "isolated_serial.*"));
        Interpreter none = open(kind(Kind.MAIN).allowNative());
        Interpreter denied = open(kind(Kind.MAIN).denyNative("isolated_free"))) {
      assertThat(interpreter.importModule("isolated_free").call("count")).isEqualTo(1L);
      assertThat(interpreter.importModule("shared_free")).isNotNull();
      assertThat(denied.importModule("isolated_serialized")).isNotNull();
      for (Interpreter refusing : List.of(interpreter, none)) {
        assertThatExceptionOfType(ExtensionLoadException.class)
            .isThrownBy(() -> refusing.importModule("isolated_serialized"))
            .withMessageContainingAll(
                "does not allow the native module 'isolated_serialized'",
                "allowNative(\"isolated_serialized\")");
        assertThat(refusing.refusals())
            .extracting(Refusal::module, Refusal::origin)
            .containsExactly(
                tuple("isolated_serialized", NativeWorld.FIXTURES.resolve("levels.so").toString()));
      }
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> denied.importModule("isolated_free"));
    }
  }

  @Test
  void subinterpreter_ofOneThatForbidsANativeModule_mayNotAllowIt() {
    try (Interpreter strict = open(kind(Kind.MAIN).denyNative("isolated_*", "isolated_free"));
        Interpreter sub = open(strict.subinterpreter().allowNative("*"))) {
      assertThatExceptionOfType(ExtensionLoadException.class)
          .isThrownBy(() -> sub.importModule("isolated_free"));
      assertThat(sub.importModule("shared_free")).isNotNull();
    }
  }
}
