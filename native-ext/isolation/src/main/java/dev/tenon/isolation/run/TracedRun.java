// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.imports.path.Platform;
import dev.tenon.isolation.memory.CodePlaces;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.memory.Tick;
import dev.tenon.isolation.memory.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One interpreter uses the module; then every store to its variables, and to the memory that they
/// refer to, is watched while others use it. A value that is stored again, though it is the same
/// value, belongs to the last caller and is not initialized once.
final class TracedRun {

  private final Session session;
  private final int interpreters;
  private final Watch watch = new Watch();
  private final List<Plan.Rewrite> rewrites = new ArrayList<>();
  private final Map<Place, Set<Integer>> unguarded = new LinkedHashMap<>();
  private String obstacle = "";

  TracedRun(Session session) throws IOException {
    this.session = session;
    interpreters = session.plan().interpreters();
  }

  Plan.Traced run() throws Exception {
    return new Driver()
        .run(() -> {
          watch.beforeImport();
          Probe.begin(true);
          session.open(watch::begin);
          session.say("running the exercise for the first time");
          session.perform(0, (_, _) -> {});
          watch.note(new Tick(Tick.Phase.EXERCISE, 0, ""), interpreters);
          Map<Place, Image> images = new LinkedHashMap<>(watch.images());
          session.say("watching stores");
          if (!Probe.watchStores(watch.ranges())) {
            return new Plan.Traced(obstacleHere(), List.of(), Map.of(), images);
          }
          for (int index = 1; index < interpreters; index++) {
            use(index);
          }
          Probe.endStores();
          session.closeAll();
          return new Plan.Traced(obstacle, rewrites, unguarded, images);
        });
  }

  private static String obstacleHere() {
    return Probe.isX86()
        ? "the memory cannot be protected"
        : "stores are watched on x86-64 only, and this is " + Platform.current().machine();
  }

  private void use(int index) throws Exception {
    session.open(_ -> {});
    collect(index, "import");
    session.say("running the exercise in interpreter %d with stores watched".formatted(index));
    session.perform(
        index,
        (step, areOpen) -> {
          // Stores that are undone when a resource is closed are undone in the same sequence.
          if (!areOpen) {
            collect(index, step);
          }
        });
  }

  private void collect(int index, String step) throws IOException {
    List<Probe.Store> stores = Probe.stores();
    if (stores == null) {
      obstacle = "there were too many";
      return;
    }
    Map<Place, Probe.Store> wrong = new LinkedHashMap<>();
    StoreSequence sequence = new StoreSequence(stores);
    sequence.unguarded().stream().map(Probe.Store::address).distinct().forEach(this::noteUnguarded);
    for (Probe.Store each : sequence.wrong()) {
      Place place = watch.placeOf(each.address());
      if (place != null) {
        wrong.putIfAbsent(place, each);
      }
    }
    for (Map.Entry<Place, Probe.Store> each : wrong.entrySet()) {
      String code = CodePlaces.of(each.getValue().code());
      rewrites.add(new Plan.Rewrite(each.getKey(), index, step, code));
    }
  }

  private void noteUnguarded(long address) {
    Place place = watch.variableAt(address);
    if (place != null) {
      unguarded.computeIfAbsent(place, _ -> new TreeSet<>()).add(watch.cellOf(place, address));
    }
  }
}
