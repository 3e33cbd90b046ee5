// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The content of one file of C declarations. It is immutable and belongs to no module.
///
/// @param constants values of `#define`s and enumerators: `Long`, `BigInteger`, `Double`, `String`
/// @param records structs and unions by tag
/// @param types typedefs by name
public record Declarations(
    List<CFunction> functions,
    List<CVariable> variables,
    Map<String, Object> constants,
    Map<String, CRecord> records,
    Map<String, CType> types,
    List<Directive> directives) {

  /// The content of a file.
  public Declarations {
    functions = List.copyOf(functions);
    variables = List.copyOf(variables);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    directives = List.copyOf(directives);
  }

  /// The description of a struct or union; an opaque one for a tag that is only mentioned.
  public CRecord record(CType.Struct type) {
    CRecord known = records.get(type.tag());
    return known == null ? CRecord.opaque(type.tag(), type.tag().startsWith("union ")) : known;
  }
}
