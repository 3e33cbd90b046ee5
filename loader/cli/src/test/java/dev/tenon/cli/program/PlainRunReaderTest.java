// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.command.Request;
import dev.tenon.cli.command.Settings;
import dev.tenon.cli.terminal.UsageException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainRunReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run -m name",
        "run -m name a -m b --help -x --path q -- @f",
        "run --path one -m name",
        "run --path one --debug --path two -m name a",
        "run -m -m",
        "run -m --help",
        "run --debug -m -x y",
        "run --isolated --check -m name",
        "run file.py",
        "run --path p --check folder a -m b --help --path q -- @f",
        "run file.py -- x",
        "run --locked -m name --locked",
        "run --locked file.py --locked",
        "run x -m y",
        "run --watch -m name --watch",
        "run --check --watch file.py"
      })
  void read_correctLine_givesWhatTheFullReaderGives(String line) throws UsageException {
    String[] arguments = line.split(" ");

    assertThat(PlainRunReader.read(arguments)).hasValue(full(arguments));
  }

  private static Request full(String... arguments) throws UsageException {
    CommandLine line = new CommandLine(new RunCommand().specification());
    return new RunCommand()
        .request(line.parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "run -m",
        "run --help",
        "run --path",
        "run --path x",
        "run --debug --debug -m x",
        "run --watch --watch -m x",
        "run --apart bad -m x",
        "run -- x",
        "run --check --check x",
        "run --path=x -m y",
        "run --locked=x -m y",
        "run --locked --locked -m y",
        "run -mname",
        "test",
        "--help",
        "ran -m x"
      })
  void read_anythingElse_isLeftToTheFullReader(String line) {
    assertThat(PlainRunReader.read(line.split(" "))).isEmpty();
  }

  @Test
  void read_partsOfTheLine_areInTheRequest() {
    assertThat(PlainRunReader.read("run", "--path", "p", "--debug", "-m", "n", "a", ""))
        .hasValue(
            new RunCommand.Run(
                new Settings(List.of("p"), true),
                new Restrictions(false, false, List.of()),
                new Program(new Program.Named("n"), List.of("a", "")),
                false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --path=p -m name --help",
        "run --path p -mname --help",
        "run --path p -m=name --help",
        "run --path p -m name --help"
      })
  void read_spellingsOfAnOption_meanTheSame(String line) throws UsageException {
    assertThat(full(line.split(" ")))
        .isEqualTo(
            new RunCommand.Run(
                new Settings(List.of("p"), false),
                new Restrictions(false, false, List.of()),
                new Program(new Program.Named("name"), List.of("--help")),
                false));
  }
}
