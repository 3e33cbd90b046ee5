// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run;

import dev.tenon.module.ModuleObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// `sys.argv` of one interpreter.
final class ProgramArguments {

  private static final String ARGV = "argv";

  private final ModuleObject sys;

  ProgramArguments(ModuleObject sys) {
    this.sys = sys;
  }

  /// Sets all arguments.
  ///
  /// @param zero argument 0
  void set(String zero, List<String> others) {
    List<String> all = new ArrayList<>(List.of(zero));
    all.addAll(others);
    sys.set(ARGV, new CopyOnWriteArrayList<>(all));
  }

  /// Sets argument 0 in the list that is there, which modules may hold already.
  ///
  /// @return what puts back the earlier one
  @SuppressWarnings("unchecked") // What is no text is put back as it was.
  Runnable setFirst(String zero) {
    Object before = sys.getOrDefault(ARGV, null);
    if (!(before instanceof List<?> found)) {
      set(zero, List.of());
      return () -> sys.set(ARGV, before);
    }
    List<@Nullable Object> list = (List<@Nullable Object>) found;
    if (list.isEmpty()) {
      list.add(zero);
      return list::clear;
    }
    Object first = list.set(0, zero);
    return () -> putBack(list, first);
  }

  private static void putBack(List<@Nullable Object> list, @Nullable Object first) {
    if (!list.isEmpty()) {
      list.set(0, first);
    }
  }
}
