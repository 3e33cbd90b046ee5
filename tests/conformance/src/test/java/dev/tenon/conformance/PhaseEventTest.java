// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.error.Phase;
import dev.tenon.error.kind.ValueError;
import dev.tenon.event.PhaseEvent;
import dev.tenon.module.ModuleDef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What listeners and JDK Flight Recorder are told of imports.
class PhaseEventTest {

  @Test
  void listener_importOfExtension_isToldOfEachPhase() {
    try (World world = new World()) {
      List<PhaseEvent> events = new ArrayList<>();
      world.finder().add(ModuleDef.of("ext").exec(module -> {}).build());
      world.interpreter().addPhaseListener(events::add);

      world.load("ext");
      world.load("ext");

      assertThat(events)
          .extracting(PhaseEvent::phase)
          .containsExactly(
              Phase.FIND, Phase.QUERY, Phase.CHECK, Phase.CREATE, Phase.STATE, Phase.EXEC);
      assertThat(events)
          .allMatch(event -> event.module().equals("ext") && event.failure() == null)
          .noneMatch(event -> event.duration().isNegative());
    }
  }

  @Test
  void listener_firstMappingOfALibrary_isToldWithinTheQuery(@TempDir Path folder)
      throws IOException {
    Path library = folder.resolve("basic.so");
    Files.copy(NativeWorld.FIXTURES.resolve("basic.so"), library);
    List<PhaseEvent> first = new ArrayList<>();
    List<PhaseEvent> second = new ArrayList<>();
    try (NativeWorld world = new NativeWorld(folder);
        NativeWorld other = new NativeWorld(folder)) {
      world.interpreter().addPhaseListener(first::add);
      other.interpreter().addPhaseListener(second::add);
      world.load("basic");
      other.load("basic");
    }

    assertThat(first)
        .extracting(PhaseEvent::phase)
        .startsWith(Phase.FIND, Phase.MAP, Phase.QUERY, Phase.CHECK);
    PhaseEvent map = first.get(1);
    PhaseEvent query = first.get(2);
    assertThat(map.origin()).isEqualTo(library.toString());
    assertThat(map.start()).isGreaterThanOrEqualTo(query.start());
    assertThat(map.duration()).isLessThanOrEqualTo(query.duration());
    assertThat(second).extracting(PhaseEvent::phase).doesNotContain(Phase.MAP);
  }

  @Test
  void listener_bodyThatFails_isToldOfTheFailure() {
    try (World world = new World()) {
      List<PhaseEvent> events = new ArrayList<>();
      ValueError failure = new ValueError("bad body");
      world.module(
          "bad",
          module -> {
            throw failure;
          });
      world.interpreter().addPhaseListener(event -> {});
      world.interpreter().addPhaseListener(events::add);

      assertThatExceptionOfType(ValueError.class).isThrownBy(() -> world.load("bad"));

      assertThat(events.getLast().phase()).isEqualTo(Phase.EXEC);
      assertThat(events.getLast().failure()).isSameAs(failure);
    }
  }

  @Test
  void flightRecorder_importOfExtension_hasAnEventOfEachPhase(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("import.jfr");
    try (World world = new World();
        Recording recording = new Recording()) {
      world.finder().add(ModuleDef.of("recorded_ext").exec(module -> {}).build());
      recording.enable("dev.tenon.ModulePhase").withoutThreshold();
      recording.start();
      world.load("recorded_ext");
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("dev.tenon.ModulePhase"))
            .filter(event -> event.getString("module").equals("recorded_ext"))
            .toList();

    assertThat(events)
        .extracting(event -> event.getString("phase"))
        .containsExactlyInAnyOrder("FIND", "QUERY", "CHECK", "CREATE", "STATE", "EXEC");
    assertThat(events).allMatch(event -> event.getString("outcome").equals("success"));
  }
}
