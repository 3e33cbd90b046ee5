// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IEnumeration;
import org.jspecify.annotations.Nullable;

/// The bodies of the structs, unions and enumerations of one text, wherever they stand: a type may
/// be mentioned before its body, after it, or inside another one.
public final class Definitions extends ASTVisitor {

  private final IdentityHashMap<IBinding, IASTCompositeTypeSpecifier> records =
      new IdentityHashMap<>();
  private final Map<String, IASTCompositeTypeSpecifier> tagged = new HashMap<>();
  private final IdentityHashMap<IBinding, IASTEnumerationSpecifier> enumerations =
      new IdentityHashMap<>();
  private final Map<String, IASTEnumerationSpecifier> taggedEnumerations = new HashMap<>();
  private final Map<String, IASTEnumerationSpecifier> enumerators = new HashMap<>();

  private Definitions() {
    shouldVisitDeclSpecifiers = true;
  }

  /// Finds the bodies of a text.
  static Definitions of(IASTTranslationUnit unit) {
    Definitions definitions = new Definitions();
    unit.accept(definitions);
    return definitions;
  }

  @Override
  public int visit(IASTDeclSpecifier specifier) {
    switch (specifier) {
      case IASTCompositeTypeSpecifier composite -> {
        IBinding binding = composite.getName().resolveBinding();
        if (binding != null) {
          records.putIfAbsent(binding, composite);
        }
        String name = composite.getName().toString();
        if (!name.isEmpty()) {
          tagged.putIfAbsent(tag(isUnion(composite), name), composite);
        }
      }
      case IASTEnumerationSpecifier enumeration -> {
        IBinding binding = enumeration.getName().resolveBinding();
        if (binding != null) {
          enumerations.putIfAbsent(binding, enumeration);
        }
        String name = enumeration.getName().toString();
        if (!name.isEmpty()) {
          taggedEnumerations.putIfAbsent(name, enumeration);
        }
        for (var each : enumeration.getEnumerators()) {
          enumerators.putIfAbsent(each.getName().toString(), enumeration);
        }
      }
      default -> {
        // It has no body.
      }
    }
    return PROCESS_CONTINUE;
  }

  public static boolean isUnion(IASTCompositeTypeSpecifier composite) {
    return composite.getKey() == IASTCompositeTypeSpecifier.k_union;
  }

  private static String tag(boolean isUnion, String name) {
    return (isUnion ? "union " : "struct ") + name;
  }

  /// The body of a struct or union; null if there is none.
  @Nullable IASTCompositeTypeSpecifier body(ICompositeType type) {
    IASTCompositeTypeSpecifier known = records.get(type);
    return known == null && !type.getName().isEmpty()
        ? tagged.get(tag(type.getKey() == ICompositeType.k_union, type.getName()))
        : known;
  }

  /// Whether another body of the same tag came first.
  boolean isRepeated(IASTCompositeTypeSpecifier composite) {
    String name = composite.getName().toString();
    return !name.isEmpty() && tagged.get(tag(isUnion(composite), name)) != composite;
  }

  /// The body of an enumeration; null if there is none.
  @Nullable IASTEnumerationSpecifier body(IEnumeration type) {
    IASTEnumerationSpecifier known = enumerations.get(type);
    return known == null && !type.getName().isEmpty()
        ? taggedEnumerations.get(type.getName())
        : known;
  }

  /// The enumeration that has an enumerator; null if none has.
  @Nullable IASTEnumerationSpecifier ofEnumerator(String name) {
    return enumerators.get(name);
  }
}
