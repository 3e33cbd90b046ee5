// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import dev.tenon.cli.command.AnswerPrinter;
import dev.tenon.cli.command.Options;
import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Subcommand;
import dev.tenon.cli.terminal.Messages;
import dev.tenon.cli.terminal.Surroundings;
import dev.tenon.cli.terminal.UsageException;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `tenon crash`: reports what native code a process ran that was killed.
public final class CrashCommand implements Subcommand {

  private static final int PLACE = 100;
  private static final String DESCRIPTION =
      "Report what native code ran in a process that was killed.";
  private static final String TRAIL_DESCRIPTION =
      "The file that it left. Default: all in the folder for temporary files.";

  /// A subcommand is made by the service loader.
  public CrashCommand() {}

  /// Report what a process ran.
  ///
  /// @param file the file that it left; null for all that the launcher knows of
  private record Crash(@Nullable String file) implements Request {
    @Override
    public int run(Surroundings surroundings) throws UsageException {
      Path folder = surroundings.folder().resolve(surroundings.temporaryFolder());
      try {
        return new AnswerPrinter(surroundings).show(text(surroundings, folder));
      } catch (IOException e) {
        throw new UsageException(
            Messages.unreadableFile(file == null ? folder : Path.of(file), FileProblem.reason(e)));
      }
    }

    private String text(Surroundings surroundings, Path folder) throws IOException, UsageException {
      List<Path> files =
          file == null ? TrailFile.leftIn(folder) : List.of(surroundings.folder().resolve(file));
      if (files.isEmpty()) {
        throw new UsageException(noTrails(folder));
      }
      StringBuilder text = new StringBuilder();
      for (Path each : files) {
        text.append(
            TrailFile.read(each).orElseThrow(() -> new UsageException(noTrail(each))).text());
      }
      return text.toString();
    }
  }

  @Override
  public int place() {
    return PLACE;
  }

  @Override
  public CommandSpec specification() {
    return Options.command("crash", DESCRIPTION)
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel("FILE")
                .index("0")
                .arity("0..1")
                .type(String.class)
                .description(TRAIL_DESCRIPTION)
                .build());
  }

  @Override
  public Request request(ParseResult parsed) {
    return new Crash(parsed.<@Nullable String>matchedPositionalValue(0, null));
  }

  private static String noTrails(Path folder) {
    return "no process that was killed has left a file tenon-PID.trail in %s"
        .formatted(Escapes.quoted(folder));
  }

  private static String noTrail(Path file) {
    return "cannot read %s: it is not what TENON_TRAIL names, it does not begin with TNTRAIL1"
        .formatted(Escapes.quoted(file));
  }
}
