// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.Modules;
import dev.tenon.value.TenonCallable;

/// What a host can do with a module of a C library besides calling it: allocate memory of its types
/// and make function pointers. Any thread may use it.
///
/// Only Tenon implements it.
public interface CLibrary {

  /// The C library behind a module.
  ///
  /// @throws RuntimeError if the module is none of a C library, or was not executed
  static CLibrary of(ModuleObject module) {
    if (Modules.stateOf(module) instanceof CLibrary library) {
      return library;
    }
    throw new RuntimeError(
        "module %s is no executed module of a C library".formatted(Escapes.quoted(module.name())));
  }

  /// Allocates a zeroed value, which the garbage collector frees.
  ///
  /// @param type as C writes it, such as `struct point`, `sqlite3 *` or `char[16]`
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  CObject allocate(String type);

  /// Allocates zeroed values side by side, which the garbage collector frees.
  ///
  /// @param type of each, as C writes it
  /// @param count at least 0
  /// @throws dev.tenon.error.kind.ValueError if there is no such type, or the count is below 0
  /// @throws dev.tenon.error.kind.MemoryError if there is no room for them
  CObject allocate(String type, long count);

  /// The size of a type in bytes.
  ///
  /// @param type as C writes it
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  long sizeOf(String type);

  /// Makes a function pointer. It can be called until the end of the module.
  ///
  /// @param type a typedef of a function pointer
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  /// @throws dev.tenon.error.kind.TypeError if it is no function pointer
  CObject callback(String type, TenonCallable callable);
}
