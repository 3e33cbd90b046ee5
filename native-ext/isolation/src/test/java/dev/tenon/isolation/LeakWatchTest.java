// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is left of interpreters with class loaders of their own.
class LeakWatchTest {

  @TempDir private Path folder;

  private static Interpreter open(Path jar) {
    return Interpreter.builder().path(jar).privateImage("tally").build();
  }

  /// Uses the module in an interpreter of which only the watch is left.
  private static LeakWatch use(Path jar, String function) {
    try (Interpreter interpreter = open(jar)) {
      interpreter.importModule("tally").call(function);
      return LeakWatch.of(interpreter);
    }
  }

  @Test
  void statics_ofClassesOfTheirOwn_areSeparate() throws Exception {
    Path jar = JavaJar.make(folder, "");
    try (Interpreter one = open(jar);
        Interpreter other = open(jar);
        Interpreter plain = Interpreter.builder().path(jar).build();
        Interpreter second = Interpreter.builder().path(jar).build()) {
      ModuleObject module = one.importModule("tally");

      assertThat(module.call("next")).isEqualTo(1L);
      assertThat(module.call("next")).isEqualTo(2L);
      assertThat(other.importModule("tally").call("next")).isEqualTo(1L);
      assertThat(plain.importModule("tally").call("next")).isEqualTo(1L);
      assertThat(second.importModule("tally").call("next")).isEqualTo(2L);
      assertThat(module.def().isPrivateImage()).isTrue();
      assertThat(one.imports().privateClassLoaders()).hasSize(1);
      assertThat(plain.imports().privateClassLoaders()).isEmpty();
    }
  }

  @Test
  void module_thatLeavesNothing_isCollected() throws Exception {
    assertThat(use(JavaJar.make(folder, ""), "next").leaks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Thread t = new Thread(new Sleeper(), "sleeper"); t.setDaemon(true); t.start(); | thread 'sleeper'
          Runtime.getRuntime().addShutdownHook(new Thread(new Nothing(), "hook"));       | ApplicationShutdownHooks.hooks
          System.getProperties().put("tally.leak", new Sleeper());                      | java.lang.System.props
          new ThreadLocal<Object>().set(new Sleeper());                                 | thread 'main'
          """)
  void holder_ofWhatIsLeft_isNamed(String leak, String holder) throws Exception {
    List<LeakWatch.Leak> leaks = use(JavaJar.make(folder, leak), "leak").leaks();

    assertThat(leaks)
        .extracting(LeakWatch.Leak::what)
        .anyMatch(what -> what.startsWith("class loader 'tenon:tally.jar#"));
    assertThat(leaks).extracting(LeakWatch.Leak::holder).anyMatch(text -> text.contains(holder));
    System.getProperties().remove("tally.leak");
  }

  @Test
  void module_thatTheHostKeeps_isNamed() throws Exception {
    List<Object> kept = new ArrayList<>();
    LeakWatch watch;
    try (Interpreter interpreter = open(JavaJar.make(folder, ""))) {
      kept.add(interpreter.importModule("tally"));
      watch = LeakWatch.of(interpreter);
    }

    assertThat(watch.leaks())
        .extracting(LeakWatch.Leak::toString)
        .anyMatch(text ->
            text.startsWith("module 'tally' is still held by a variable of thread")
                && text.contains("java.util.ArrayList"));
    assertThat(kept).hasSize(1);
  }
}
