package dev.tenon.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The arguments of `tenon cdef`.
final class CdefCommand {

  static final String NAME = "cdef";
  private static final String LIBRARY = "--library";
  private static final String ONLY = "--only";
  private static final String VERIFY = "--verify";
  private static final String HEADER = "--header";
  private static final String INCLUDE = "--include";

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
    return ArgumentReader.withParameter(command, "HEADER", Messages.HEADER_DESCRIPTION);
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

  static Request request(ParseResult parsed, String header) throws UsageException {
    List<String> folders = List.copyOf(parsed.<List<String>>matchedOptionValue(INCLUDE, List.of()));
    @Nullable String other = parsed.matchedOptionValue(HEADER, null);
    if (parsed.hasMatchedOption(VERIFY)) {
      return new Request.Verify(folders, other, header);
    }
    if (other != null) {
      throw new UsageException(Messages.VERIFY_ALONE);
    }
    List<String> only =
        parsed.<List<String>>matchedOptionValue(ONLY, List.of()).stream()
            .flatMap(names -> Arrays.stream(names.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    return new Request.Cdef(
        folders,
        only,
        List.copyOf(parsed.<List<String>>matchedOptionValue(LIBRARY, List.of())),
        header);
  }
}
