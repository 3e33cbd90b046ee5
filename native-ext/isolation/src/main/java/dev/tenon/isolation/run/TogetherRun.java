// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.error.ImportException;
import dev.tenon.isolation.Finding;
import dev.tenon.isolation.memory.History;
import dev.tenon.isolation.memory.Image;
import dev.tenon.isolation.memory.Leaks;
import dev.tenon.isolation.memory.Place;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.memory.Tick;
import dev.tenon.isolation.memory.Watch;
import dev.tenon.module.InterpreterSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/// Several interpreters import the module and run the exercise, in turn and at once, and are
/// closed; after each step everything is compared with the moment before.
final class TogetherRun {

  private final Session session;
  private final int interpreters;
  private final Driver driver = new Driver();
  private final Watch watch = new Watch();
  private final ProcessState state = new ProcessState();
  private final JavaWatch java = new JavaWatch();
  private final SystemCalls calls = new SystemCalls();
  private final List<Finding> findings = new ArrayList<>();
  private final List<List<String>> turns = new ArrayList<>();
  private final List<List<String>> again = new ArrayList<>();
  private final List<List<String>> atOnce = new ArrayList<>();
  private final List<List<String>> keeping = new ArrayList<>();
  private final Map<Place, Image> images = new LinkedHashMap<>();
  private Map<String, Integer> files = Map.of();

  TogetherRun(Session session) throws IOException {
    this.session = session;
    interpreters = session.plan().interpreters();
  }

  Plan.Together run() throws Exception {
    InterpreterSupport declared = driver.run(this::openAll);
    endThreads();
    driver.run(() -> {
      state.begin();
      for (int index = 0; index < session.size(); index++) {
        turns.add(perform(index));
        if (index == 0) {
          images.putAll(watch.images());
        }
      }
      for (int index = 0; index < session.size(); index++) {
        again.add(perform(index));
      }
      return null;
    });
    endThreads();
    runAtOnce();
    driver.run(() -> {
      state.begin();
      session.say("closing the interpreters");
      session.watchReferences();
      while (session.closeNext()) {
        note(new Tick(Tick.Phase.CLOSE, -1, "close"), false);
      }
      return null;
    });
    boolean hasVariables = !watch.ranges().isEmpty();
    findings.addAll(state.findings());
    findings.addAll(java.findings());
    findings.addAll(calls.findings(session.plan().exercise()));
    findings.addAll(Leaks.find(Driver.THREAD, watch));
    findings.addAll(session.references().leaks());
    return new Plan.Together(
        declared,
        List.of(turns, again, atOnce, keeping),
        List.copyOf(findings),
        watch.written(turns.size()),
        watch.hosts(),
        images,
        OpenFiles.since(files),
        watch.threadLocals(),
        hasVariables);
  }

  private InterpreterSupport openAll() throws Exception {
    watch.beforeImport();
    if (Probe.isAvailable()) {
      Probe.begin(false);
    }
    state.begin();
    files = ProcessState.files();
    for (int index = 0; index < interpreters; index++) {
      try {
        session.open(watch::begin);
      } catch (ImportException e) {
        if (index == 0) {
          throw e;
        }
        String message = e.getMessage();
        findings.add(new Finding.Refused(message == null ? e.toString() : message));
        break;
      }
      note(new Tick(Tick.Phase.IMPORT, index, "import"), false);
    }
    return session.declared();
  }

  /// @param areOpen whether resources are open, with which variables differ that are as before when
  ///   they are closed
  private void note(Tick tick, boolean areOpen) throws IOException {
    if (!areOpen) {
      watch.note(tick, interpreters);
    }
    state.note(tick, interpreters);
    calls.note(tick, interpreters);
    if (session.size() > 0 && !session.plan().privateImage()) {
      java.note(tick, session.module(0), interpreters);
    }
  }

  private List<String> perform(int index) throws Exception {
    session.say("running the exercise in interpreter " + index);
    Tick.Phase phase = turns.size() < session.size() ? Tick.Phase.EXERCISE : Tick.Phase.AGAIN;
    return session.perform(index, (step, areOpen) -> note(new Tick(phase, index, step), areOpen));
  }

  /// The end of a thread undoes what belongs to the thread, not to an interpreter.
  private void endThreads() {
    driver.await();
    watch.skip();
  }

  /// Results may depend on how many resources of all interpreters are open.
  private void keepOpen() throws Exception {
    session.say("running the exercise with resources kept open");
    for (int index = 0; index < session.size(); index++) {
      int each = index;
      keeping.add(driver.run(() -> session.performAndKeep(each)));
    }
    driver.run(() -> {
      session.closeKept();
      return null;
    });
    driver.await();
  }

  private void runAtOnce() throws Exception {
    Tick tick = new Tick(Tick.Phase.AT_ONCE, -1, "all at once");
    atOnce.addAll(performAtOnce());
    keepOpen();
    watch.note(tick, interpreters);
    // Only what changes each time is data: a table of threads or a high-water mark grows, and then
    // grows no more.
    for (int rounds = 1; rounds < History.ROUNDS_AT_ONCE && watch.changesAtOnce(rounds); rounds++) {
      performAtOnce();
      watch.note(tick, interpreters);
    }
    driver.run(() -> {
      state.begin();
      state.note(tick, interpreters);
      calls.note(tick, interpreters);
      return null;
    });
    endThreads();
  }

  private List<List<String>> performAtOnce() throws Exception {
    session.say("running the exercise in all interpreters at once");
    CountDownLatch ready = new CountDownLatch(session.size());
    List<FutureTask<List<String>>> tasks = new ArrayList<>();
    for (int index = 0; index < session.size(); index++) {
      int each = index;
      tasks.add(
          driver.start(() -> {
            ready.countDown();
            ready.await();
            return session.perform(each, (_, _) -> {});
          }));
    }
    List<List<String>> outcomes = new ArrayList<>();
    for (FutureTask<List<String>> each : tasks) {
      outcomes.add(Driver.resultOf(each));
    }
    driver.await();
    return outcomes;
  }
}
