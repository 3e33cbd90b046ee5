// SPDX-License-Identifier: Apache-2.0
package dev.tenon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process says of itself that a module in C has brought down.
class CrashTest {

  private static final String SOURCE =
      """
      #include <signal.h>
      #include <stdlib.h>
      #include <string.h>
      #include <tenon.h>

      static int32_t crash(TnContext *cx) {
          (void)cx;
          abort();
      }

      static int64_t length(int64_t text) { return (int64_t)strlen((const char *)(intptr_t)text); }

      static int32_t spoil(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
          (void)cx, (void)args, (void)nargs;
          *result = tn_int(length(0));
          return 0;
      }

      static int32_t run(TnContext *cx, TnMainArguments *arguments) {
          TnValue spoiler, result;
          if (arguments->count > 0 && tn_get(cx, "spoil", &spoiler) == 0) {
              return tn_call(cx, &spoiler, NULL, 0, &result);
          }
          return 0;
      }

      static const TnMethod methods[] = {TN_DYNAMIC("spoil", spoil, NULL), TN_METHODS_END};
      TENON_MODULE(bad, TN_METHODS(methods), TN_MAIN(run));
      TENON_MODULE(worse, TN_EXEC(crash));

      static int32_t die(TnContext *cx) {
          (void)cx;
          return raise(SIGKILL);
      }
      TENON_MODULE(killed, TN_EXEC(die));
      """;

  @TempDir Path folder;
  @AutoClose private Workplace workplace;

  @BeforeEach
  void setUp() throws IOException {
    workplace = Workplace.in(folder);
    Files.writeString(folder.resolve("bad.c"), SOURCE);
    Commands.Outcome built = shell("cc -g $(./tenon cflags) -shared -fPIC -o bad.so bad.c");
    assertThat(built.status()).as("%s", built).isZero();
    Files.copy(folder.resolve("bad.so"), folder.resolve("worse.so"));
    Files.copy(folder.resolve("bad.so"), folder.resolve("killed.so"));
  }

  private Commands.Outcome shell(String script) {
    return workplace
        .commands()
        .run("sh", "-c", "ulimit -c 0; TENON_TRAIL=$PWD/trail; export TENON_TRAIL; " + script);
  }

  @Test
  void badAccessInAFunction_namesFunctionAndModuleAndFrames() {
    Commands.Outcome outcome = shell("./tenon run -m bad now");

    assertThat(outcome.status()).isEqualTo(134);
    assertThat(outcome.errors())
        .contains(
            "tenon: the process crashed\n",
            "tenon:   running main slot of module __main__ (%s)\n"
                .formatted(folder.resolve("bad.so")),
            "tenon:   running spoil of module __main__ (%s)\n".formatted(folder.resolve("bad.so")))
        .containsPattern("tenon:   C frame bad\\.so\\+0x[0-9a-f]+ bad\\.c:[0-9]+\n")
        .doesNotContain("libjvm", "tenon-host");
    assertThat(folder.resolve("trail")).doesNotExist();
  }

  @Test
  void abortInAnExecSlot_namesTheSlotAndTheFunctionOfTheCLibrary() {
    Commands.Outcome outcome = shell("./tenon run -m worse");

    assertThat(outcome.status()).isEqualTo(134);
    assertThat(outcome.errors())
        .contains("tenon:   running exec slot of module")
        .containsPattern("C frame libc\\S+ abort\ntenon:   C frame worse\\.so");
  }

  @Test
  void processThatIsKilled_leavesATrailThatCanBeRead() {
    assertThat(shell("./tenon run -m killed").status()).isEqualTo(137);

    Commands.Outcome told = shell("./tenon crash trail");
    assertThat(told.status()).as("%s", told).isZero();
    assertThat(told.output())
        .startsWith(folder.resolve("trail") + "\n  running exec slot of module")
        .contains("killed.so");
  }

  @Test
  void processThatEndsWell_leavesNoTrail() {
    assertThat(shell("./tenon run -m bad; ls | grep trail"))
        .isEqualTo(new Commands.Outcome(1, "", ""));
  }

  @Test
  void trailNamesAFileOfTheUser_fileStaysAndAWarningSaysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("trail"), "precious");

    Commands.Outcome outcome = shell("./tenon run -m bad");

    assertThat(outcome.status()).as("%s", outcome).isZero();
    assertThat(outcome.errors())
        .contains(
            "cannot keep a trail in '%s'".formatted(folder.resolve("trail")),
            "set TENON_TRAIL to a new file");
    assertThat(folder.resolve("trail")).hasContent("precious");
  }
}
