// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.model.CType;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.value.TenonCallable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A struct or union as an attribute of its module. To call it makes a zeroed one; arguments are
/// stored into the members in their order, keyword arguments by name.
public final class StructType implements TenonCallable {

  private final LibraryMemory memory;
  private final CType.Struct type;

  public StructType(LibraryMemory memory, CType.Struct type) {
    this.memory = memory;
    this.type = type;
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    return callWith(Map.of(), arguments);
  }

  @Override
  public @Nullable Object callWith(
      Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
    memory.checkOpen();
    if (!memory.layouts().isComplete(type)) {
      throw new TypeError(
          "cannot make %s: its members are not declared; the library makes it"
              .formatted(Escapes.quoted(type)));
    }
    MemoryObject made = memory.allocate(type, 1);
    String[] names = memory.layouts().layout(type).places().keySet().toArray(String[]::new);
    if (arguments.length > names.length) {
      throw new TypeError(
          "%s has %d members, %d values are given"
              .formatted(Escapes.quoted(type), names.length, arguments.length));
    }
    for (int index = 0; index < arguments.length; index++) {
      made.set(names[index], arguments[index]);
    }
    keywords.forEach(made::set);
    return made;
  }

  @Override
  public String toString() {
    return "<C type %s>".formatted(Escapes.quoted(type));
  }
}
