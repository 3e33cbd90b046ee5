package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.Phase;
import dev.tenon.module.PhaseEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImportTimesTest {

  private final ImportTimes times = new ImportTimes();

  /// Lasts at least as long as the calls since a moment, so that it contains them.
  private void ended(String module, Phase phase, long start) {
    times.onPhase(
        new PhaseEvent(module, null, phase, Duration.ofNanos(System.nanoTime() - start), null));
  }

  @Test
  void tree_importInsideAnExec_isBelowItsImporter() {
    long outer = System.nanoTime();
    long inner = System.nanoTime();
    ended("inner", Phase.FIND, inner);
    ended("inner", Phase.EXEC, System.nanoTime());
    ended("outer", Phase.EXEC, outer);

    assertThat(times.tree()).hasSize(1);
    ImportTimes.Node root = times.tree().getFirst();
    assertThat(root.module()).isEqualTo("outer");
    assertThat(root.inner()).extracting(ImportTimes.Node::module).containsExactly("inner");
    assertThat(root.inner().getFirst().phases()).containsOnlyKeys(Phase.FIND, Phase.EXEC);
    assertThat(root.self()).isEqualTo(root.total() - root.inner().getFirst().total());
  }

  @Test
  void tree_importsOneAfterTheOther_standBesideEachOther() {
    ended("one", Phase.EXEC, System.nanoTime());
    ended("two", Phase.EXEC, System.nanoTime());

    assertThat(times.tree()).extracting(ImportTimes.Node::module).containsExactly("one", "two");
  }
}
