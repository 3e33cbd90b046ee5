// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The root of every error that crosses the border between host, modules and interpreters. Each
/// kind that CPython names is one type below it; errors are unchecked, immutable once thrown but
/// for the frames they gather on their way, and safe to hand to another thread.
public abstract class TenonError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// An endless recursion would gather frames without end.
  private static final int MOST_FRAMES = 100;

  @SuppressWarnings("serial") // List.copyOf makes serializable lists.
  private volatile List<ModuleFrame> frames = List.of();

  protected TenonError(@Nullable String message) {
    super(message);
  }

  protected TenonError(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The name of this kind of error in CPython's vocabulary, `"AttributeError"` for instance. It is
  /// what extensions test and what a traceback prints.
  public abstract String kind();

  /// The name of the error's type: the kind, or the full name of a type that a module has defined.
  public String typeName() {
    return kind();
  }

  /// The line that ends a traceback: the name of the type, and the message if there is one.
  public final String summary() {
    String message = getMessage();
    return message == null || message.isEmpty() ? typeName() : typeName() + ": " + message;
  }

  /// The functions of modules that the error has passed through, the innermost first, the first
  /// hundred of them. Those in C are among them, which the Java stack trace does not know.
  public final List<ModuleFrame> frames() {
    return frames;
  }

  /// Notes that the error passes through a function. For those who call functions of modules.
  public final synchronized void passThrough(ModuleFrame frame) {
    Objects.requireNonNull(frame, "frame");
    if (frames.size() < MOST_FRAMES) {
      List<ModuleFrame> more = new ArrayList<>(frames);
      more.add(frame);
      frames = List.copyOf(more);
    }
  }
}
