// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.tool.DeclarationCheck;
import dev.tenon.cdef.tool.HeaderDeclarations;
import dev.tenon.cdef.tool.JavaInterface;
import dev.tenon.cdef.tool.ShimLibrary;
import dev.tenon.cdef.tool.VerifiedDeclarations;
import dev.tenon.cli.command.Answer;
import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.JsonWriter;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `tenon cdef`: writes the declarations of a C library out of headers, or compares those of a file
/// with its library.
public final class CdefCommand implements Subcommand {

  private static final int PLACE = 120;
  private static final String NAME = "cdef";
  private static final String LIBRARY = "--library";
  private static final String ONLY = "--only";
  private static final String VERIFY = "--verify";
  private static final String HEADER = "--header";
  private static final String UNCONFIRMED = "--allow-unconfirmed";
  private static final String INCLUDE = "--include";
  private static final String DEFINE = "--define";
  private static final String PACKAGE = "--pkg";
  private static final String TARGET = "--target";
  private static final String DUMP = "--dump";
  private static final String JAVA = "--java";
  private static final String SHIM = "--shim";
  private static final String WRAP = "--wrap";

  private static final String DESCRIPTION =
      "Write the declarations of a C library out of its header, for a file NAME.cdef.h.";
  private static final String LIBRARY_DESCRIPTION =
      "The file name of the library. May be given several times, for several platforms.";
  private static final String ONLY_DESCRIPTION =
      "Only these names, separated by commas; * stands for any characters.";
  private static final String VERIFY_DESCRIPTION =
      "Compare the declarations in the file with the library's debug information, and with"
          + " --header.";
  private static final String OTHER_DESCRIPTION =
      "With --verify, compare with what the C compiler makes of this header. May be given several"
          + " times.";
  private static final String UNCONFIRMED_DESCRIPTION =
      "With --verify, accept declarations that nothing confirms.";
  private static final String INCLUDE_DESCRIPTION =
      "Look for headers in this folder first. May be given several times.";
  private static final String DEFINE_DESCRIPTION =
      "Define a macro for the compiler. May be given several times.";
  private static final String PACKAGE_DESCRIPTION =
      "Take the compiler's flags and the library from pkg-config. May be given several times.";
  private static final String TARGET_DESCRIPTION =
      "Extract for another platform, such as aarch64-linux-gnu; takes its compiler.";
  private static final String DUMP_DESCRIPTION =
      "List what the headers declare and where, instead of declarations.";
  private static final String JAVA_DESCRIPTION =
      "Write a Java interface of this name for ModuleObject.as, instead of declarations; also for a"
          + " file NAME.cdef.h.";
  private static final String SHIM_DESCRIPTION =
      "Write C functions for inline functions, macros and types that calls do not pass to this"
          + " file.";
  private static final String WRAP_DESCRIPTION =
      "With --shim, write this function, too: 'int f(int x)' or 'int f(int x) = g(x, 1)'.";
  private static final String SHIM_FILE =
      "--shim takes the name of a file FILE.c to write, and --wrap needs --shim";
  private static final String VERIFY_ONE = "--verify takes one file NAME.cdef.h";
  private static final String HEADER_DESCRIPTION =
      "Headers, or their names among the system's headers; with --verify, a file NAME.cdef.h.";
  private static final String VERIFY_ALONE =
      "--header, --allow-unconfirmed and --json need --verify";

  /// A subcommand is made by the service loader.
  public CdefCommand() {}

  /// How the C compiler is called.
  ///
  /// @param folders where included headers are looked for
  /// @param defines macros, as `NAME` or `NAME=VALUE`
  /// @param packages of pkg-config
  /// @param target the platform; null for this one
  private record Compiling(
      List<String> folders, List<String> defines, List<String> packages, @Nullable String target) {
    private HeaderReader.Flags flags(Surroundings surroundings) {
      return new HeaderReader.Flags(
          surroundings.folder(),
          folders.stream().map(Path::of).toList(),
          defines,
          List.of(),
          target);
    }
  }

