// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.error.TenonError;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.memory.Tick;
import dev.tenon.isolation.memory.Watch;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The helper process of an isolation check: carries out a [Plan] and writes what it saw.
public final class Worker {

  /// The exit status when the check itself cannot be done; any other but 0 is the module's doing.
  public static final int FAILED = 3;

  private Worker() {}

  /// Carries out the plan in the file `arguments[0]`, and writes the result to `arguments[1]` and
  /// each step to `arguments[2]`.
  public static void main(String[] arguments) {
    try {
      Plan plan = Plan.read(Path.of(arguments[0]), Plan.class);
      Session session = new Session(plan, Path.of(arguments[2]));
      Plan.write(Path.of(arguments[1]), carryOut(session));
    } catch (TenonError e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    } catch (Exception e) {
      e.printStackTrace(); // A bug: whoever reports it needs the stack trace.
      System.exit(FAILED);
    }
    Runtime.getRuntime().halt(0); // Threads and exit hooks of the module must not hold the process.
  }

  private static Serializable carryOut(Session session) throws Exception {
    return switch (session.plan().task()) {
      case ALONE -> runAlone(session);
      case TOGETHER -> new TogetherRun(session).run();
      case TRACED -> new TracedRun(session).run();
    };
  }

  private static Plan.Alone runAlone(Session session) throws Exception {
    Driver driver = new Driver();
    Watch watch = new Watch();
    watch.beforeImport();
    if (Probe.isAvailable()) {
      Probe.begin(false);
    }
    Map<String, Integer> before = ProcessState.files();
    List<List<String>> outcomes = new ArrayList<>();
    driver.run(() -> {
      session.open(watch::begin);
      return null;
    });
    // As the other runs do: two rounds on one thread, and two on others.
    Map<Place, Image> images = new LinkedHashMap<>();
    driver.run(() -> {
      session.say("running the exercise alone");
      outcomes.add(session.perform(0, (_, _) -> {}));
      watch.note(new Tick(Tick.Phase.EXERCISE, 0, ""), 1);
      images.putAll(watch.images());
      outcomes.add(session.perform(0, (_, _) -> {}));
      return null;
    });
    outcomes.add(driver.run(() -> session.perform(0, (_, _) -> {})));
    outcomes.add(driver.run(() -> session.performAndKeep(0)));
    driver.run(() -> {
      session.closeKept();
      session.closeAll();
      return null;
    });
    return new Plan.Alone(outcomes, OpenFiles.since(before), images);
  }
}
