package dev.tenon.cli;

import dev.tenon.cli.ImportTimes.Node;
import dev.tenon.error.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows measured imports as a table, as JSON, or as a flame graph.
final class ImportTimeReport {

  private static final List<Phase> PHASES =
      List.of(Phase.FIND, Phase.QUERY, Phase.CREATE, Phase.EXEC);
  private static final double NANOS_PER_MICRO = 1000.0;
  private static final int WIDTH = 1200;
  private static final int ROW = 18;

  private final List<Node> roots;

  ImportTimeReport(List<Node> roots) {
    this.roots = roots;
  }

  /// A table in microseconds, inner modules indented below the one that imported them.
  String table(Paint paint) {
    String names = line("find", "query", "create", "exec", "self", "total") + "module";
    StringBuilder text = new StringBuilder(paint.title(names)).append('\n');
    roots.forEach(root -> addRow(text, root, ""));
    return text.toString();
  }

  private static String line(Object... cells) {
    return "%9s %9s %9s %9s %9s %9s  ".formatted(cells);
  }

  private static void addRow(StringBuilder text, Node node, String indent) {
    text.append(
        line(
            micros(node, Phase.FIND),
            micros(node, Phase.QUERY),
            micros(node, Phase.CREATE),
            micros(node, Phase.EXEC),
            micros(node.self()),
            micros(node.total())));
    text.append(indent).append(node.module()).append('\n');
    node.inner().forEach(inner -> addRow(text, inner, indent + "  "));
  }

  private static long micros(Node node, Phase phase) {
    return micros(node.phases().getOrDefault(phase, 0L));
  }

  private static long micros(long nanos) {
    return Math.round(nanos / NANOS_PER_MICRO);
  }

  /// The same as JSON, in microseconds.
  String json() {
    return JsonWriter.write(roots.stream().map(ImportTimeReport::asMap).toList());
  }

  private static Map<String, @Nullable Object> asMap(Node node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("module", node.module());
    for (Phase phase : PHASES) {
      map.put(phase.name().toLowerCase(Locale.ROOT) + "_us", micros(node, phase));
    }
    map.put("self_us", micros(node.self()));
    map.put("total_us", micros(node.total()));
    map.put("imports", node.inner().stream().map(ImportTimeReport::asMap).toList());
    return map;
  }

  /// The same as an SVG picture: widths are times, what imported is above what it imported.
  String svg() {
    StringBuilder boxes = new StringBuilder();
    long all = Math.max(1, roots.stream().mapToLong(Node::total).sum());
    int depth = addBoxes(boxes, roots, 0, 0, WIDTH / (double) all);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">
    %s</svg>
    """
        .formatted(WIDTH, depth * ROW, boxes);
  }

  private static int addBoxes(
      StringBuilder boxes, List<Node> nodes, double left, int level, double scale) {
    double place = left;
    int depth = nodes.isEmpty() ? level : level + 1;
    for (Node node : nodes) {
      double width = node.total() * scale;
      addBox(boxes, node, place, level, width);
      depth = Math.max(depth, addBoxes(boxes, node.inner(), place, level + 1, scale));
      place += width;
    }
    return depth;
  }

  private static void addBox(StringBuilder boxes, Node node, double left, int level, double width) {
    String name = node.module().replace("&", "&amp;").replace("<", "&lt;");
    boxes.append(
        String.format(
            Locale.ROOT,
            """
            <svg x="%.1f" y="%d" width="%.1f" height="%d"><title>%s: %d µs, alone %d µs</title>\
            <rect width="100%%" height="100%%" fill="#f4b183" stroke="white"/><text x="3" y="13">%s</text></svg>
            """,
            left,
            level * ROW,
            width,
            ROW,
            name,
            micros(node.total()),
            micros(node.self()),
            name));
  }
}
