// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every code block of the README, the guides and the READMEs of the samples works as it stands
/// there.
class DocumentationTest {

  /// A header or program that the blocks of a document need, with its package of Debian.
  private static final Pattern NEEDS = Pattern.compile("(?m)^<!-- needs: (\\S+) (\\S+) -->$");

  @TempDir static Path temporary;
  private static final List<Workplace> WORKPLACES = new ArrayList<>();

  @AfterAll
  static void closeWorkplaces() {
    WORKPLACES.forEach(Workplace::close);
  }

  @TestFactory
  List<DynamicContainer> documents() throws IOException {
    Path docs = Checkout.ROOT.resolve("docs");
    try (Stream<Path> guides = Files.walk(docs)) {
      return Stream.of(
              Stream.of(Checkout.ROOT.resolve("README.md")),
              guides
                  .filter(file -> file.toString().endsWith(".md"))
                  .filter(file -> !file.startsWith(docs.resolve("site")))
                  .sorted(),
              Checkout.filesIn(Checkout.ROOT.resolve("sample-extensions")).stream()
                  .filter(sample -> Checkout.isBuilt(sample.getFileName().toString()))
                  .map(sample -> sample.resolve("README.md"))
                  .filter(Files::exists))
          .flatMap(files -> files)
          .map(DocumentationTest::blocksOf)
          .toList();
    }
  }

  /// The blocks of one document, which share a workplace.
  private static DynamicContainer blocksOf(Path file) {
    String document = Checkout.ROOT.relativize(file).toString();
    try {
      Matcher needs = NEEDS.matcher(Files.readString(file));
      if (needs.find()) {
        Prerequisite prerequisite = new Prerequisite(needs.group(1), needs.group(2));
        if (!prerequisite.isInstalled()) {
          return DynamicContainer.dynamicContainer(
              document,
              List.of(DynamicTest.dynamicTest(prerequisite.problem(), prerequisite::require)));
        }
      }
      Path folder = Files.createTempDirectory(temporary, "document");
      Workplace workplace = Workplace.in(Files.createDirectory(folder.resolve("work")));
      WORKPLACES.add(workplace);
      BlockRunner runner =
          new BlockRunner(workplace, Files.createDirectory(folder.resolve("scratch")));
      return DynamicContainer.dynamicContainer(
          document,
          BlockReader.read(document, Files.readString(file)).stream()
              .map(block -> DynamicTest.dynamicTest(block.toString(), () -> runner.run(block))));
    } catch (IOException e) {
      throw new AssertionError(document + ": " + e, e);
    }
  }
}
