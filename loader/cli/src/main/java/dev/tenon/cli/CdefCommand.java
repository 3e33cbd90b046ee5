// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The arguments of `tenon cdef`.
final class CdefCommand {

  static final String NAME = "cdef";
  private static final String LIBRARY = "--library";
  private static final String ONLY = "--only";
  private static final String VERIFY = "--verify";
  private static final String HEADER = "--header";
  private static final String INCLUDE = "--include";
  private static final String DEFINE = "--define";
  private static final String PACKAGE = "--pkg";
  private static final String TARGET = "--target";
  private static final String DUMP = "--dump";
  private static final String JAVA = "--java";

  private CdefCommand() {}

  static CommandSpec spec() {
    CommandSpec command = ArgumentReader.command(NAME, Messages.CDEF_DESCRIPTION);
    command.addOption(list("FILE", Messages.CDEF_LIBRARY_DESCRIPTION, LIBRARY));
    command.addOption(list("NAMES", Messages.CDEF_ONLY_DESCRIPTION, ONLY));
    command.addOption(
        OptionSpec.builder(VERIFY)
            .arity("0")
            .type(boolean.class)
            .description(Messages.CDEF_VERIFY_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(HEADER)
            .paramLabel("HEADER")
            .type(String.class)
            .arity("1")
            .description(Messages.CDEF_HEADER_DESCRIPTION)
            .build());
    command.addOption(list("FOLDER", Messages.CDEF_INCLUDE_DESCRIPTION, "-I", INCLUDE));
    command.addOption(list("NAME[=VALUE]", Messages.CDEF_DEFINE_DESCRIPTION, "-D", DEFINE));
    command.addOption(list("NAME", Messages.CDEF_PACKAGE_DESCRIPTION, PACKAGE));
    command.addOption(
        OptionSpec.builder(TARGET)
            .paramLabel("PLATFORM")
            .type(String.class)
            .arity("1")
            .description(Messages.CDEF_TARGET_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(DUMP)
            .arity("0")
            .type(boolean.class)
            .description(Messages.CDEF_DUMP_DESCRIPTION)
            .build());
    command.addOption(
        OptionSpec.builder(JAVA)
            .paramLabel("CLASS")
            .type(String.class)
            .arity("1")
            .description(Messages.CDEF_JAVA_DESCRIPTION)
            .build());
    return command.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("HEADER")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(Messages.HEADER_DESCRIPTION)
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

  static Request request(ParseResult parsed) throws UsageException {
    List<String> folders = listed(parsed, INCLUDE);
    List<String> headers = List.copyOf(parsed.<List<String>>matchedPositionalValue(0, List.of()));
    @Nullable String other = parsed.matchedOptionValue(HEADER, null);
    if (parsed.hasMatchedOption(VERIFY)) {
      if (headers.size() > 1) {
        throw new UsageException(Messages.VERIFY_ONE);
      }
      return new Request.Verify(folders, other, headers.getFirst());
    }
    if (other != null) {
      throw new UsageException(Messages.VERIFY_ALONE);
    }
    List<String> only =
        listed(parsed, ONLY).stream()
            .flatMap(names -> Arrays.stream(names.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return new Request.Cdef(
        new Request.Compiling(
            folders,
            listed(parsed, DEFINE),
            listed(parsed, PACKAGE),
            parsed.<@Nullable String>matchedOptionValue(TARGET, null)),
        only,
        listed(parsed, LIBRARY),
        parsed.hasMatchedOption(DUMP),
        parsed.<@Nullable String>matchedOptionValue(JAVA, null),
        headers);
  }

  private static List<String> listed(ParseResult parsed, String option) {
    return List.copyOf(parsed.<List<String>>matchedOptionValue(option, List.of()));
  }
}
