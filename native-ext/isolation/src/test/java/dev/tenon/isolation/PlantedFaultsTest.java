// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.isolation.check.IsolationCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each planted fault is found in every run: once in a build, as often as the system property
/// `tenon.isolation.rounds` says when somebody wants to know.
class PlantedFaultsTest {

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    List<Arguments> faults =
        List.of(
            Arguments.of("static_counter", "next()", "count (8 bytes, .bss) of"),
            Arguments.of("cached_handle", "name()", "cached (16 bytes, .bss) of"),
            Arguments.of("cached_text", "__name__", "owner (64 bytes, .bss) of"),
            Arguments.of("leaked_reference", "__name__", "the held reference"),
            Arguments.of("leaked_thread", "__name__", "threads run on"),
            Arguments.of("leaked_block", "__name__", "blocks of C memory"),
            Arguments.of("handles", "open_counted(); count()", "alone it is count() -> 1"),
            Arguments.of("handles", "open_remembered()", "current"),
            Arguments.of("tally", "next()", "alone it is next() -> 1"),
            planted("remember(5)", "last_value"),
            planted("put(1, 5)", "table"),
            planted("use_scratch(7)", "scratch"),
            planted("wrap()", "wrapping"),
            planted("keep_text('x')", "last_text"),
            planted("keep_first()", "first_context"),
            planted("keep_number()", "first_module"),
            planted("swap_signal()", "signal"),
            planted("ignore_pipe()", "signal '13'"),
            planted("count_in_region()", "region"),
            planted("count_in_thread()", "alone it is count_in_thread() -> 1"),
            planted("count_in_file()", "file '/tmp/tenon-isolation-planted'"),
            planted("leave_file()", "descriptors of '/etc/passwd' stay open"),
            planted("change_folder()", "'current directory'"),
            planted("change_mask()", "'umask'"),
            planted("change_environment()", "environment 'TENON_PLANTED'"),
            planted("ignore_signal()", "signal '12'"),
            planted("block_signal()", "thread 'signal mask'"),
            planted("change_locale()", "setlocale"),
            planted("change_limit()", "limit '"),
            planted("start_alarm()", "timer 'virtual'"),
            planted("start_timer()", "timer 'timer_create'"),
            planted("split()", "strtok"),
            planted("seed()", "srand"),
            planted("parse()", "getopt"),
            planted("start_thread()", "threads run on"),
            planted("forget_block()", "forget_block"),
            planted("overlap()", "overlaps"),
            planted("count_locked()", "locked_count"),
            planted("note_time()", "last_call"),
            planted("shuffle()", "seeds"),
            planted("keep_token()", "token"),
            planted("keep_error()", "last_error"),
            planted("enlist()", "nodes"),
            planted("sort()", "sign"),
            planted("redirect()", "which is not the module's, was closed"),
            planted("change_domain()", "textdomain"),
            planted("change_heap()", "mallopt"));
    return IntStream.range(0, Integer.getInteger("tenon.isolation.rounds", 1))
        .boxed()
        .flatMap(_ -> faults.stream());
  }

  private static Arguments planted(String exercise, String finding) {
    return Arguments.of("planted", exercise, finding);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void plantedFault_isFound(String module, String exercise, String finding) throws Exception {
    IsolationReport report =
        IsolationCheck.of(module)
            .path(Path.of("target/fixtures").toString(), JavaJar.make(folder, "").toString())
            .exercise(exercise)
            .interpreters(2)
            .run();

    assertThat(report.text()).contains(finding);
    assertThat(report.verdict().isGood()).as(report.text()).isFalse();
  }
}
