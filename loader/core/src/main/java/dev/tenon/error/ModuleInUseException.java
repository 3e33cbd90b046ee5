// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

import dev.tenon.input.Escapes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A module cannot be unloaded, because something that lives on has it: an `ImportError`. Nothing
/// of the module has changed.
public final class ModuleInUseException extends ImportException {

  private static final long serialVersionUID = 1L;

  /// So many holders are named in the message; [#holders] has all.
  private static final int MOST_NAMED = 10;

  @SuppressWarnings("serial") // List.copyOf makes serializable lists.
  private final List<String> holders;

  /// An error about a module.
  ///
  /// @param name the full name of the module
  /// @param path the location of the module, if it has one
  /// @param holders who has it, a phrase each: `module 'app' by the name 'add'`
  public ModuleInUseException(String name, @Nullable String path, List<String> holders) {
    super(text(name, holders), name, path, Phase.FIND);
    this.holders = List.copyOf(holders);
  }

  private static String text(String name, List<String> holders) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(holders, "holders");
    StringBuilder text =
        new StringBuilder(
            "cannot unload module %s, which is in use by:".formatted(Escapes.quoted(name)));
    holders.stream().limit(MOST_NAMED).forEach(holder -> text.append("\n  ").append(holder));
    if (holders.size() > MOST_NAMED) {
      text.append("\n  and %d more".formatted(holders.size() - MOST_NAMED));
    }
    return text.append("\nrelease it there, then unload it").toString();
  }

  /// Who has the module, a phrase each: modules of the interpreter and the names by which they have
  /// it, threads that are inside of it, objects that it has made and that are not closed.
  public List<String> holders() {
    return holders;
  }
}
