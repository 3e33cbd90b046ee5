// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.check;

import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.CVariable;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Compares declarations with evidence, one by one.
public final class Comparison {

  private final String file;
  private final Declarations declared;
  private final Evidence evidence;
  private final TypeComparison types;
  private final List<Verdict> records = new ArrayList<>();
  private final List<Verdict> others = new ArrayList<>();

  private Comparison(String file, Declarations declared, DataModel model, Evidence evidence) {
    this.file = file;
    this.declared = declared;
    this.evidence = evidence;
    this.types = new TypeComparison(declared, new Layouts(declared, model), evidence);
  }

  /// What the evidence says of one declaration.
  ///
  /// @param kind `function`, `variable`, `constant`, `struct`, `union` or `type`
  /// @param isKnown whether the evidence knows it; without that nothing was compared
  /// @param differences what differs, a line each
  public record Verdict(String kind, String name, boolean isKnown, List<String> differences) {
    /// A verdict.
    public Verdict {
      differences = List.copyOf(differences);
    }

    /// Whether the evidence says the same.
    public boolean isConfirmed() {
      return isKnown && differences.isEmpty();
    }
  }

  /// What the evidence says of all declarations.
  ///
  /// @param verdicts structs and unions first, as what differs in one is said once and not for each
  ///   function that takes it
  public record Outcome(List<Verdict> verdicts) {
    /// An outcome.
    public Outcome {
      verdicts = List.copyOf(verdicts);
    }

    /// What differs, a line each.
    public List<String> mismatches() {
      return verdicts.stream().flatMap(each -> each.differences().stream()).toList();
    }

    /// The names of the functions and variables that the evidence does not know.
    public List<String> unchecked() {
      return verdicts.stream()
          .filter(each -> !each.isKnown())
          .filter(each -> each.kind().equals("function") || each.kind().equals("variable"))
          .map(Verdict::name)
          .toList();
    }

    /// How many declarations were compared.
    public int checked() {
      return (int) verdicts.stream().filter(Verdict::isKnown).count();
    }
  }

  /// Compares.
  ///
  /// @param file the name of the file with the declarations, for messages
  public static Outcome of(String file, Declarations declared, DataModel model, Evidence evidence) {
    return new Comparison(file, declared, model, evidence).run();
  }

  private Outcome run() {
    List<CRecord> complete =
        declared.records().values().stream()
            .filter(each -> each.complete() && each.tag().indexOf('<') < 0)
            .toList();
    complete.stream().filter(each -> types.isKnown(each.tag())).forEach(this::compare);
    declared.functions().forEach(this::compare);
    declared.variables().forEach(this::compare);
    declared.constants().forEach(this::compareConstant);
    declared.types().forEach(this::compareType);
    // A struct of another name in the evidence was compared where a function takes it.
    complete.stream()
        .filter(each -> !types.isKnown(each.tag()))
        .forEach(each ->
            records.add(
                new Verdict(kindOf(each), each.tag(), types.wasCompared(each.tag()), List.of())));
    List<Verdict> all = new ArrayList<>(records);
    all.addAll(others);
    return new Outcome(all);
  }

  private static String kindOf(CRecord described) {
    return described.tag().startsWith("union ") ? "union" : "struct";
  }

  private void compare(CRecord described) {
    records.add(
        new Verdict(
            kindOf(described),
            described.tag(),
            true,
            lines(file, described.tag(), types.compareRecord(described.tag()))));
  }

  private void compare(CFunction function) {
    CType.Function named = evidence.functions().get(function.name());
    CType.Function known = named == null ? evidence.functions().get(function.symbol()) : named;
    List<String> differences = known == null ? List.of() : types.compare(function.type(), known);
    others.add(
        new Verdict(
            "function",
            function.name(),
            known != null,
            lines(place(function.line()), function.name(), differences)));
  }

  private void compare(CVariable variable) {
    CType known = evidence.variables().get(variable.name());
    List<String> differences =
        known == null ? List.of() : types.compare("its type", variable.type(), known);
    others.add(
        new Verdict(
            "variable",
            variable.name(),
            known != null,
            lines(place(variable.line()), variable.name(), differences)));
  }

  private void compareConstant(String name, Object value) {
    Object known = evidence.constants().get(name);
    boolean differs = known != null && !Objects.equals(value, known);
    others.add(
        new Verdict(
            "constant",
            name,
            known != null,
            differs
                ? lines(file, name, List.of("it is %s, but %s in".formatted(value, known)))
                : List.of()));
  }

  /// A typedef that the evidence does not have is a name of the file's own: what it stands for is
  /// compared where it is used.
  private void compareType(String name, CType type) {
    CType known = evidence.types().get(name);
    boolean isRecord = type instanceof CType.Struct struct && struct.tag().equals(name);
    if (known != null && !isRecord) {
      others.add(
          new Verdict(
              "type", name, true, lines(file, name, types.compare("its type", type, known))));
    }
  }

  private String place(int line) {
    return "%s:%d".formatted(file, line);
  }

  private List<String> lines(String place, String name, List<String> differences) {
    return differences.stream()
        .map(each -> "%s: %s: %s %s".formatted(place, name, each, evidence.source()))
        .toList();
  }
}
