// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.Interpreter;
import dev.tenon.error.kind.SyntaxError;
import dev.tenon.expression.Scope;
import dev.tenon.expression.Statement;
import dev.tenon.expression.Statements;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.text.Repr;
import dev.tenon.text.TypeNames;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an isolation check does with a module, in the language of the prompt: `db =
/// connect(":memory:"); db.execute("SELECT ?", [1]); close(db, force=True)`. A bare name is a
/// variable that the exercise assigned, then an attribute of the module, then a builtin.
///
/// @see dev.tenon.expression.Statements
public final class Exercise {

  private static final int DEEPEST = 20;
  private static final int LONGEST_RESULT = 4000;

  private final List<Statement> steps;

  private Exercise(List<Statement> steps) {
    this.steps = steps;
  }

  /// Receives each step of an exercise when it is done.
  @FunctionalInterface
  public interface Observer {
    /// Handles the end of a step.
    ///
    /// @param step the text of the step
    /// @param areOpen whether resources are open that this run of the exercise was given
    void afterStep(String step, boolean areOpen) throws Exception;
  }

  /// Reads an exercise.
  ///
  /// @throws IllegalArgumentException if it cannot be read; the text shows where
  public static Exercise parse(String text) {
    List<Statement> steps;
    try {
      steps = Statements.parse(text, "<exercise>");
    } catch (SyntaxError e) {
      throw new IllegalArgumentException(
          "cannot read the exercise %s: %s".formatted(Escapes.quoted(text), e.getMessage()), e);
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot read the exercise %s: found no statement, expected a call such as next()"
              .formatted(Escapes.quoted(text)));
    }
    return new Exercise(steps);
  }

  /// Performs all steps, one after the other.
  ///
  /// @param opened receives the resources that the steps give
  /// @return what each gave or raised, as text
  public List<String> perform(
      Interpreter interpreter, ModuleObject module, OpenedResources opened, Observer observer)
      throws Exception {
    return interpreter.enter(() -> {
      Scope scope = new Names(interpreter, module, opened);
      List<String> outcomes = new ArrayList<>();
      for (Statement step : steps) {
        outcomes.add(step.text() + " -> " + outcomeOf(step, scope, opened));
        observer.afterStep(step.text(), opened.areOpen());
      }
      return outcomes;
    });
  }

  private static String outcomeOf(Statement step, Scope scope, OpenedResources opened) {
    try {
      Object value = step.run(scope);
      opened.add(value);
      String text = textOf(value, new IdentityHashMap<>());
      return text.length() <= LONGEST_RESULT
          ? text
          : "%s… (%d characters, hash %08x)"
              .formatted(text.substring(0, 200), text.length(), text.hashCode());
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  /// A value as text that is the same wherever the values are equal. Objects that are not data are
  /// distinguished by their type alone: their identity differs by nature.
  private static String textOf(@Nullable Object value, IdentityHashMap<Object, Boolean> outer) {
    if (value == null
        || value instanceof CharSequence
        || value instanceof byte[]
        || value instanceof Number
        || value instanceof Boolean) {
      return Repr.of(value);
    }
    if (outer.size() == DEEPEST || outer.put(value, true) != null) {
      return "…";
    }
    String text =
        switch (value) {
          case List<?> list -> list.stream().map(each -> textOf(each, outer)).toList().toString();
          case Map<?, ?> map ->
              map.entrySet().stream()
                  .map(each -> textOf(each.getKey(), outer) + ": " + textOf(each.getValue(), outer))
                  .toList()
                  .toString();
          default -> "<" + TypeNames.of(value) + ">";
        };
    outer.remove(value);
    return text;
  }

  /// The names of an exercise. Nothing is stored in the module.
  private static final class Names implements Scope {
    private final Scope outer;
    private final ModuleObject tested;
    private final OpenedResources opened;
    private final Map<String, @Nullable Object> assigned = new LinkedHashMap<>();

    Names(Interpreter interpreter, ModuleObject tested, OpenedResources opened) {
      outer = Scope.of(interpreter.main());
      this.tested = tested;
      this.opened = opened;
    }

    @Override
    public @Nullable Object get(String name) {
      if (assigned.containsKey(name)) {
        return assigned.get(name);
      }
      Object nothing = this;
      Object attribute = tested.getOrDefault(name, nothing);
      opened.leaveOut(attribute);
      return attribute == nothing ? outer.get(name) : attribute;
    }

    @Override
    public void set(String name, @Nullable Object value) {
      opened.add(value);
      assigned.put(Objects.requireNonNull(name), value);
    }

    @Override
    public void delete(String name) {
      if (assigned.containsKey(name)) {
        assigned.remove(name);
      } else {
        outer.delete(name);
      }
    }

    @Override
    public ModuleObject module() {
      return outer.module();
    }
  }
}
