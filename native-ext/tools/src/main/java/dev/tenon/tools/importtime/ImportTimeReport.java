// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.cli.terminal.Paint;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.tools.importtime.ImportTimes.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Shows measured imports as a table or as JSON.
public final class ImportTimeReport {

  /// The figures that together are the whole time of a module.
  @SuppressWarnings("ImmutableEnumChecker") // The lists cannot be changed.
  private enum Column {
    FIND(Phase.FIND),
    MAP(Phase.MAP),
    QUERY(Phase.QUERY, Phase.CHECK),
    CREATE(Phase.CREATE),
    EXEC(Phase.STATE, Phase.EXEC);

    private final List<Phase> phases;

    Column(Phase... phases) {
      this.phases = List.of(phases);
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }

    long nanos(Node node) {
      return phases.stream().mapToLong(node::nanos).sum();
    }
  }

  private static final double NANOS_PER_MICRO = 1000.0;
  private static final String CELL = "%9s ";

  private final List<Node> roots;

  private final boolean hasEffects;

  public ImportTimeReport(List<Node> roots) {
    this(roots, false);
  }

  /// A report.
  ///
  /// @param hasEffects whether it shows what the modules did
  public ImportTimeReport(List<Node> roots, boolean hasEffects) {
    this.roots = roots;
    this.hasEffects = hasEffects;
  }

  /// A table in microseconds, inner modules indented below the one that imported them.
  String table(Paint paint) {
    StringBuilder names = new StringBuilder();
    for (Column column : Column.values()) {
      names.append(CELL.formatted(column.title()));
    }
    names.append(CELL.formatted("self")).append(CELL.formatted("total")).append(" module");
    StringBuilder text = new StringBuilder(paint.title(names.toString())).append('\n');
    roots.forEach(root -> addRow(text, root, "", paint));
    if (hasEffects) {
      roots.forEach(root -> addEffects(text, root, paint));
    }
    return text.toString();
  }

  private static void addEffects(StringBuilder text, Node node, Paint paint) {
    text.append(paint.title(node.module() + ":")).append(' ');
    text.append(node.effects().text());
    node.inner().forEach(inner -> addEffects(text, inner, paint));
  }

  private static void addRow(StringBuilder text, Node node, String indent, Paint paint) {
    for (Column column : Column.values()) {
      text.append(CELL.formatted(rounded(column.nanos(node))));
    }
    text.append(CELL.formatted(rounded(node.self()))).append(CELL.formatted(rounded(node.total())));
    text.append(' ').append(indent).append(Escapes.inline(node.module()));
    text.append(node.failure() == null ? "" : "  " + paint.error("failed")).append('\n');
    node.inner().forEach(inner -> addRow(text, inner, indent + "  ", paint));
  }

  private static long rounded(long nanos) {
    return Math.round(nanos / NANOS_PER_MICRO);
  }

  /// The same as plain maps, in microseconds.
  public List<Map<String, @Nullable Object>> asMaps() {
    return roots.stream().map(this::asMap).toList();
  }

  private Map<String, @Nullable Object> asMap(Node node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("module", node.module());
    for (Column column : Column.values()) {
      map.put(column.title() + "_us", column.nanos(node) / NANOS_PER_MICRO);
    }
    map.put("self_us", node.self() / NANOS_PER_MICRO);
    map.put("total_us", node.total() / NANOS_PER_MICRO);
    map.put("failure", Objects.toString(node.failure(), null));
    if (hasEffects) {
      map.put("effects", node.effects().asMap());
    }
    map.put("imports", node.inner().stream().map(this::asMap).toList());
    return map;
  }
}
