// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.parser.declaration.DeclarationCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;

/// Where headers declare each type, function, variable and enumerator.
///
/// @param types the declarations by `size_type`, `struct point`
/// @param declared the declarations of functions and variables by name
/// @param enumerators the names of all
record HeaderIndex(
    Map<String, IASTSimpleDeclaration> types,
    Map<String, IASTSimpleDeclaration> declared,
    Set<String> enumerators) {

  /// Looks through the declarations of a unit.
  static HeaderIndex of(HeaderUnit unit) {
    Map<String, IASTSimpleDeclaration> types = new HashMap<>();
    Map<String, IASTSimpleDeclaration> declared = new HashMap<>();
    Set<String> enumerators = new HashSet<>();
    for (IASTDeclaration declaration : unit.unit().getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple) {
        for (String tag : DeclarationPrinter.bodies(simple.getDeclSpecifier())) {
          types.putIfAbsent(tag, simple);
        }
        for (IASTDeclarator declarator : simple.getDeclarators()) {
          String name = DeclarationCollector.innermost(declarator).getName().toString();
          if (simple.getDeclSpecifier().getStorageClass() == IASTDeclSpecifier.sc_typedef) {
            types.putIfAbsent(name, simple);
          } else {
            declared.putIfAbsent(name, simple);
          }
        }
        DeclarationPrinter.enumerations(simple.getDeclSpecifier())
            .forEach(each ->
                Arrays.stream(each.getEnumerators())
                    .forEach(one -> enumerators.add(one.getName().toString())));
      }
    }
    return new HeaderIndex(types, declared, enumerators);
  }
}
