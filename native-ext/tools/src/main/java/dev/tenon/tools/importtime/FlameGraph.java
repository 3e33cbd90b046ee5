// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import dev.tenon.tools.importtime.ImportTimes.Node;
import java.util.List;
import java.util.Locale;

/// Draws measured imports as a flame graph in SVG: widths are times, what was imported is below
/// what imported it.
public final class FlameGraph {

  private static final double NANOS_PER_MICRO = 1000.0;
  private static final int WIDTH = 1200;
  private static final int ROW = 18;
  private static final String GOOD = "#f4b183";
  private static final String FAILED = "#e06666";

  private final StringBuilder boxes = new StringBuilder();
  private final double scale;
  private final int depth;

  public FlameGraph(List<Node> roots) {
    scale = WIDTH / (double) Math.max(1, roots.stream().mapToLong(Node::total).sum());
    depth = addBoxes(roots, 0, 0);
  }

  /// The picture, as a whole file.
  public String svg() {
    int height = Math.max(1, depth) * ROW;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
    %s</svg>
    """
        .formatted(WIDTH, height, WIDTH, height, boxes);
  }

  private int addBoxes(List<Node> nodes, double left, int level) {
    double place = left;
    int deepest = nodes.isEmpty() ? level : level + 1;
    for (Node node : nodes) {
      double width = node.total() * scale;
      addBox(node, place, level, width);
      deepest = Math.max(deepest, addBoxes(node.inner(), place, level + 1));
      place += width;
    }
    return deepest;
  }

  private void addBox(Node node, double left, int level, double width) {
    String name = text(node.module());
    boxes.append(
        String.format(
            Locale.ROOT,
            """
            <svg x="%.2f" y="%d" width="%.2f" height="%d"><title>%s: %.1f µs, alone %.1f µs%s</title>\
            <rect width="100%%" height="100%%" fill="%s" stroke="white"/><text x="3" y="13">%s</text></svg>
            """,
            left,
            level * ROW,
            width,
            ROW,
            name,
            node.total() / NANOS_PER_MICRO,
            node.self() / NANOS_PER_MICRO,
            node.failure() == null ? "" : ", failed",
            node.failure() == null ? GOOD : FAILED,
            name));
  }

  /// A name as text of XML, which cannot hold every character.
  private static String text(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(each -> {
          switch (each) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            default -> text.appendCodePoint(isOfXml(each) ? each : 0xFFFD);
          }
        });
    return text.toString();
  }

  private static boolean isOfXml(int character) {
    return character == '\t'
        || (character >= ' ' && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }
}
