// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.library;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleDef;
import dev.tenon.nativeext.image.SharedLibrary;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.text.NearNames;
import java.util.Set;
import java.util.TreeSet;

/// The symbols of a library, and what is wrong with those that declarations ask for.
public final class Symbols {

  private final SharedLibrary library;
  private final ModuleDef.Builder def;

  public Symbols(SharedLibrary library, ModuleDef.Builder def) {
    this.library = library;
    this.def = def;
  }

  /// As [SharedLibrary#requireStack].
  public void requireStack() {
    library.requireStack();
  }

  /// What calls the functions of the library.
  public NativeBackend backend() {
    return library.backend();
  }

  /// The library.
  public SharedLibrary library() {
    return library;
  }

  /// The address of a symbol; 0 if there is none.
  public long find(String name) {
    return library.symbol(name);
  }

  /// The address of a function; if there is none, the fault is noted.
  ///
  /// @param place what asks for it
  public long require(String name, String place) {
    long address = find(name);
    if (address == 0) {
      missing(name, place);
    } else if (!library.isCode(address)) {
      fault(
          place,
          "%s is a variable of the library".formatted(Escapes.quoted(name)),
          "a function",
          "declare it as a variable: extern TYPE %s;".formatted(name));
    }
    return address;
  }

  /// The address of a variable; if there is none, the fault is noted.
  public long requireVariable(String name, String place) {
    long address = find(name);
    if (address == 0) {
      missing(name, place);
    } else if (!library.isVariable(address)) {
      fault(
          place,
          "%s is a function of the library".formatted(Escapes.quoted(name)),
          "a variable",
          "declare it as a function");
    }
    return address;
  }

  private void missing(String name, String place) {
    Set<String> exported = new TreeSet<>(library.exportedNames());
    String file = library.file().map(each -> " " + each).orElse("");
    fault(
        place,
        "the library%s has no symbol %s%s"
            .formatted(file, Escapes.quoted(name), NearNames.hint(name, exported)),
        "an exported name",
        "fix or remove the declaration, or declare #pragma tenon optional(%s)".formatted(name));
  }

  public void fault(String place, String found, String expected) {
    fault(place, found, expected, "fix the line");
  }

  private void fault(String place, String found, String expected, String remedy) {
    def.fault(DescriptorFault.WHOLE, place, new Diagnosis(found, expected, remedy));
  }
}
