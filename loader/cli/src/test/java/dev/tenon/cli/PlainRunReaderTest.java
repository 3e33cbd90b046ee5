package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        "run x -m y"
      })
  void read_correctLine_givesWhatTheFullReaderGives(String line) throws UsageException {
    String[] arguments = line.split(" ");

    assertThat(PlainRunReader.read(arguments)).hasValue(full(arguments));
  }

  private static Request.Run full(String... arguments) throws UsageException {
    return (Request.Run) new ArgumentReader(TestSurroundings.none()).read(arguments);
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
            new Request.Run(
                new Request.Settings(List.of("p"), true),
                new Request.Restrictions(false, false),
                new Request.Program(new Request.Named("n"), List.of("a", ""))));
  }
}
