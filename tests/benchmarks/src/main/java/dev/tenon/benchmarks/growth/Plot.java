// SPDX-License-Identifier: Apache-2.0
package dev.tenon.benchmarks.growth;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Draws curves with both axes logarithmic: what grows in proportion is a line that rises as fast
/// as it goes to the right.
final class Plot {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;

  private Plot() {}

  /// Writes a picture.
  static void write(Curves curves, Path file) throws IOException {
    Subject subject = curves.subject();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(subject.title())
            .xAxisTitle(subject.sizeLabel())
            .yAxisTitle(subject.unit().label())
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    curves.all().forEach((work, points) -> add(chart, subject, work, points));
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }

  private static void add(XYChart chart, Subject subject, String work, List<Curves.Point> points) {
    chart.addSeries(
        work,
        points.stream().map(Curves.Point::size).toList(),
        points.stream().map(point -> subject.unit().shown(point.value())).toList());
  }
}
