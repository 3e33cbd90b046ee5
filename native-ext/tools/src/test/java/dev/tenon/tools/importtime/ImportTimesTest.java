// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools.importtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.event.PhaseEvent;
import dev.tenon.tools.importtime.ImportTimes.Node;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImportTimesTest {

  private final ImportTimes times = new ImportTimes();

  private void ended(String module, Phase phase, long start, long end) {
    ended(module, phase, start, end, null);
  }

  private void ended(
      String module, Phase phase, long start, long end, @Nullable Throwable failure) {
    times.onPhase(
        new PhaseEvent(module, null, phase, start, Duration.ofNanos(end - start), failure));
  }

  @Test
  void tree_importInsideAnExec_isBelowItsImporter() {
    ended("outer", Phase.FIND, 0, 100);
    ended("inner", Phase.FIND, 100, 150);
    ended("inner", Phase.EXEC, 150, 350);
    ended("outer", Phase.EXEC, 100, 1000);

    assertThat(times.tree()).hasSize(1);
    Node outer = times.tree().getFirst();
    assertThat(outer.module()).isEqualTo("outer");
    assertThat(outer.total()).isEqualTo(1000);
    assertThat(outer.self()).isEqualTo(750);
    Node inner = outer.inner().getFirst();
    assertThat(outer.inner()).hasSize(1);
    assertThat(inner.nanos(Phase.FIND)).isEqualTo(50);
    assertThat(inner.nanos(Phase.EXEC)).isEqualTo(200);
    assertThat(inner.total()).isEqualTo(inner.self()).isEqualTo(250);
  }

  @Test
  void tree_mappingInsideAQuery_countsOnce() {
    ended("one", Phase.MAP, 10, 40);
    ended("one", Phase.QUERY, 0, 50);

    Node one = times.tree().getFirst();
    assertThat(one.nanos(Phase.QUERY)).isEqualTo(20);
    assertThat(one.nanos(Phase.MAP)).isEqualTo(30);
    assertThat(one.total()).isEqualTo(50);
    assertThat(one.inner()).isEmpty();
  }

  @Test
  void tree_importsOneAfterTheOther_standBesideEachOther() {
    ended("one", Phase.EXEC, 0, 10);
    ended("two", Phase.EXEC, 10, 20);

    assertThat(times.tree()).extracting(Node::module).containsExactly("one", "two");
  }

  @Test
  void tree_otherThreadMeanwhile_doesNotCutTheNesting() throws InterruptedException {
    ended("inner", Phase.EXEC, 60, 80);
    ended("outer", Phase.EXEC, 0, 100);
    Thread other = Thread.ofPlatform().start(() -> ended("other", Phase.EXEC, 50, 70));
    other.join();

    List<Node> roots = times.tree();
    assertThat(roots).extracting(Node::module).containsExactly("outer", "other");
    assertThat(roots.getFirst().inner()).extracting(Node::module).containsExactly("inner");
  }

  @Test
  void tree_importThatFails_isMarked() {
    ended("bad", Phase.FIND, 0, 10);
    ended("bad", Phase.EXEC, 10, 20, new ValueError("no good"));

    assertThat(times.tree().getFirst().failure()).hasMessage("no good");
    assertThat(times.tree().getFirst().total()).isEqualTo(20);
  }
}
