// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.Interpreter;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.KeyboardInterrupt;
import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.ValueError;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.TenonCallable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Throwable> errors = new ArrayList<>();
  @AutoClose private Interpreter interpreter;

  @BeforeEach
  void addModule() {
    interpreter = Interpreter.builder().output(output).build();
    ModuleObject module = interpreter.newModule("things");
    module.set("unit", "cm");
    module.set("echo", new Echo());
    module.set("inner", interpreter.newModule("things.inner"));
    interpreter.modules().put("things", module);
  }

  /// Gives back what it is called with.
  private static final class Echo implements TenonCallable {
    @Override
    public @Nullable Object call(@Nullable Object... arguments) {
      return List.of(arguments);
    }

    @Override
    public @Nullable Object callWith(
        Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
      return List.of(List.of(arguments), keywords);
    }
  }

  private boolean piped(Language language, String input) throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(input.getBytes(UTF_8));
    return new Repl(
            interpreter,
            language,
            new PipedLines(stream, language),
            errors::add,
            () -> errors.add(new AssertionError("abandoned")))
        .run();
  }

  private String shown(String input) throws IOException {
    assertThat(piped(Language.expressions(), input)).isTrue();
    assertThat(errors).isEmpty();
    return output.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "things.unit | 'cm'",
        "things.echo(1, -2, 0x1F, 2.5, 1e3) | [1, -2, 31, 2.5, 1000.0]",
        "things.echo('a', \"b'\", True, False, b'\\x00z') | ['a', \"b'\", True, False, b'\\x00z']",
        "things.echo([1, [2]], {'k': 3,}, ('in brackets')) | [[1, [2]], {'k': 3}, 'in brackets']",
        "things.echo(1, key='v', other=2) | [[1], {'key': 'v', 'other': 2}]",
        "things.echo('\\t\\u00e9\\\\') | ['\\té\\\\']",
        "things . echo ( 1 ) # and more | [1]",
        "x = things.echo(5); x; x[0]; x[-1] | [5]␤5␤5",
        "things.unit = 'mm'; things.unit | 'mm'",
        "m = {1: 2}; m['new'] = None; del m[1]; m | {'new': None}",
        "l = [1, 2]; l[0] = l; l[1] | 2",
        "None; 3; _ | 3␤3",
        "from things import unit, echo as call; call(unit) | ['cm']",
        "import things as t; t.unit | 'cm'",
        "things | <module 'things'>",
        "dir(things.inner) | ['__doc__', '__loader__', '__name__', '__package__', '__spec__']",
      })
  void expression_ofTheSmallLanguage_isShown(String entry, String expected) throws IOException {
    assertThat(shown("import things\n" + entry + "\n"))
        .isEqualTo(expected.replace('␤', '\n') + "\n");
  }

  @Test
  void entry_withOpenBrackets_goesOn() throws IOException {
    assertThat(shown("import things\nthings.echo(\n  1, # one\n\n  2)\n")).isEqualTo("[1, 2]\n");
  }

  @Test
  void names_areThoseOfMain() throws IOException {
    interpreter.main().set("before", 1L);

    assertThat(shown("before\nlater = 2\ndel before")).isEqualTo("1\n");
    assertThat(interpreter.main().namespace())
        .containsEntry("later", 2L)
        .doesNotContainKey("before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x = = 1 | SyntaxError: found '=', expected a value (<stdin>, line 1, column 5)",
        "1 2 | SyntaxError: found '2', expected ';' or the end of the line",
        "'abc | SyntaxError: unterminated string literal",
        "§ | SyntaxError: found '§', expected a name",
        "f() = 1 | SyntaxError: found '1', expected",
        "import import | SyntaxError: found 'import', expected a name",
        "99999999999999999999 | SyntaxError",
        "f(a=1, 2) | SyntaxError",
        "f(1 | SyntaxError: found ''not reached'', expected ','",
        "nothing | NameError: name 'nothing' is not defined",
        "import nothing | ModuleNotFoundError: No module named 'nothing'",
        "import things; things.none | AttributeError: module 'things' has no attribute 'none'",
        "x = 1; x.real | AttributeError: 'int' object has no attribute 'real'",
        "x = 1; x() | TypeError: 'int' object is not callable",
        "x = 1; x[0] | TypeError: 'int' object is not subscriptable",
        "x = [1]; x[1] | IndexError: list index out of range",
        "x = [1]; x['a'] | TypeError: list indices must be integers, not str",
        "x = {}; x['a'] | KeyError: 'a'",
        "dir(1) | TypeError: dir() takes one object with attributes",
        "reload(1) | TypeError: reload() takes one module",
      })
  void mistake_piped_isOneErrorAndTheEnd(String entry, String expected) throws IOException {
    assertThat(piped(Language.expressions(), entry + "\n'not reached'\n")).isFalse();
    assertThat(errors)
        .singleElement()
        .satisfies(error ->
            assertThat(((TenonError) error).summary().lines().findFirst().orElseThrow())
                .startsWith(expected));
    assertThat(output.toString(UTF_8)).doesNotContain("not reached");
  }

  @Test
  void syntaxError_laterInTheEntry_runsNothingOfIt() throws IOException {
    assertThat(piped(Language.expressions(), "x = 1; y = ")).isFalse();
    assertThat(interpreter.main().has("x")).isFalse();
  }

  @Test
  void exit_endsWithItsStatus() {
    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> piped(Language.expressions(), "exit(7)\nexit(8)"))
        .matches(exit -> exit.status() == 7);
    assertThatExceptionOfType(SystemExit.class)
        .isThrownBy(() -> piped(Language.expressions(), "quit()"))
        .matches(exit -> exit.status() == 0);
  }

  @Test
  void script_javaScript_keepsItsNames() throws IOException {
    String script =
        """
        var t = importModule('things')
        function twice(x) {
          return x + x
        }
        twice(t.unit)
        """;

    boolean isGood = piped(Language.script("js"), script);

    assertThat(errors).isEmpty();
    assertThat(isGood).isTrue();
    assertThat(output.toString(UTF_8)).endsWith("'cmcm'\n");
  }

  @Test
  void script_unknownLanguage_isRefused() {
    assertThatExceptionOfType(ValueError.class).isThrownBy(() -> Language.script("cobol"));
  }

  /// Entries that somebody types, and a Ctrl-C that a test presses.
  private static final class Typed implements Lines {
    private final Queue<String> entries;
    private Runnable interrupt = () -> {};

    Typed(String... entries) {
      this.entries = new ArrayDeque<>(List.of(entries));
    }

    @Override
    public @Nullable String next() {
      return entries.poll();
    }

    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public Runnable onInterrupt(Runnable action) {
      interrupt = action;
      return () -> interrupt = () -> {};
    }
  }

  private boolean typed(Typed lines, Runnable abandon) throws IOException {
    return new Repl(interpreter, Language.expressions(), lines, errors::add, abandon).run();
  }

  @Test
  void mistake_typed_doesNotEnd() throws IOException {
    assertThat(typed(new Typed("nothing", "", "1"), () -> {})).isTrue();
    assertThat(errors).hasSize(1);
    assertThat(output.toString(UTF_8)).isEqualTo("1\n");
  }

  @Test
  void interrupt_duringAnEntry_endsTheEntryAlone() throws IOException {
    Typed lines = new Typed("wait()", "seen()");
    interpreter
        .main()
        .set(
            "wait",
            (TenonCallable)
                arguments -> {
                  lines.interrupt.run();
                  throw new RuntimeError(String.valueOf(Thread.currentThread().isInterrupted()));
                });
    interpreter
        .main()
        .set("seen", (TenonCallable) arguments -> Thread.currentThread().isInterrupted());

    typed(lines, () -> errors.add(new AssertionError("abandoned")));

    assertThat(errors).singleElement().isInstanceOf(KeyboardInterrupt.class);
    assertThat(output.toString(UTF_8)).isEqualTo("False\n");
  }

  @Test
  void interrupt_twiceDuringAnEntry_abandonsTheProcess() throws IOException {
    Typed lines = new Typed("wait()");
    List<String> abandoned = new ArrayList<>();
    interpreter
        .main()
        .set(
            "wait",
            (TenonCallable)
                arguments -> {
                  lines.interrupt.run();
                  lines.interrupt.run();
                  return null;
                });

    typed(lines, () -> abandoned.add("once"));

    assertThat(abandoned).containsExactly("once");
  }
}
