package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --path=p -m name --help",
        "run --path p -mname --help",
        "run --path p -m=name --help",
        "run --path p -m name --help"
      })
  void read_spellingsOfAnOption_meanTheSame(String line) throws UsageException {
    assertThat(new ArgumentReader(TestSurroundings.none()).read(line.split(" ")))
        .isEqualTo(
            new Request.Run(
                new Request.Settings(List.of("p"), false),
                new Request.Restrictions(false, false),
                new Request.Program(new Request.Named("name"), List.of("--help"))));
  }
}
