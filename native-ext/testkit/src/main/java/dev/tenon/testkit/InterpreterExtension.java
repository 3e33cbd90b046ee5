// SPDX-License-Identifier: Apache-2.0
package dev.tenon.testkit;

import dev.tenon.Interpreter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Gives each parameter of type [Interpreter] of a test an isolated interpreter of its own, with
/// the [ModulePath] of the test, and closes them behind the test, the last one first. A test fails
/// if closing fails; the class fails if an interpreter cannot be reclaimed afterwards because
/// something still refers to it.
///
/// ```java
/// @ExtendWith(InterpreterExtension.class)
/// @ModulePath("target/modules")
/// class CounterTest {
///   @Test
///   void counters_areSeparate(Interpreter a, Interpreter b) {
///     a.importModule("counter").call("next");
///     assertThat(b.importModule("counter").call("value")).isEqualTo(0L);
///   }
/// }
/// ```
public final class InterpreterExtension
    implements ParameterResolver, AfterEachCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(InterpreterExtension.class);
  private static final int COLLECTIONS = 20;

  /// For JUnit.
  public InterpreterExtension() {}

  private static final class Open {
    final List<Interpreter> interpreters = new ArrayList<>();
  }

  private static final class Closed {
    final List<Trace> traces = new ArrayList<>();
  }

  private record Trace(String test, WeakReference<Interpreter> interpreter) {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Interpreter.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Interpreter interpreter = Interpreter.builder().path(pathOf(context)).isolated(true).build();
    openIn(context).interpreters.add(interpreter);
    return interpreter;
  }

  /// The module path that a test asks for.
  static String[] pathOf(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), ModulePath.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), ModulePath.class))
        .map(ModulePath::value)
        .orElse(new String[0]);
  }

  private static Open openIn(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Open.class, _ -> new Open(), Open.class);
  }

  private static Closed closedIn(ExtensionContext context) {
    ExtensionContext ofClass = context.getParent().orElse(context);
    return ofClass
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Closed.class, _ -> new Closed(), Closed.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<Interpreter> open = openIn(context).interpreters;
    List<Trace> closed = closedIn(context).traces;
    RuntimeException failure = null;
    while (!open.isEmpty()) {
      Interpreter interpreter = open.removeLast();
      closed.add(new Trace(context.getDisplayName(), new WeakReference<>(interpreter)));
      try {
        interpreter.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Closed closed = context.getStore(NAMESPACE).get(Closed.class, Closed.class);
    if (closed == null) {
      return;
    }
    List<Trace> alive = closed.traces;
    for (int round = 0; round < COLLECTIONS && !alive.isEmpty(); round++) {
      System.gc();
      alive.removeIf(trace -> trace.interpreter().get() == null);
    }
    if (!alive.isEmpty()) {
      throw new AssertionError(
          "%d closed interpreter(s) cannot be reclaimed, opened by %s; look for a static or a thread"
                  .formatted(alive.size(), alive.stream().map(Trace::test).distinct().toList())
              + " that refers to an interpreter, a module or one of its functions");
    }
  }
}
