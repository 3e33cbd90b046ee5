// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.module.Inspect;
import dev.tenon.module.ModuleObject;
import dev.tenon.value.SourcePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Declarations and libraries that do not go together, or are no good.
final class CLibraryErrorTest {

  @TempDir private Path folder;
  private CLibraryWorld world;

  @BeforeEach
  void open() throws Exception {
    world = new CLibraryWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String messageFor(String text) throws IOException {
    try {
      world.declared("broken", text);
    } catch (ExtensionContractException e) {
      assertThat(world.interpreter().modules().contains("broken")).isFalse();
      return e.getMessage();
    }
    throw new AssertionError("the declarations were accepted");
  }

  @Test
  void declarationsThatCannotBeRead_allHavePlaceLineAndCaret() throws Exception {
    String message =
        messageFor(
            """
            #pragma tenon library("plain.so")
            // a comment
            foo_t plain_i8(void);
            int plain_i16(int x;
            int plain_i32(siz_t value);
            static int plain_body(void) { return 1; }
            """);

    assertThat(message)
        .contains(
            "broken.cdef.h:3:1: unknown type 'foo_t'",
            "    foo_t plain_i8(void);\n    ^",
            "broken.cdef.h:4:1: this is no C declaration",
            "broken.cdef.h:5:15: unknown type 'siz_t'. Did you mean: 'size_t'?",
            "    int plain_i32(siz_t value);\n                  ^",
            "broken.cdef.h:6:1: a function with a body");
  }

  @Test
  void include_ofAnotherHeader_isRefused() throws Exception {
    assertThat(messageFor("#include <stddef.h>\n#include <zlib.h>\nint plain_i32(int value);\n"))
        .contains("broken.cdef.h:2:1: cannot include <zlib.h>");
  }

  @Test
  void missingLibrary_namesEveryPlace() throws Exception {
    assertThat(messageFor("#pragma tenon library(\"libnone.so.1\", \"libnot.so\")\nint f(void);\n"))
        .contains(
            "no library was found; expected libnone.so.1 or libnot.so",
            folder.resolve("libnone.so.1") + ": does not exist",
            folder.resolve("libnot.so") + ": does not exist")
        .containsPattern("libnot\\.so: .*cannot open shared object file");
  }

  @Test
  void damagedLibrary_isRefusedBeforeItIsMapped() throws Exception {
    Files.writeString(folder.resolve("text.so"), "#!/bin/sh");

    assertThat(messageFor("#pragma tenon library(\"text.so\")\nint f(void);\n"))
        .contains("found a text file that begins with '#!/bin/sh'");
  }

  @Test
  void missingSymbol_namesTheNearestAndAllAreTold() throws Exception {
    assertThat(
            messageFor(
                """
                #pragma tenon library("plain.so")
                int plain_i23(int value);
                int nothing_like_it(void);
                """))
        .contains(
            "plain_i23 (broken.cdef.h:2): the library",
            "has no symbol 'plain_i23'. Did you mean: 'plain_i32'?",
            "nothing_like_it (broken.cdef.h:3)");
  }

  @Test
  void missingSymbol_thatIsOptional_isLeftOut() throws Exception {
    var module =
        world.declared(
            "some",
            """
            #pragma tenon library("plain.so")
            #pragma tenon optional(plain_new*)
            int plain_newest(void);
            int plain_i32(int value);
            """);

    assertThat(module.dir()).contains("plain_i32").doesNotContain("plain_newest");
  }

  @Test
  void symbolOfAnotherKind_isToldAsSuch() throws Exception {
    assertThat(
            messageFor(
                """
                #pragma tenon library("plain.so")
                int plain_level(void);
                extern int plain_i32;
                """))
        .contains("'plain_level' is a variable of the library; expected a function")
        .contains("'plain_i32' is a function of the library; expected a variable");
  }

  /// Linkers for AArch64 do so.
  @Test
  void constantThatIsMappedWithCode_isAVariable() throws Exception {
    Files.writeString(
        world.folder().resolve("mapped.c"),
        "const int mapped_limit = 7; int mapped_twice(int n) { return 2 * n; }");
    Compiler.compile(world.folder(), "-Wl,-z,noseparate-code", "-o", "mapped.so", "mapped.c");
    ModuleObject module =
        world.declared(
            "mapped",
            """
            #pragma tenon library("mapped.so")
            extern const int mapped_limit;
            int mapped_twice(int n);
            """);

    assertThat(module.get("mapped_limit")).isEqualTo(7L);
    assertThat(module.call("mapped_twice", 4)).isEqualTo(8L);
    assertThat(
            messageFor(
                """
                #pragma tenon library("mapped.so")
                extern const int mapped_twice;
                """))
        .contains("'mapped_twice' is a function of the library; expected a variable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nulable(plain_i32) | unknown word 'nulable'. Did you mean: 'nullable'?",
        "nullable(plain_i23) | 'plain_i23' names no declared function or parameter. Did you mean",
        "nullable | expected a word with arguments",
        "nullable() | expected an argument",
        "fails_if(result is bad: plain_i32) | the condition 'result is bad'",
        "owned(plain_gone: plain_i32) | has no symbol 'plain_gone'",
        "fails_if(result == 99999999999999999999: plain_i32) | the number '99999999999999999999'",
        "out(plain_i32.value) | a parameter of type 'int'; expected a pointer to a type",
        "owned(free: plain_i32) | 'owned' means nothing for 'plain_i32': the result is 'int'",
        "owned(free: plain_i32.value) | add a line out(plain_i32.value)",
        "owned(plain_i32) | expected owned(VALUE: TARGET, …): the line gives no value",
        "nullable(plain_i32.value) | the parameter is 'int', not a pointer",
        "nullable(x: plain_i32) | 'nullable' takes no value before a colon",
        "text(plain_i32) | only a result of type 'char *' can be a text",
        "frees(plain_i32) | 'frees' speaks of a parameter; write plain_i32.PARAMETER",
        "blocking(plain_i32.value) | 'blocking' speaks of a function, not of a parameter",
        "callback(call: plain_i32.value) | 'plain_i32.value' is not a pointer to a function",
        "callback(always: plain_i32.value) | 'always' is not how long a callback lives",
        "message(errno: plain_i32) | nothing says when plain_i32() fails",
        "interpreters(isolated, one) | interpreters(one) contradicts interpreters(isolated)",
        "fails_if(result == NULL: plain_i32) | a result of type 'int' compared with NULL",
        "image(own) | image(shared), image(private) or image(direct)",
        "interpreters(all) | shared, isolated or one"
      })
  void pragma_thatMakesNoSense_isTold(String pragma, String expected) throws Exception {
    assertThat(
            messageFor(
                "#pragma tenon library(\"plain.so\")\n#pragma tenon %s\nint plain_i32(int value);\n"
                    .formatted(pragma)))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fails_if(result != 0: plain_i32) | fails_if(result == -1: plain_i32)"
            + " | another line says fails_if(result != 0: plain_i32); only one of them can hold",
        "no_callback(plain_i32) | blocking(plain_i32)"
            + " | 'no_callback' and 'blocking' contradict each other for 'plain_i32'",
        "init(plain_i32) | init(plain_i16) | init(plain_i16) contradicts init(plain_i32)"
      })
  void pragmasThatContradictEachOther_areTold(String one, String other, String expected)
      throws Exception {
    assertThat(
            messageFor(
                """
                #pragma tenon library("plain.so")
                #pragma tenon %s
                #pragma tenon %s
                int plain_i32(int value);
                short plain_i16(short value);
                """
                    .formatted(one, other)))
        .contains("broken.cdef.h:3:", expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#define __name__ 3",
        "#define __spec__ \"none\"",
        "enum { __path__ };",
        "extern int __doc__;",
        "int __getattr__(int name);",
        "struct __getattr__ { int a; };",
        "typedef struct { int a; } __class__;"
      })
  void attributeOfTheModuleItself_isNotReplaced(String declaration) throws Exception {
    assertThat(
            messageFor(
                "#pragma tenon library(\"plain.so\")\n%s\nint plain_i32(int value);\n"
                    .formatted(declaration)))
        .contains("which is an attribute that modules have themselves");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct __attribute__((packed)) s { char a; int b; } | the attribute 'packed' changes",
        "struct s { char a; int b __attribute__((aligned(32))); } | an alignment that is asked for",
        "struct s { char a; long double b; } | has a 'long double'",
        "struct s { int a; int b[]; } | has an array without a length",
        "struct s { } | has no members"
      })
  void structThatCannotBePassed_isRefusedWithItsOwnReason(String type, String reason)
      throws Exception {
    assertThat(
            messageFor(
                "#pragma tenon library(\"plain.so\")\n%s;\nint plain_i32(struct s value);\n"
                    .formatted(type)))
        .contains("'struct s' is passed by value, but", reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain_i16(*value) | '*value' follows a value of type 'int'; expected a pointer",
        "plain_i16(value) | plain_i16() returns 'short'; expected a function that returns a text"
      })
  void message_thatIsNoPointer_isRefusedBeforeItIsFollowed(String message, String expected)
      throws Exception {
    assertThat(
            messageFor(
                """
                #pragma tenon library("plain.so")
                #pragma tenon fails_if(result != 0: plain_i32)
                #pragma tenon message(%s: plain_i32)
                int plain_i32(int value);
                short plain_i16(short value);
                """
                    .formatted(message)))
        .contains(expected);
  }

  @Test
  void structByValue_thatDoublesWithEachLevel_isRefused() throws Exception {
    for (String kind : List.of("struct", "union")) {
      StringBuilder text = new StringBuilder("#pragma tenon library(\"plain.so\")\n");
      text.append("%s s0 { char a; };\n".formatted(kind));
      for (int level = 1; level < 30; level++) {
        text.append("%1$s s%2$d { %1$s s%3$d a, b; };\n".formatted(kind, level, level - 1));
      }
      text.append("int plain_i32(%s s29 value);\n".formatted(kind));

      assertThat(messageFor(text.toString())).contains("holds more than 8192 numbers");
    }
  }

  @Test
  void structThatContainsItself_isTold() throws Exception {
    assertThat(
            messageFor(
                """
                #pragma tenon library("plain.so")
                struct inner;
                struct outer { struct inner member; };
                struct inner { struct outer member; };
                int plain_i32(int value);
                """))
        .contains("'struct outer' contains itself", "'struct inner' contains itself");
  }

  @Test
  void function_isWrittenWhereItIsDeclared() throws Exception {
    var module =
        world.declared(
            "placed", "#pragma tenon library(\"plain.so\")\n\nint plain_i32(int value);\n");

    assertThat(Inspect.placeOf(module.get("plain_i32")))
        .contains(new SourcePlace(world.folder().resolve("placed.cdef.h").toString(), 3));
  }

  @Test
  void parameters_areAsManyAsCanBePassed() throws Exception {
    String text = "#pragma tenon library(\"plain.so\")\nint plain_i32(%s);\n";
    Object[] arguments = new Object[120];
    Arrays.fill(arguments, 1L);

    assertThat(
            world
                .declared(
                    "many", text.formatted(String.join(", ", Collections.nCopies(120, "long"))))
                .call("plain_i32", arguments))
        .isEqualTo(1L);
    assertThat(messageFor(text.formatted(String.join(", ", Collections.nCopies(121, "long")))))
        .contains("it has 121 parameters, more than 120");
  }

  @Test
  void longDouble_isRefusedWithTheReason() throws Exception {
    assertThat(
            messageFor("#pragma tenon library(\"plain.so\")\nlong double plain_double(int x);\n"))
        .contains("'long double' cannot be passed");
  }

  @Test
  void isolatedInterpreter_needsADeclarationOfIsolation() throws Exception {
    Files.writeString(
        folder.resolve("apart.cdef.h"),
        """
        #pragma tenon library("plain.so")
        #pragma tenon interpreters(isolated)
        int plain_i32(int value);
        """);
    try (var isolated = dev.tenon.Interpreter.builder().path(folder).isolated(true).build()) {
      assertThat(isolated.importModule("apart").call("plain_i32", 3)).isEqualTo(3L);
      assertThatThrownBy(() -> isolated.importModule("plain"))
          .hasMessageContaining("does not support loading in subinterpreters");
    }
    assertThat(List.of(folder.toFile().list())).contains("apart.cdef.h");
  }
}
