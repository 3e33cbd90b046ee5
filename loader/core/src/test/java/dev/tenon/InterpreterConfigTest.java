// SPDX-License-Identifier: Apache-2.0
package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.event.AuditHook;
import dev.tenon.search.LinkPolicy;
import dev.tenon.value.Warning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A configuration is a value: it can be kept, changed a little, and opened any number of times.
class InterpreterConfigTest {

  private final List<String> events = new ArrayList<>();
  private final AuditHook hook = (event, _) -> events.add(event);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Warning> warnings = new ArrayList<>();

  private InterpreterConfig whole() {
    return InterpreterConfig.builder()
        .name("first")
        .path("one", "two")
        .arguments("a")
        .isolated(true)
        .links(LinkPolicy.ANYWHERE)
        .force("forced")
        .privateImage("private")
        .privateLibrary("libold.so.1")
        .allowNative("allowed", "both")
        .denyNative("both")
        .nativeBackend("ffm")
        .auditHook(hook)
        .inheritAuditHooks(false)
        .allowReferences("pickled")
        .check("checked")
        .failCall(3)
        .output(output)
        .errorOutput(output)
        .onWarning(warnings::add)
        .build();
  }

  @Test
  void toBuilder_says_allThatTheConfigurationSays() {
    InterpreterConfig config = whole();

    assertThat(config.toBuilder().build()).usingRecursiveComparison().isEqualTo(config);
  }

  @Test
  void toBuilder_changed_leavesTheConfigurationAsItWas() {
    InterpreterConfig config = whole();

    InterpreterConfig changed = config.toBuilder().name("second").noPath().path("three").build();

    assertThat(config.name()).isEqualTo("first");
    assertThat(config.path()).containsExactly("one", "two");
    assertThat(changed.name()).isEqualTo("second");
    assertThat(changed.path()).containsExactly("three");
    assertThat(changed.allowsNative("allowed")).isTrue();
    assertThat(changed.allowsNative("both")).isFalse();
    assertThat(changed.forces("forced")).isTrue();
    assertThat(changed.auditHooks()).containsExactly(hook);
  }

  @Test
  void open_twice_givesTwoInterpreters() {
    InterpreterConfig config = InterpreterConfig.builder().name("twin").output(output).build();

    try (Interpreter one = Interpreter.open(config);
        Interpreter other = Interpreter.open(config)) {
      one.out().print("one ");
      other.out().print("other");
      one.main().set("x", 1L);

      assertThat(other.main().has("x")).isFalse();
      assertThat(one.config()).isSameAs(other.config());
    }
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("one other");
  }

  @Test
  void newModule_livesInItsInterpreter() {
    try (Interpreter interpreter = Interpreter.create()) {
      assertThat(interpreter.newModule("by.hand").interpreter())
          .isSameAs(interpreter.main().interpreter());
      assertThat(interpreter.modules().contains("by.hand")).isFalse();
    }
  }
}
