// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the checkout to the [House], and shows that each of its rules can fail.
final class HouseTest {

  private static final Path ROOT = Path.of(System.getProperty("tenon.root", "../.."));

  private static final String DECISION =
      """
      # 7. Locks

      Status: accepted, 2026-01-31.

      ## Context

      ## Decision

      ## Consequences
      """;

  private static final String HEADER =
      """
      /* SPDX-License-Identifier: Apache-2.0 */
      /**
       * What a module asks.
       */
      /** How many; see tn_self. */
      #define TN_MOST 1u
      #define TN_SLOT_EXEC 6u
      /** Fills | the module. */
      #define TN_EXEC(function) \\
          TN_SLOT_OF(TN_SLOT_EXEC, function)
      typedef struct TnContext TnContext;
      /** A point. */
      typedef struct TnPoint {
          int32_t x;
      #ifdef __cplusplus
          TnPoint();
      #endif
      } TnPoint;
      /** Draws. */
      typedef void (*TnDraw)(TnPoint *point);

      /**
       * Makes the module,
       * as `TN_MOST` says:
       *
       *     tn_self(cx);
       *
       * @param cx *borrowed*
       * @return 0,
       *         or -1
       * @since 1.0
       */
      static inline int32_t tn_self(TnContext *cx) { return 0; }
      """;

  @TempDir Path folder;

