// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.RecordLayout;
import java.util.Map;
import java.util.stream.Collectors;

/// What is known of a library apart from the declarations that are checked.
///
/// @param source where it comes from, for messages
/// @param records the layouts of complete structs and unions by tag
/// @param constants values of `#define`s and enumerators
/// @param types typedefs by name
public record Evidence(
    String source,
    Map<String, CType.Function> functions,
    Map<String, CType> variables,
    Map<String, RecordLayout> records,
    Map<String, Object> constants,
    Map<String, CType> types) {

  /// What is known.
  public Evidence {
    functions = Map.copyOf(functions);
    variables = Map.copyOf(variables);
    records = Map.copyOf(records);
    constants = Map.copyOf(constants);
    types = Map.copyOf(types);
  }

  /// What other declarations say.
  public static Evidence of(String source, Declarations declarations, Layouts layouts) {
    return new Evidence(
        source,
        declarations.functions().stream()
            .collect(Collectors.toMap(CFunction::name, CFunction::type, (first, _) -> first)),
        declarations.variables().stream()
            .collect(Collectors.toMap(CVariable::name, CVariable::type, (first, _) -> first)),
        declarations.records().keySet().stream()
            .filter(tag -> layouts.isComplete(new CType.Struct(tag)))
            .collect(Collectors.toMap(tag -> tag, tag -> layouts.layout(new CType.Struct(tag)))),
        declarations.constants(),
        declarations.types());
  }
}