  /// Write the declarations of a C library out of headers.
  ///
  /// @param only names and patterns of what is wanted; empty for all
  /// @param libraries the names of the library
  /// @param dump whether to list what is there instead
  /// @param javaName the full name of a Java interface to write instead; null for none
  /// @param shim the library of functions in C that stand for what no call reaches; null for none
  /// @param headers the files, or their names among the system's headers
  private record Cdef(
      Compiling compiling,
      List<String> only,
      List<String> libraries,
      boolean dump,
      @Nullable String javaName,
      @Nullable ShimLibrary shim,
      List<String> headers)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(
              Settings.NONE,
              headers.getFirst(),
              "reading " + String.join(", ", headers),
              () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws UsageException {
      if (javaName != null && headers.size() == 1 && headers.getFirst().endsWith(".cdef.h")) {
        return ofDeclarations(surroundings, javaName);
      }
      HeaderReader.Extract extract = declarations(surroundings);
      List<String> notes =
          extract.leftOut().stream()
              .map(line -> "left out " + line)
              .collect(Collectors.toCollection(ArrayList::new));
      if (shim != null) {
        try {
          Files.writeString(surroundings.folder().resolve(shim.source()), extract.shim());
        } catch (IOException e) {
          throw new UsageException(
              "cannot write %s: %s".formatted(Escapes.quoted(shim.source()), e));
        }
        notes.add(
            "build the functions with: "
                + shim.command(compiling.flags(surroundings), compiling.packages(), libraries));
      }
      return Answer.of(shown(extract), true, notes);
    }

    /// An interface for a file of declarations, with what its lines say.
    private Answer ofDeclarations(Surroundings surroundings, String name) throws UsageException {
      try {
        Path file = surroundings.folder().resolve(headers.getFirst());
        return Answer.of(JavaInterface.of(file, name), true);
      } catch (IOException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    private String shown(HeaderReader.Extract extract) throws UsageException {
      if (dump) {
        return extract.entries().stream().map(CdefCommand::declared).collect(Collectors.joining());
      }
      if (javaName == null) {
        return extract.text();
      }
      try {
        return JavaInterface.of(extract, javaName);
      } catch (IOException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }

    private HeaderReader.Extract declarations(Surroundings surroundings) throws UsageException {
      try {
        return HeaderDeclarations.of(
            headers, compiling.flags(surroundings), compiling.packages(), only, libraries, shim);
      } catch (IOException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  /// Compare a file of declarations with its library and headers.
  ///
  /// @param headers their paths, or their names among the system's headers
  /// @param acceptsUnconfirmed whether declarations may stay that nothing confirmed
  /// @param json whether to write JSON
  /// @param file the file of declarations
  private record Verify(
      Compiling compiling,
      List<String> headers,
      boolean acceptsUnconfirmed,
      boolean json,
      String file)
      implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      return new AnswerPrinter(surroundings)
          .print(Settings.NONE, file, Messages.checking(file), () -> answer(surroundings));
    }

    private Answer answer(Surroundings surroundings) throws UsageException {
      VerifiedDeclarations verified = verified(surroundings);
      List<String> notes = new ArrayList<>(verified.notes());
      List<String> unconfirmed = verified.unconfirmed();
      if (!unconfirmed.isEmpty() && !acceptsUnconfirmed) {
        notes.add(
            "nothing confirms %s; name the headers with --header, compile the library with -g, or accept it with %s"
                .formatted(String.join(", ", unconfirmed), UNCONFIRMED));
      }
      return Answer.of(
          json ? JsonWriter.write(verified.asMap(acceptsUnconfirmed)) : verified.text(),
          verified.isGood(acceptsUnconfirmed),
          notes);
    }

    private VerifiedDeclarations verified(Surroundings surroundings) throws UsageException {
      try {
        return DeclarationCheck.of(
            surroundings.folder().resolve(file),
            headers,
            compiling.flags(surroundings),
            compiling.packages());
      } catch (IOException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
  }

  private static String declared(HeaderReader.Entry entry) {
    return "%s %s %s:%d\n".formatted(entry.kind(), entry.name(), entry.file(), entry.line());
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec command = Options.command(NAME, DESCRIPTION);
    command.addOption(list("FILE", LIBRARY_DESCRIPTION, LIBRARY));
    command.addOption(list("NAMES", ONLY_DESCRIPTION, ONLY));
    command.addOption(
        OptionSpec.builder(VERIFY)
            .arity("0")
            .type(boolean.class)
            .description(VERIFY_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(UNCONFIRMED)
            .arity("0")
            .type(boolean.class)
            .description(UNCONFIRMED_DESCRIPTION)
            .build());
    command.addOption(list("HEADER", OTHER_DESCRIPTION, HEADER));
    Options.withJson(command);
    command.addOption(list("FOLDER", INCLUDE_DESCRIPTION, "-I", INCLUDE));
    command.addOption(list("NAME[=VALUE]", DEFINE_DESCRIPTION, "-D", DEFINE));
    command.addOption(list("NAME", PACKAGE_DESCRIPTION, PACKAGE));
    command.addOption(
        OptionSpec.builder(TARGET)
            .paramLabel("PLATFORM")
            .type(String.class)
            .arity("1")
            .description(TARGET_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(DUMP)
            .arity("0")
            .type(boolean.class)
            .description(DUMP_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(JAVA)
            .paramLabel("CLASS")
            .type(String.class)
            .arity("1")
            .description(JAVA_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(SHIM)
            .paramLabel("FILE.c")
            .type(String.class)
            .arity("1")
            .description(SHIM_DESCRIPTION)
            .build());
    command.addOption(list("PROTOTYPE", WRAP_DESCRIPTION, WRAP));
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("HEADER")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(HEADER_DESCRIPTION)
            .build());
  }

  private static OptionSpec list(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .description(description)
        .build();
  }

  @Override
  public Request request(ParseResult parsed) throws UsageException {
    Compiling compiling =
        new Compiling(
            Options.texts(parsed, INCLUDE),
            Options.texts(parsed, DEFINE),
            Options.texts(parsed, PACKAGE),
            Options.text(parsed, TARGET));
    List<String> headers = List.copyOf(parsed.<List<String>>matchedPositionalValue(0, List.of()));
    List<String> others = Options.texts(parsed, HEADER);
    boolean acceptsUnconfirmed = parsed.hasMatchedOption(UNCONFIRMED);
    boolean json = Options.isJson(parsed);
    if (parsed.hasMatchedOption(VERIFY)) {
      if (headers.size() > 1) {
        throw new UsageException(VERIFY_ONE);
      }
      return new Verify(compiling, others, acceptsUnconfirmed, json, headers.getFirst());
    }
    if (!others.isEmpty() || acceptsUnconfirmed || json) {
      throw new UsageException(VERIFY_ALONE);
    }
    String shim = Options.text(parsed, SHIM);
    if (shim == null ? !Options.texts(parsed, WRAP).isEmpty() : !shim.endsWith(".c")) {
      throw new UsageException(SHIM_FILE);
    }
    List<String> only =
        Options.texts(parsed, ONLY).stream()
            .flatMap(names -> Arrays.stream(names.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return new Cdef(
        compiling,
        only,
        Options.texts(parsed, LIBRARY),
        parsed.hasMatchedOption(DUMP),
        Options.text(parsed, JAVA),
        shim == null ? null : new ShimLibrary(shim, Options.texts(parsed, WRAP)),
        headers);
  }
}
