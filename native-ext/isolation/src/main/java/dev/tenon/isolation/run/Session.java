// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.Interpreter;
import dev.tenon.error.Phase;
import dev.tenon.isolation.memory.ReferenceWatch;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The interpreters of one helper process with the module in each. Its threads are those of
/// [Driver].
final class Session {

  private final Plan plan;
  private final Path progress;
  private final ReferenceWatch references;
  private final List<Interpreter> interpreters = new ArrayList<>();
  private final List<ModuleObject> modules = new ArrayList<>();
  private final List<OpenedResources> kept = new ArrayList<>();

  Session(Plan plan, Path progress) {
    this.plan = plan;
    this.progress = progress;
    references = new ReferenceWatch(plan.module());
  }

  Plan plan() {
    return plan;
  }

  ReferenceWatch references() {
    return references;
  }

  /// How many interpreters have the module.
  int size() {
    return modules.size();
  }

  /// Notes for the report of a crash what is done next.
  void say(String step) throws IOException {
    Files.writeString(progress, step);
  }

  /// Opens a further interpreter and imports the module.
  ///
  /// @param onQuery receives the file of the module when it is mapped and none of its code has run
  void open(Consumer<String> onQuery) throws IOException {
    say("importing the module in interpreter " + interpreters.size());
    Interpreter interpreter =
        Interpreter.builder()
            .path(plan.path().toArray(String[]::new))
            .output(OutputStream.nullOutputStream())
            .errorOutput(OutputStream.nullOutputStream())
            .privateImage(plan.privateImage() ? new String[] {plan.module()} : new String[0])
            .checkAll()
            .onWarning(references::note)
            .build();
    interpreters.add(interpreter);
    interpreter.addPhaseListener(event -> {
      String origin = event.origin();
      if (event.phase() == Phase.QUERY && event.module().equals(plan.module()) && origin != null) {
        onQuery.accept(origin);
      }
    });
    modules.add(interpreter.importModule(plan.module()));
    kept.add(new OpenedResources());
  }

  /// The module in one interpreter.
  ModuleObject module(int index) {
    return modules.get(index);
  }

  /// What the module says of itself.
  InterpreterSupport declared() {
    ModuleDef def = modules.getFirst().def();
    return def == null ? InterpreterSupport.SHARED : def.interpreters();
  }

  /// Runs the exercise in one interpreter, and closes the resources that it leaves open.
  List<String> perform(int index, Exercise.Observer observer) throws Exception {
    OpenedResources opened = new OpenedResources();
    List<String> outcomes = new ArrayList<>(perform(index, opened, observer));
    boolean wereOpen = opened.areOpen();
    outcomes.add("closing resources -> " + interpreters.get(index).enter(opened::close));
    if (wereOpen) {
      observer.afterStep("closing resources", false);
    }
    return outcomes;
  }

  /// Runs the exercise in one interpreter; what it leaves open stays so until [#closeKept].
  List<String> performAndKeep(int index) throws Exception {
    return perform(index, kept.get(index), (_, _) -> {});
  }

  private List<String> perform(int index, OpenedResources opened, Exercise.Observer observer)
      throws Exception {
    // Read anew, so that texts are other objects in each interpreter.
    return Exercise.parse(plan.exercise())
        .perform(interpreters.get(index), modules.get(index), opened, observer);
  }

  /// Closes what was kept.
  void closeKept() throws Exception {
    for (int index = 0; index < modules.size(); index++) {
      interpreters.get(index).enter(kept.get(index)::close);
    }
  }

  /// Remembers what the interpreters have, before they are closed.
  void watchReferences() {
    interpreters.forEach(references::watch);
  }

  /// Closes the next interpreter, from the outside in: neither the order of opening nor its
  /// reverse.
  ///
  /// @return false if there is none left
  boolean closeNext() {
    modules.clear();
    kept.clear();
    if (interpreters.isEmpty()) {
      return false;
    }
    int middle = interpreters.size() / 2;
    interpreters.remove(interpreters.size() > 2 ? middle : 0).close();
    return true;
  }

  void closeAll() throws IOException {
    say("closing the interpreters");
    while (closeNext()) {
      // each does the work
    }
  }
}
