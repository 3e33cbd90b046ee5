// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.function.ModuleFunction;
import dev.tenon.spi.Defs;
import dev.tenon.spi.Modules;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleDefTest {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  static final class Counter {
    private long value;

    long next() {
      return ++value;
    }

    long add(long amount) {
      return value += amount;
    }
  }

  private static List<String> texts(ModuleDef def) {
    return def.faults().stream().map(DescriptorFault::text).toList();
  }

  private static String onlyFault(ModuleDef.Builder builder) {
    List<String> texts = texts(builder.build());
    assertThat(texts).hasSize(1);
    return texts.getFirst();
  }

  @Nested
  class Description {

    @Test
    void build_everything_canBeReadBack() {
      ModuleSlot.ExecBody body = module -> {};
      ModuleDef def =
          ModuleDef.of("counter")
              .doc("Counts.")
              .dynamic("f", "Does.", (module, arguments) -> null)
              .constant("one", 1L)
              .constant("none", null)
              .exec(body)
              .interpreters(InterpreterSupport.ISOLATED)
              .threads(ThreadSupport.FREE)
              .build();

      assertThat(def.name()).isEqualTo("counter");
      assertThat(def.doc()).isEqualTo("Counts.");
      assertThat(def.functions()).extracting(FunctionDef::name).containsExactly("f");
      assertThat(def.constants()).containsExactly(entry("one", 1L), entry("none", null));
      assertThat(def.findSlot(ModuleSlot.Exec.class)).hasValue(new ModuleSlot.Exec(body));
      assertThat(def.interpreters()).isEqualTo(InterpreterSupport.ISOLATED);
      assertThat(def.threads()).isEqualTo(ThreadSupport.FREE);
      assertThat(def.faults()).isEmpty();
      assertThat(def).hasToString("<ModuleDef 'counter'>");
    }

    @Test
    void build_nothing_hasTheDefaults() {
      ModuleDef def = ModuleDef.of("empty").build();

      assertThat(def.doc()).isNull();
      assertThat(def.stateSize()).isZero();
      assertThat(Defs.stateOpener(def)).isNull();
      assertThat(def.interpreters()).isEqualTo(InterpreterSupport.SHARED);
      assertThat(def.threads()).isEqualTo(ThreadSupport.SERIALIZED);
      assertThat(def.findSlot(ModuleSlot.Create.class)).isEmpty();
    }

    @Test
    void build_laterChangesOfTheBuilder_doNotReachIt() {
      ModuleDef.Builder builder = ModuleDef.of("m");
      ModuleDef def = builder.build();
      builder.constant("late", 1L).exec(module -> {});

      assertThat(def.constants()).isEmpty();
      assertThat(def.slots()).isEmpty();
    }

    @Test
    void slots_ofOneKind_keepTheirOrder() {
      ModuleSlot.ExecBody first = module -> {};
      ModuleSlot.ExecBody second = module -> {};
      ModuleDef def =
          ModuleDef.of("m").exec(first).main((module, arguments) -> 0).exec(second).build();

      assertThat(def.slots(ModuleSlot.Exec.class))
          .extracting(ModuleSlot.Exec::body)
          .containsExactly(first, second);
    }
  }

  @Nested
  class State {

    private final ModuleDef def =
        ModuleDef.of("counter")
            .state(Counter.class, Counter::new)
            .typed("next", "(state) -> i64", "Count.", LOOKUP)
            .typed("add", "(state, i64) -> i64", "Add.", LOOKUP)
            .build();

    private ModuleObject instance() {
      ModuleObject module = Modules.create(def, "counter", null);
      Modules.attach(module, def, Defs.stateOpener(def).open(module));
      return module;
    }

    private Object call(ModuleObject module, int index, Object... arguments) {
      return new ModuleFunction(def.functions().get(index), module, ThreadSupport.FREE, "counter")
          .call(arguments);
    }

    @Test
    void state_eachInstance_hasItsOwn() {
      ModuleObject first = instance();
      ModuleObject second = instance();

      assertThat(call(first, 0)).isEqualTo(1L);
      assertThat(call(first, 1, 10)).isEqualTo(11L);
      assertThat(call(second, 0)).isEqualTo(1L);
    }

    @Test
    void state_afterRelease_cannotBeUsed() {
      ModuleObject module = instance();
      ModuleFunction next =
          new ModuleFunction(def.functions().getFirst(), module, ThreadSupport.FREE, "counter");
      next.call();
      Modules.stateOf(module).release();

      String closed =
          "module 'counter' was closed with its interpreter; import it again in an open one";
      assertThatThrownBy(next::call).isInstanceOf(InterpreterError.class).hasMessage(closed);
      assertThatThrownBy(() -> module.state(Counter.class))
          .isInstanceOf(InterpreterError.class)
          .hasMessage(closed);
    }

    @Test
    void state_makerGivesNothing_isRefused() {
      ModuleDef bad = ModuleDef.of("bad").state(Counter.class, () -> null).build();

      assertThatNullPointerException()
          .isThrownBy(() -> Defs.stateOpener(bad).open(new ModuleObject("bad")))
          .withMessage("a state maker must not return null");
    }

    @Test
    void state_ofSizeZero_keepsItsOpener() {
      ModuleDef.StateOpener opener = module -> null;

      assertThat(Defs.stateOpener(ModuleDef.of("m").state(0, opener).build())).isSameAs(opener);
    }
  }

  @Nested
  class Faults {

    @Test
    void stateSize_negative() {
      assertThat(onlyFault(ModuleDef.of("m").state(-1, module -> null)))
          .isEqualTo(
              "state size: module m: m_size may not be negative for multi-phase initialization,"
                  + " found -1; expected 0 for no state or the size of the state;"
                  + " declare the size of the state struct");
    }

    @Test
    void slots_repeated_namesTheSlot() {
      assertThat(
              onlyFault(
                  ModuleDef.of("m")
                      .exec(module -> {})
                      .exec(module -> {})
                      .threads(ThreadSupport.FREE)
                      .threads(ThreadSupport.SERIALIZED)))
          .isEqualTo(
              "slot 3 (threads): module m has multiple threads slots; expected at most one;"
                  + " keep one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "two words", "dash-ed", "dot.ted", "ende!"})
    void functionName_isNoIdentifier(String name) {
      assertThat(onlyFault(ModuleDef.of("m").dynamic(name, null, (module, arguments) -> null)))
          .isEqualTo(
              "functions[0]: the name '"
                  + name
                  + "'; expected an identifier: letters, digits and underscores, no digit first;"
                  + " rename the function");
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "_private", "__getattr__", "zähler", "名前", "a1"})
    void functionName_isAnIdentifier(String name) {
      assertThat(
              ModuleDef.of("m").dynamic(name, null, (module, arguments) -> null).build().faults())
          .isEmpty();
    }

    @Test
    void functionName_twice() {
      assertThat(
              onlyFault(
                  ModuleDef.of("m")
                      .dynamic("f", null, (module, arguments) -> null)
                      .dynamic("f", null, (module, arguments) -> null)))
          .isEqualTo(
              "functions[1]: a second attribute 'f'; expected each name once;"
                  + " rename or remove one of them");
    }

    @Test
    void constantName_clashesOrIsNoIdentifier() {
      ModuleDef def =
          ModuleDef.of("m")
              .dynamic("f", null, (module, arguments) -> null)
              .constant("f", 1L)
              .constant("two words", 2L)
              .constant("g", 3L)
              .constant("g", 4L)
              .build();

      assertThat(texts(def))
          .containsExactlyInAnyOrder(
              "constants: a second attribute 'f'; expected each name once;"
                  + " rename or remove one of them",
              "constants: the name 'two words'; expected an identifier: letters, digits and"
                  + " underscores, no digit first; rename the constant",
              "constants: a second constant 'g'; expected each name once;"
                  + " rename or remove one of them");
    }

    @Test
    void signature_doesNotParse_namesFunctionAndColumn() {
      ModuleDef def =
          ModuleDef.of("m")
              .typed("one", "(i65) -> void", null, signature -> null)
              .typed("two", "(i64) -> what", null, signature -> null)
              .build();

      assertThat(texts(def))
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .startsWith("functions[0] 'one': cannot read the signature '(i65) -> void'")
                      .contains("at column 2"),
              second ->
                  assertThat(second)
                      .startsWith("functions[1] 'two': cannot read the signature '(i64) -> what'")
                      .contains("at column 10"));
    }

    @Test
    void signature_faultyFunction_stillCountsForNamesAndPositions() {
      ModuleDef def =
          ModuleDef.of("m")
              .typed("one", "(i65) -> void", null, signature -> null)
              .dynamic("one", null, (module, arguments) -> null)
              .build();

      assertThat(texts(def)).hasSize(2);
      assertThat(texts(def).get(1)).startsWith("functions[1]: a second attribute 'one'");
    }

    @Test
    void stateMethod_missing_namesIt() {
      assertThat(
              onlyFault(
                  ModuleDef.of("m")
                      .state(Counter.class, Counter::new)
                      .typed("next", "(state, i64) -> i64", null, LOOKUP)))
          .startsWith("functions[0] 'next': Counter has no method next(long)long");
    }

    @Test
    void stateMethod_notAccessible_saysSo() {
      assertThat(
              onlyFault(
                  ModuleDef.of("m")
                      .state(Counter.class, Counter::new)
                      .typed("next", "(state) -> i64", null, MethodHandles.publicLookup())))
          .startsWith("functions[0] 'next': ")
          .contains("Counter.next is not accessible");
    }

    @Test
    void stateMethod_withoutState_saysWhatIsMissing() {
      assertThat(onlyFault(ModuleDef.of("m").typed("next", "(state) -> i64", null, LOOKUP)))
          .startsWith(
              "functions[0] 'next': 'next' is a method of the state object, but the module"
                  + " declares no state class before it");
      assertThat(
              onlyFault(
                  ModuleDef.of("m")
                      .state(Counter.class, Counter::new)
                      .typed("next", "() -> i64", null, LOOKUP)))
          .startsWith(
              "functions[0] 'next': 'next' is a method of the state object, but its signature"
                  + " () -> i64 does not begin with state");
    }

    @Test
    void all_areReportedAtOnce() {
      ModuleDef def =
          ModuleDef.of("m")
              .state(-1, module -> null)
              .dynamic("1", null, (module, arguments) -> null)
              .typed("t", "nonsense", null, signature -> null)
              .threads(ThreadSupport.FREE)
              .threads(ThreadSupport.FREE)
              .build();

      assertThat(def.faults()).hasSize(4);
    }
  }
}
