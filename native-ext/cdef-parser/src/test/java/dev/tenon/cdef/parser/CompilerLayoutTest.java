// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.RecordLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds layouts against those of the C compiler, for structs that are made at random.
final class CompilerLayoutTest {

  @TempDir private Path folder;

  /// Fewer would miss rare combinations, more would take minutes.
  private static final int RECORDS = Integer.getInteger("tenon.layout.records", 300);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void layouts_ofRandomRecords_areTheCompilers(long seed) throws Exception {
    RandomRecords records = new RandomRecords(seed).add(RECORDS);

    Declarations declarations =
        new CdtParser().parse("random.cdef.h", records.text(), DataModel.current());

    assertThat(ofTenon(declarations, records.made()))
        .as(records.text())
        .isEqualTo(ofCompiler(records));
  }

  private static List<String> ofTenon(Declarations declarations, List<RandomRecords.Made> records) {
    Layouts layouts = new Layouts(declarations, DataModel.current());
    List<String> lines = new ArrayList<>();
    for (RandomRecords.Made each : records) {
      RecordLayout layout = layouts.layout(new CType.Struct(each.tag()));
      lines.add("%s %d %d".formatted(each.tag(), layout.size(), layout.alignment()));
      for (String member : each.members()) {
        RecordLayout.Place place = layout.places().get(member);
        lines.add(
            "%s.%s %d %d"
                .formatted(each.tag(), member, place.offset(), layouts.sizeOf(place.type())));
      }
      for (String member : each.bits()) {
        RecordLayout.Place place = layout.places().get(member);
        long first = place.offset() * 8 + place.bitOffset();
        lines.add(
            "%s.%s bits %d to %d".formatted(each.tag(), member, first, first + place.bits() - 1));
      }
    }
    return lines;
  }

  /// What a program prints that knows the structs from the compiler.
  private List<String> ofCompiler(RandomRecords records) throws Exception {
    StringBuilder program =
        new StringBuilder(
            """
            #include <stdio.h>
            #include <stddef.h>
            #include <string.h>
            static void bits(const char *name, const unsigned char *bytes, size_t size) {
              long first = -1, last = -1;
              for (size_t i = 0; i < size * 8; i++)
                if (bytes[i / 8] >> (i % 8) & 1) { if (first < 0) first = (long)i; last = (long)i; }
              printf("%s bits %ld to %ld\\n", name, first, last);
            }
            """);
    program.append(records.text()).append("int main(void) {\n");
    for (RandomRecords.Made each : records.made()) {
      String tag = each.tag();
      program.append(
          "printf(\"%s %%zu %%zu\\n\", sizeof(%s), _Alignof(%s));\n".formatted(tag, tag, tag));
      for (String member : each.members()) {
        program.append(
            "printf(\"%s.%s %%zu %%zu\\n\", offsetof(%s, %s), sizeof(((%s *)0)->%s));\n"
                .formatted(tag, member, tag, member, tag, member));
      }
      for (String member : each.bits()) {
        program.append(
            "{ %s x; memset(&x, 0, sizeof x); x.%s = -1; bits(\"%s.%s\", (void *)&x, sizeof x); }\n"
                .formatted(tag, member, tag, member));
      }
    }
    Path source = Files.writeString(folder.resolve("random.c"), program.append("return 0; }\n"));
    run(
        "cc",
        "-std=gnu11",
        "-O0",
        "-w",
        "-o",
        folder.resolve("random").toString(),
        source.toString());
    return run(folder.resolve("random").toString()).lines().toList();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
