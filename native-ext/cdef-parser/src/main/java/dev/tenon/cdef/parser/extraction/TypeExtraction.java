// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import dev.tenon.cdef.parser.declaration.TypeReader;
import dev.tenon.cdef.parser.declaration.UnsupportedTypeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;

/// Takes types out of headers: those that are asked for, and those that what is taken needs.
final class TypeExtraction {

  /// What stands in front of each text of declarations anyway.
  private static final Set<String> STANDARD =
      Set.of(
          "size_t",
          "ssize_t",
          "ptrdiff_t",
          "intptr_t",
          "uintptr_t",
          "int8_t",
          "uint8_t",
          "int16_t",
          "uint16_t",
          "int32_t",
          "uint32_t",
          "int64_t",
          "uint64_t",
          "intmax_t",
          "uintmax_t",
          "wchar_t",
          "off_t",
          "time_t",
          "FILE",
          "va_list");

  private final HeaderUnit unit;
  private final TypeReader reader;
  private final WantedNames names;
  private final HeaderIndex index;
  private final Substitutes substitutes;
  private final Map<IASTSimpleDeclaration, HeaderItem> taken = new LinkedHashMap<>();

  /// @param substitutes takes members that declarations cannot have
  TypeExtraction(
      HeaderUnit unit,
      TypeReader reader,
      WantedNames names,
      HeaderIndex index,
      Substitutes substitutes) {
    this.unit = unit;
    this.reader = reader;
    this.names = names;
    this.index = index;
    this.substitutes = substitutes;
  }

  /// Those that were taken, in the order of their declarations.
  List<HeaderItem> types() {
    List<HeaderItem> all = new ArrayList<>();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple && taken.containsKey(simple)) {
        all.add(taken.get(simple));
      }
    }
    return all;
  }

  /// Takes the types that are needed, and without names that are asked for all of the package.
  ///
  /// @param users what needs types
  /// @param constants loses the enumerators of the enumerations that are taken
  void takeAll(Collection<HeaderItem> users, Map<String, HeaderItem> constants) {
    Set<String> needed = new LinkedHashSet<>();
    users.forEach(each -> needed.addAll(each.mentions()));
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple && isWantedType(simple)) {
        print(simple, needed);
      }
    }
    List<String> open = new ArrayList<>(needed);
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.removeLast();
      IASTSimpleDeclaration declaration = index.types().get(name);
      if (seen.add(name)
          && declaration != null
          && !STANDARD.contains(name)
          && !taken.containsKey(declaration)) {
        Set<String> more = new LinkedHashSet<>();
        print(declaration, more);
        open.addAll(more);
      }
    }
    // An enumeration that is there has its enumerators.
    taken.values().stream()
        .filter(HeaderItem::isKept)
        .flatMap(each -> each.declares().stream())
        .filter(each -> each.startsWith("enumerator "))
        .forEach(each -> constants.remove(each.substring("enumerator ".length())));
  }

  private boolean isWantedType(IASTSimpleDeclaration declaration) {
    Set<String> own =
        new LinkedHashSet<>(DeclarationPrinter.bodies(declaration.getDeclSpecifier()));
    boolean isTypedef =
        declaration.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef;
    if (isTypedef) {
      for (IASTDeclarator each : declaration.getDeclarators()) {
        own.add(DeclarationCollector.innermost(each).getName().toString());
      }
    }
    boolean hasBody =
        declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier
            || declaration.getDeclSpecifier() instanceof IASTEnumerationSpecifier;
    if (!hasBody && !isTypedef) {
      return false;
    }
    if (names.areAll()) {
      return unit.isOwn(declaration) && (own.isEmpty() || !STANDARD.containsAll(own));
    }
    boolean wanted = false;
    for (String name : own) {
      wanted |=
          names.isWanted(name, false)
              || names.isWanted(name.substring(name.indexOf(' ') + 1), false);
    }
    return wanted;
  }

  private void print(IASTSimpleDeclaration declaration, Set<String> needed) {
    DeclarationPrinter printer = new DeclarationPrinter(reader, substitutes);
    IASTDeclSpecifier specifier = declaration.getDeclSpecifier();
    boolean isTypedef = specifier.getStorageClass() == IASTDeclSpecifier.sc_typedef;
    List<String> own = new ArrayList<>(DeclarationPrinter.bodies(specifier));
    if (isTypedef) {
      for (IASTDeclarator each : declaration.getDeclarators()) {
        own.add(DeclarationCollector.innermost(each).getName().toString());
      }
    }
    String name = own.isEmpty() ? "an enumeration" : own.getLast();
    HeaderItem item = new HeaderItem(HeaderItem.Kind.TYPE, name, unit.place(declaration), "");
    item.declares().addAll(own);
    DeclarationPrinter.enumerations(specifier)
        .forEach(each ->
            Arrays.stream(each.getEnumerators())
                .forEach(one -> item.declares().add("enumerator " + one.getName())));
    try {
      item.setText(isTypedef ? printer.printWhole(declaration) : printer.print(declaration));
      item.mentions().addAll(printer.mentioned());
      item.mentions().removeAll(own);
      needed.addAll(printer.mentioned());
    } catch (UnsupportedTypeException e) {
      item.setText("");
      setReduced(declaration, item);
      boolean _ = item.refuse(e.reason());
      taken.put(declaration, item);
      return;
    }
    setReduced(declaration, item);
    taken.put(declaration, item);
  }

  /// A struct with a tag can stay as an opaque one.
  private void setReduced(IASTSimpleDeclaration declaration, HeaderItem item) {
    if (declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier composite
        && !composite.getName().toString().isEmpty()) {
      try {
        item.setReduced(new DeclarationPrinter(reader, substitutes).printReduced(declaration));
      } catch (UnsupportedTypeException _) {
        // Then it has no form without its members.
      }
    }
  }
}
