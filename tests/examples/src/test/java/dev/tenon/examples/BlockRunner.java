// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import dev.tenon.examples.CodeBlock.Directive;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Does with the code blocks of one document, in their order, what a reader would do: compiles Java
/// and C as strictly as the project's own sources, runs the commands and compares what they print.
final class BlockRunner {

  private static final Pattern JAVA_TYPE =
      Pattern.compile("public\\s+(?:final\\s+)?(?:class|interface|record|enum)\\s+(\\w+)");

  private static final String JAVA_BEFORE =
      """
      import dev.tenon.*; import dev.tenon.cdef.*; import dev.tenon.concurrent.*; import dev.tenon.error.*; import dev.tenon.error.kind.*; import dev.tenon.event.*; import dev.tenon.imports.*; \
      import dev.tenon.module.*; import dev.tenon.registry.*; import dev.tenon.run.*; import dev.tenon.search.*; import dev.tenon.value.*; import java.io.*; \
      import java.lang.foreign.*; import java.lang.invoke.*; import java.nio.file.*; import java.time.*; import java.util.*; \
      import java.util.function.*; \
      class Fragment { static void run(Interpreter interpreter, ModuleObject module) throws Exception {
      """;

  private final Workplace workplace;
  private final Path scratch;

  /// @param scratch an empty folder for what is compiled
  BlockRunner(Workplace workplace, Path scratch) {
    this.workplace = workplace;
    this.scratch = scratch;
  }

  /// Does what is to be done with a block.
  ///
  /// @throws AssertionError if that fails; the message names file and line
  void run(CodeBlock block) {
    try {
      switch (block.directive()) {
        case Directive.Usual _, Directive.Fragment _ -> dispatch(block);
        case Directive.ToFile(String name) -> {
          Path file = workplace.folder().resolve(name);
          Files.createDirectories(file.getParent());
          Files.writeString(file, block.text());
          dispatch(block);
        }
        case Directive.PartOf(String name) -> expectPart(block, name);
        case Directive.NotRun _ -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(block.toString(), e);
    }
  }

  /// Indentation does not count.
  private static void expectPart(CodeBlock block, String name) throws IOException {
    Path file = Checkout.ROOT.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw block.failure(-1, "there is no file %s in the checkout".formatted(name));
    }
    if (!unindented(Files.readString(file)).contains(unindented(block.text()))) {
      throw block.failure(-1, "the block does not stand in %s; copy it from there".formatted(name));
    }
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }

  private void dispatch(CodeBlock block) throws IOException {
    switch (block.language()) {
      case "java" -> compileJava(block);
      case "c" -> compileC(block);
      case "sh" -> runScript(block);
      case "console" -> ConsoleSession.of(block).run(workplace.commands());
      case "", "text" -> {}
      default ->
          throw block.failure(
              -1,
              "found the language '%s', expected java, c, sh, console or text"
                  .formatted(block.language()));
    }
  }

  private void compileJava(CodeBlock block) throws IOException {
    boolean fragment = block.directive() instanceof Directive.Fragment;
    Matcher type = JAVA_TYPE.matcher(block.text());
    String name = fragment ? "Fragment" : type.find() ? type.group(1) : "Block";
    Path source = Files.createTempDirectory(scratch, "java").resolve(name + ".java");
    Files.writeString(source, fragment ? JAVA_BEFORE + block.text() + "}}\n" : block.text());
    Commands.Outcome outcome =
        workplace
            .commands()
            .run(
                Checkout.tool("javac").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-cp",
                Checkout.libraries() + "/*" + File.pathSeparator + workplace.folder() + "/jna.jar",
                "-sourcepath",
                workplace.folder().toString(),
                "-implicit:none",
                "-d",
                source.resolveSibling("classes").toString(),
                source.toString());
    expectCompiled(block, source, fragment ? 1 : 0, outcome);
  }

  private void compileC(CodeBlock block) throws IOException {
    boolean fragment = block.directive() instanceof Directive.Fragment;
    Path folder = Files.createTempDirectory(scratch, "c");
    Path source = Files.createDirectory(folder.resolve("sources")).resolve("block.c");
    String before = fragment ? "#include <tenon.h> /* cc-flags: -Wno-unused-function */\n" : "";
    Files.writeString(source, before + block.text());
    Commands.Outcome outcome =
        workplace
            .commands()
            .run(
                "sh",
                Checkout.ROOT.resolve(".ci/cc").toString(),
                "modules",
                source.getParent().toString(),
                folder.resolve("out").toString());
    expectCompiled(block, source, fragment ? 1 : 0, outcome);
  }

  /// Turns the compiler's places into places of the document.
  private static void expectCompiled(
      CodeBlock block, Path source, int linesBefore, Commands.Outcome outcome) {
    if (outcome.status() == 0) {
      return;
    }
    String messages =
        Pattern.compile(Pattern.quote(source.toString()) + ":(\\d+)")
            .matcher(outcome.output() + outcome.errors())
            .replaceAll(place ->
                Matcher.quoteReplacement(
                    block.place(Integer.parseInt(place.group(1)) - 1 - linesBefore)));
    throw block.failure(-1, "the block does not compile\n" + messages);
  }

  private void runScript(CodeBlock block) {
    Commands.Outcome outcome = workplace.commands().run("sh", "-eu", "-c", block.text());
    if (outcome.status() != 0) {
      throw block.failure(
          -1,
          "the commands ended with exit status %d\n%s%s"
              .formatted(outcome.status(), outcome.output(), outcome.errors()));
    }
  }
}
