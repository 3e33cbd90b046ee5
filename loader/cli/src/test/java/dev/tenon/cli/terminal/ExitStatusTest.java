// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The command, its launcher and the documentation return and tell the same.
class ExitStatusTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| `([A-Z_]+)` \\| (.+?) \\|$");
  private static final Pattern OF_LAUNCHER =
      Pattern.compile("(?m)static final int ([A-Z_]+) = (\\d+);|^ +exit (\\d+) # EX_([A-Z_]+)");

  @Test
  void documentation_table_isThatOfTheCode() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/cli.md")));
    while (row.find()) {
      String meaning = row.group(3).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
      documented.put(row.group(2), row.group(1) + " " + meaning);
    }

    Map<String, String> known = new TreeMap<>();
    for (ExitStatus status : ExitStatus.values()) {
      known.put(status.name(), status.number() + " " + status.meaning());
    }
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void launcher_statuses_areThoseOfTheCode() throws IOException {
    Map<String, Integer> known = new TreeMap<>();
    for (ExitStatus status : ExitStatus.values()) {
      known.put(status.name(), status.number());
    }
    List<Map.Entry<String, Integer>> given = new ArrayList<>();
    for (String part : List.of("tenon", ".ci/Launcher.java")) {
      Matcher line = OF_LAUNCHER.matcher(Files.readString(ROOT.resolve(part)));
      while (line.find()) {
        boolean isShell = line.group(1) == null;
        String name = line.group(isShell ? 4 : 1);
        given.add(Map.entry(name, Integer.valueOf(line.group(isShell ? 3 : 2))));
      }
    }

    assertThat(given).extracting(Map.Entry::getKey).contains("UNAVAILABLE", "BUILD_FAILED");
    assertThat(given)
        .filteredOn(each -> known.containsKey(each.getKey()))
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.getValue()).isEqualTo(known.get(each.getKey())));
  }

  @Test
  void table_numbers_areOneForEachStatus() {
    assertThat(ExitStatus.table()).hasSize(ExitStatus.values().length);
    assertThat(Arrays.stream(ExitStatus.values()).map(ExitStatus::number))
        .isSorted()
        .allMatch(number -> number >= 0 && number <= ExitStatus.GREATEST);
  }
}