  static Stream<Named<Function<House, List<String>>>> rules() {
    return Stream.of(
        named("top level", House::topLevel),
        named("root POM", House::rootPom),
        named("pinned plug-ins", House::pinnedPlugins),
        named("versions", House::bom),
        named("compared packages", House::comparedPackages),
        named("shell", House::shell),
        named("licences", House::licenses),
        named("headers of systems", House::systemHeaders),
        named("decisions", House::decisions),
        named("glossary", House::glossary),
        named("reference of C", House::cReference),
        named("changelog", House::changelog));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void checkout_rule_holds(Function<House, List<String>> rule) {
    assertThat(rule.apply(new House(ROOT.toAbsolutePath().normalize()))).isEmpty();
  }

  @BeforeEach
  void writeSmallHouse() throws IOException {
    write("pom.xml", "<x>\n<pluginManagement></pluginManagement>\n");
    write("tenon", "#!/bin/sh\n");
    write("loader/bom/pom.xml", "<packaging>pom</packaging><artifactId>tenon-core</artifactId>");
    write("loader/core/pom.xml", "</parent>\n  <artifactId>tenon-core</artifactId>");
    write("native-ext/pom.xml", "");
    write("docs/adr/0007-locks.md", DECISION);
    write("docs/adr/README.md", "Decisions.\n\n7. [Locks](0007-locks.md)\n");
    write("native-ext/include/tenon/api.h", HEADER);
    CReference.write(folder);
    write(
        "native-ext/core/src/main/c/one.c",
        "/* " + "SPDX-License-Identifier: Apache-2.0 */\n#include <string.h>\n");
    write("docs/glossary.md", "| Word | Meaning |\n|---|---|\n| a | b |\n| `B c` | d |\n");
    write("docs/changelog.md", "## 1.0\n\n### Added\n\n#### API\n\n- One.\n- Two.\n");
    write("loader/core/One.java", "// SPDX-License-Identifier: Apache-2.0\nclass One {}\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private House house() {
    return new House(folder);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void smallHouse_rule_holds(Function<House, List<String>> rule) {
    assertThat(rule.apply(house())).isEmpty();
  }

  @Test
  void topLevel_strangers_areTold() throws IOException {
    write("scripts/x", "");

    assertThat(house().topLevel()).containsExactly("scripts does not belong beside the root POM");
  }

  @Test
  void rootPom_tooManyLines_areTold() throws IOException {
    write("pom.xml", "\n".repeat(401));

    assertThat(house().rootPom()).containsExactly("pom.xml has 401 lines, at most 400 are allowed");
  }

  @Test
  void pinnedPlugin_withoutUse_isTold() throws IOException {
    String plugin = "<plugin>\n<groupId>g</groupId>\n<artifactId>site</artifactId>\n</plugin>";
    write("pom.xml", "<pluginManagement>" + plugin + "</pluginManagement>");
    assertThat(house().pinnedPlugins()).containsExactly("site is pinned and not used");

    write("loader/core/pom.xml", plugin);
    assertThat(house().pinnedPlugins()).isEmpty();
  }

  @Test
  void referenceOfC_showsWhatTheHeadersSay() throws IOException {
    assertThat(Files.readString(folder.resolve("docs/c-api/api.md")))
        .endsWith(
            """

            # `tenon/api.h`

            What a module asks.

            ## Types

            ### TnPoint

            <!-- not run: a declaration -->
            ```c
            typedef struct TnPoint {
                int32_t x;
            } TnPoint;
            ```

            A point.

            ### TnDraw

            <!-- not run: a declaration -->
            ```c
            typedef void (*TnDraw)(TnPoint *point);
            ```

            Draws.

            ## Constants

            | Name | Meaning | Value |
            |---|---|---|
            | `TN_MOST` | How many; see [`tn_self`](api.md#tn_self). | `1u` |

            ## Macros

            ### TN_EXEC

            <!-- not run: a declaration -->
            ```c
            TN_EXEC(function)
            ```

            Fills | the module.

            ## Functions

            ### tn_self

            <!-- not run: a declaration -->
            ```c
            int32_t tn_self(TnContext *cx);
            ```

            Makes the module,
            as [`TN_MOST`](api.md#constants) says:

            <!-- not run: a part of a source -->
            ```c
            tn_self(cx);
            ```

            | Parameter | |
            |---|---|
            | `cx` | *borrowed* |

            - *return:* 0, or -1
            - *since:* 1.0
            """);
    assertThat(Files.readString(folder.resolve("docs/c-api.md")))
        .contains("| [`TN_EXEC`](c-api/api.md#tn_exec) | Fills \\| the module |");
  }

  @Test
  void referenceOfC_thatIsNotThatOfTheHeaders_isReported() throws IOException {
    write("docs/c-api/old.md", "");
    write("native-ext/include/tenon/api.h", HEADER.replace("Draws.", "Draws it."));

    assertThat(house().cReference())
        .containsExactly(
            "docs/c-api/old.md belongs to no header: delete it",
            "docs/c-api.md is not what the headers say: " + CReference.REMEDY,
            "docs/c-api/api.md is not what the headers say: " + CReference.REMEDY);
  }

  @Test
  void headerOfC_withoutComment_isReported() throws IOException {
    write("native-ext/include/tenon/api.h", HEADER + "static inline int tn_x(void) {}\n");
    assertThat(house().cReference())
        .containsExactly("tenon/api.h: tn_x has no comment: write one, the reference shows it");

    write("native-ext/include/tenon/api.h", HEADER + "#define TN_X 1u\n");
    assertThat(house().cReference())
        .containsExactly("tenon/api.h: TN_X has no comment: write one, the reference shows it");

    write("native-ext/include/tenon/api.h", "#define TN_X 1u\n");
    assertThat(house().cReference())
        .containsExactly("tenon/api.h: expected a comment that says what it is for");
  }

  @Test
  void publishedModule_withoutVersion_isTold() throws IOException {
    write("native-ext/new/pom.xml", "</parent>\n\n  <artifactId>tenon-new</artifactId>");

    assertThat(house().bom()).containsExactly("tenon-new is not in tenon-bom");
  }

  @Test
  void exportedPackage_thatIsNotCompared_isTold() throws IOException {
    write(
        "loader/core/src/main/java/module-info.java",
        """
        // SPDX-License-Identifier: Apache-2.0
        module m {
          exports dev.tenon.a;
          exports dev.tenon.b to
              dev.tenon.c;
        }
        """);
    assertThat(house().comparedPackages())
        .containsExactly("loader/core exports [dev.tenon.a] and compares []");

    write(
        "loader/core/pom.xml",
        "</parent>\n  <artifactId>tenon-core</artifactId>"
            + "<artifactId>japicmp-maven-plugin</artifactId>"
            + "<includes><include>dev.tenon.a</include></includes>");
    assertThat(house().comparedPackages()).isEmpty();
  }

  @Test
  void shell_tooMuch_isTold() throws IOException {
    write(".ci/run", "#!/usr/bin/env bash\n" + "x\n".repeat(500));
    write("tenon", "#!/bin/sh\n" + "x\n".repeat(120));

    assertThat(house().shell())
        .containsExactly(
            "all shell has 622 lines, at most 500 are allowed",
            "tenon has 121 lines, at most 120 are allowed");
  }

  @Test
  void header_ofASystem_isToldWhereItIsNotAlone() throws IOException {
    write("native-ext/core/src/main/c/two.c", "#include <tenon.h>\n#include <sys/mman.h>\n");
    write("native-ext/core/src/main/c/two_linux.c", "#include <sys/mman.h>\n");

    assertThat(house().systemHeaders())
        .containsExactly(
            "native-ext/core/src/main/c/two.c includes sys/mman.h: use platform.h, or add it to the"
                + " headers of C here");
  }

  @Test
  void sources_withoutLicence_areTold() throws IOException {
    write("tests/x/src/test/java/A.java", "class A {}\n");
    write("sample-extensions/x/src/test/c/a.c", "int a;\n");
    write("native-ext/include/empty.h", "");

    assertThat(house().licenses()).hasSize(3).allMatch(line -> line.contains("licence"));
  }

  @Test
  void decisions_inAnotherForm_areTold() throws IOException {
    for (String wrong :
        List.of(
            DECISION.replace("# 7", "# 8"),
            DECISION.replace("accepted", "agreed"),
            DECISION.replace(", 2026-01-31", ""),
            DECISION.replace("accepted", "superseded by [9](0009-other.md)"),
            DECISION.replace("## Context", "**Context.**"),
            DECISION.replace("## Decision\n\n## Consequences", "## Consequences\n\n## Decision"),
            DECISION.replace("Locks", "Keys"))) {
      write("docs/adr/0007-locks.md", wrong);
      assertThat(house().decisions()).as(wrong).isNotEmpty();
    }
  }

  @Test
  void glossary_outOfOrderOrTwice_isTold() throws IOException {
    write("docs/glossary.md", "| Word | Meaning |\n|---|---|\n| b | b |\n| a | d |\n| `A` | d |\n");

    assertThat(house().glossary())
        .containsExactly("'a' stands behind 'b'", "'a' stands behind 'a'");
  }

  @Test
  void changelog_linesAndAreasTwice_areTold() throws IOException {
    write("docs/changelog.md", "### Added\n- A.\n#### API\n- B.\n#### API\n- B.\n");

    assertThat(house().changelog())
        .containsExactly("in no area: - A.", "### Added has #### API twice", "twice: - B.");
  }
}
