// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/conformance.md` and the tests agree on which cases are covered.
class ConformanceTableTest {

  private static final Pattern AREA = Pattern.compile("^\\| ([A-Z]+) \\| (\\d+) \\|");
  private static final Pattern NOTE = Pattern.compile("^\\| ([A-Z]+-\\d\\d[^|]*) \\| ([^|]+) \\|");

  @Test
  void areas_everyCase_hasATestOrAReason() throws Exception {
    Set<String> covered = testedCases();
    covered.addAll(casesWithStatus("unit test"));

    assertThat(listedCases()).isNotEmpty();
    assertThat(covered).containsAll(listedCases());
  }

  @Test
  void testedCases_ofListedAreas_exist() throws Exception {
    Set<String> listed = listedCases();
    List<String> areas = listed.stream().map(ConformanceTableTest::area).distinct().toList();

    assertThat(testedCases().stream().filter(id -> areas.contains(area(id))))
        .allMatch(listed::contains);
  }

  private static String area(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  private static List<String> lines() throws IOException {
    String root = System.getProperty("tenon.root", "../..");
    return Files.readAllLines(Path.of(root).resolve("docs/conformance.md"));
  }

  /// All cases of the areas in the first table.
  private static Set<String> listedCases() throws IOException {
    Set<String> ids = new TreeSet<>();
    for (String line : lines()) {
      Matcher area = AREA.matcher(line);
      if (area.find()) {
        for (int number = 1; number <= Integer.parseInt(area.group(2)); number++) {
          ids.add("%s-%02d".formatted(area.group(1), number));
        }
      }
    }
    return ids;
  }

  private static Set<String> casesWithStatus(String status) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (String line : lines()) {
      Matcher note = NOTE.matcher(line);
      if (note.find() && note.group(2).strip().equals(status)) {
        ids.addAll(List.of(note.group(1).strip().split(", ")));
      }
    }
    return ids;
  }

  /// The cases that tests name.
  private static Set<String> testedCases() throws Exception {
    Set<String> ids = new TreeSet<>();
    for (Class<?> test : testClasses()) {
      for (Method method : test.getDeclaredMethods()) {
        Case named = method.getAnnotation(Case.class);
        ids.addAll(named == null ? List.of() : Arrays.asList(named.value()));
      }
    }
    return ids;
  }

  private static List<Class<?>> testClasses()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path folder =
        Path.of(ConformanceTableTest.class.getResource("ConformanceTableTest.class").toURI())
            .getParent();
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        // Not initialized: some test classes fail on purpose when they are.
        classes.add(
            Class.forName(
                "dev.tenon.conformance." + name,
                false,
                ConformanceTableTest.class.getClassLoader()));
      }
    }
    return classes;
  }
}
