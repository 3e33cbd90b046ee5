// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Holds declarations against evidence.
public final class Comparison {

  private final String file;
  private final Declarations declared;
  private final Evidence evidence;
  private final TypeComparison types;
  private final List<String> mismatches = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private int checked;

  private Comparison(String file, Declarations declared, DataModel model, Evidence evidence) {
    this.file = file;
    this.declared = declared;
    this.evidence = evidence;
    this.types = new TypeComparison(declared, new Layouts(declared, model), evidence);
  }

  /// What came out.
  ///
  /// @param mismatches what differs, a line each
  /// @param unchecked the names of which nothing is known
  /// @param checked how many names were compared
  public record Outcome(List<String> mismatches, List<String> unchecked, int checked) {
    /// What came out.
    public Outcome {
      mismatches = List.copyOf(mismatches);
      unchecked = List.copyOf(unchecked);
    }
  }

  /// Compares.
  ///
  /// @param file the name of the file with the declarations, for messages
  public static Outcome of(String file, Declarations declared, DataModel model, Evidence evidence) {
    return new Comparison(file, declared, model, evidence).run();
  }

  private Outcome run() {
    // First, so that what differs in a struct is told once and not for each function that takes it.
    declared.records().keySet().stream()
        .filter(types::isKnown)
        .forEach(tag -> {
          checked++;
          types.compareRecord(tag).forEach(difference -> add(file, tag, difference));
        });
    declared.functions().forEach(this::compare);
    declared.variables().forEach(this::compare);
    declared.constants().forEach(this::compareConstant);
    return new Outcome(mismatches, unchecked, checked);
  }

  private void compare(CFunction function) {
    var named = evidence.functions().get(function.name());
    var known = named == null ? evidence.functions().get(function.symbol()) : named;
    if (known == null) {
      unchecked.add(function.name());
      return;
    }
    checked++;
    types
        .compare(function.type(), known)
        .forEach(difference -> add(place(function.line()), function.name(), difference));
  }

  private void compare(CVariable variable) {
    var known = evidence.variables().get(variable.name());
    if (known == null) {
      unchecked.add(variable.name());
      return;
    }
    checked++;
    types
        .compare("its type", variable.type(), known)
        .forEach(difference -> add(place(variable.line()), variable.name(), difference));
  }

  private void compareConstant(String name, Object value) {
    Object known = evidence.constants().get(name);
    if (known == null) {
      return;
    }
    checked++;
    if (!Objects.equals(value, known)) {
      add(file, name, "it is %s, but %s in".formatted(value, known));
    }
  }

  private String place(int line) {
    return "%s:%d".formatted(file, line);
  }

  private void add(String place, String name, String difference) {
    mismatches.add("%s: %s: %s %s".formatted(place, name, difference, evidence.source()));
  }
}
