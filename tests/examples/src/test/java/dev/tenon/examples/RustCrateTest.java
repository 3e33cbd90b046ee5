// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The crate agrees with the headers of C, whose compiler prints every number, size and offset, and
/// with its own documentation.
class RustCrateTest {

  private static final Path CRATE = Checkout.ROOT.resolve("native-ext/rust/src");
  private static final Path HEADERS = Checkout.ROOT.resolve("native-ext/include");

  private static final Pattern CONSTANT = Pattern.compile("pub const (T\\w+): ");
  private static final Pattern RECORD =
      Pattern.compile("pub (?:struct|union) (Tn\\w+) \\{(.*?)\n}", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("\n    pub (\\S+):");

  private static final Pattern NUMBER_OF_C =
      Pattern.compile("(?m)^#define (TN_[A-Z0-9_]+) [0-9]+u?$");
  private static final Pattern OPERATION_OF_C = Pattern.compile("X\\(([A-Z_]+), [0-9]+, ");
  private static final Pattern RECORD_OF_C =
      Pattern.compile("(?m)^(?:typedef )?(?:struct|union) (Tn\\w+) \\{");

  @TempDir private Path folder;
  private Commands commands;
  private String sys;

  @BeforeEach
  void setUp() throws IOException {
    Prerequisite.RUST.require();
    commands = new Commands(folder, Map.of());
    sys = Files.readString(CRATE.resolve("sys.rs"));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String headers() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(HEADERS)) {
      for (Path header : files.filter(file -> file.toString().endsWith(".h")).sorted().toList()) {
        text.append(Files.readString(header));
      }
    }
    return text.toString();
  }

  /// Each constant, record and field, as `NAME` or `RECORD.FIELD`, as Rust spells them.
  private List<String> items() {
    List<String> items = new ArrayList<>(found(CONSTANT, sys));
    Matcher records = RECORD.matcher(sys);
    while (records.find()) {
      items.add(records.group(1));
      found(FIELD, records.group(2)).forEach(field -> items.add(records.group(1) + "." + field));
    }
    return items;
  }

  /// A field whose name is a keyword of Rust has a mark.
  private static String nameInC(String item) {
    return item.replace(".r#", ".").replaceFirst("_$", "");
  }

  private static String lineOfC(String item) {
    String name = nameInC(item);
    String number =
        name.contains(".")
            ? "offsetof(%s)".formatted(name.replace(".", ", "))
            : name.startsWith("Tn") ? "sizeof(%s)".formatted(name) : name;
    return "  printf(\"%s %%lld\\n\", (long long)%s);\n".formatted(name, number);
  }

  private static String lineOfRust(String item) {
    String name = nameInC(item);
    String[] parts = item.split("\\.", 2);
    String number =
        parts.length == 2
            ? ("{ let all = std::mem::MaybeUninit::<%s>::uninit(); let start = all.as_ptr();"
                    + " unsafe { std::ptr::addr_of!((*start).%s) as usize - start as usize } }")
                .formatted(parts[0], parts[1])
            : name.startsWith("Tn") ? "std::mem::size_of::<%s>()".formatted(name) : name;
    return "    println!(\"%s {}\", %s);\n".formatted(name, number);
  }

  private String printed(String... compiler) {
    Commands.Outcome built = commands.run(compiler);
    assertThat(built.status()).as(built.errors()).isZero();
    return commands.run(folder.resolve("numbers").toString()).output();
  }

  @Test
  void numbersAndLayouts_areThoseOfTheHeaders() throws IOException {
    StringBuilder inC = new StringBuilder("#include <tenon.h>\nint main(void) {\n");
    items().forEach(item -> inC.append(lineOfC(item)));
    Path source = Files.writeString(folder.resolve("numbers.c"), inC + "  return 0;\n}\n");
    String ofC = printed("cc", "-I", HEADERS.toString(), "-o", "numbers", source.toString());
    StringBuilder inRust =
        new StringBuilder(
                "#[allow(dead_code)]\n#[path = \"%s\"]\n".formatted(CRATE.resolve("sys.rs")))
            .append("mod sys;\nuse sys::*;\nfn main() {\n");
    items().forEach(item -> inRust.append(lineOfRust(item)));
    Path program = Files.writeString(folder.resolve("numbers.rs"), inRust + "}\n");

    assertThat(printed("rustc", "--edition=2021", "-o", "numbers", program.toString()))
        .isEqualTo(ofC);
    assertThat(ofC.lines()).hasSameSizeAs(items());
  }

  @Test
  void headers_haveNothingThatTheCrateLacks() throws IOException {
    String text = headers();

    assertThat(found(CONSTANT, sys)).containsAll(new TreeSet<>(found(NUMBER_OF_C, text)));
    assertThat(found(CONSTANT, sys))
        .containsAll(found(OPERATION_OF_C, text).stream().map("TN_OP_"::concat).toList());
    assertThat(found(RECORD, sys)).containsAll(found(RECORD_OF_C, text));
  }

  @Test
  void examplesInTheDocumentation_compileOrDoNotAsTheySay() {
    String root = CRATE.resolve("lib.rs").toString();
    assertThat(
            commands.run(
                "rustc", "--edition=2021", "--crate-type=rlib", root, "--crate-name=tenon"))
        .isEqualTo(new Commands.Outcome(0, "", ""));

    Commands.Outcome tests =
        commands.run(
            "rustdoc",
            "--test",
            "--edition=2021",
            "--crate-name=tenon",
            "--extern=tenon=libtenon.rlib",
            root);

    assertThat(tests.status()).as(tests.output()).isZero();
    assertThat(tests.output()).contains("test result: ok. 4 passed");
  }
}
