// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// No finder knows the module: CPython's `ModuleNotFoundError`. The first line of the message is
/// CPython's sentence; the lines after it show what the [SearchReport] holds.
///
/// Most of these errors are caught and dropped, because the module is optional. So the report is
/// made when somebody reads it or the message for the first time, by the thread that does, and then
/// stays the same. Any thread may read it, also after the interpreter was closed.
public final class ModuleNotFoundException extends ImportException {

  private static final long serialVersionUID = 2L;

  private transient volatile @Nullable Supplier<SearchReport> pending;
  private volatile SearchReport search;

  /// An error for the module `name`.
  public ModuleNotFoundException(String message, @Nullable String name) {
    this(message, name, SearchReport.NONE);
  }

  /// An error for the module `name` that lists where it was looked for.
  public ModuleNotFoundException(String message, @Nullable String name, SearchReport search) {
    super(message, name, null, Phase.FIND);
    this.search = Objects.requireNonNull(search, "search");
  }

  /// An error for the module `name` whose report is made when somebody reads it.
  ///
  /// @param message the sentence before the report
  /// @param name the full name of the module, if known
  /// @param search makes the report; it may be called by any thread, and more than once if several
  ///   read the error at the same time. The error drops it after that
  public ModuleNotFoundException(
      String message, @Nullable String name, Supplier<SearchReport> search) {
    super(message, name, null, Phase.FIND);
    this.search = SearchReport.NONE;
    pending = Objects.requireNonNull(search, "search");
  }

  /// Where the module was looked for, and what may be meant instead.
  ///
  /// @throws dev.tenon.error.kind.RecursionError if too little of the thread's stack is left to
  ///   find out
  public SearchReport search() {
    Supplier<SearchReport> maker = pending;
    // No lock is held meanwhile: a finder that is asked may wait for another reader.
    return maker == null ? search : keepFirst(maker.get());
  }

  private synchronized SearchReport keepFirst(SearchReport made) {
    if (pending != null) {
      search = made;
      pending = null;
    }
    return search;
  }

  /// The sentence, followed by the lines of the report; the sentence alone while too little of the
  /// thread's stack is left to make it.
  @Override
  public String getMessage() {
    String sentence = String.valueOf(super.getMessage());
    try {
      return sentence + search().text();
    } catch (TenonError _) {
      return sentence;
    }
  }

  @Override
  public String kind() {
    return "ModuleNotFoundError";
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    search();
    out.defaultWriteObject();
  }
}
