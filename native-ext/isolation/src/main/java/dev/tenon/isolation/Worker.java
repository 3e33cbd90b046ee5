package dev.tenon.isolation;

import dev.tenon.Interpreter;
import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.TenonError;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The helper process of an isolation check: runs a [Plan] and writes what it saw. Everything that
/// touches the module happens in threads of one name, so that threads that the module starts, which
/// inherit it, can be told from those of the JVM.
final class Worker {

  private static final String THREAD = "isolation";
  private static final int ROUNDS = 2;

  /// The exit status when the check itself cannot be done; any other but 0 is the module's doing.
  static final int FAILED = 3;

  private final Plan plan;
  private final Exercise exercise;
  private final Path progress;
  private final Watch watch = new Watch();
  private final List<Interpreter> interpreters = new ArrayList<>();
  private final List<ModuleObject> modules = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final ReferenceWatch references;

  private Worker(Plan plan, Path progress) {
    this.plan = plan;
    this.progress = progress;
    exercise = Exercise.parse(plan.exercise());
    references = new ReferenceWatch(plan.module());
  }

  /// Runs the plan in the file `arguments[0]`, with the results of the run alone in `arguments[1]`
  /// if there are any, and writes the result to `arguments[2]` and each step to `arguments[3]`.
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (TenonError e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    } catch (Exception e) {
      e.printStackTrace(); // A bug: whoever reports it needs the stack trace.
      System.exit(FAILED);
    }
    System.exit(0); // Threads that the module has left must not hold the process.
  }

  private static void run(String[] arguments) throws Exception {
    Worker worker = new Worker(Plan.read(Path.of(arguments[0]), Plan.class), Path.of(arguments[3]));
    Path alone = Path.of(arguments[1]);
    Path result = Path.of(arguments[2]);
    if (Files.exists(alone)) {
      Plan.write(result, worker.runTogether(Plan.read(alone, Plan.Alone.class)));
    } else {
      Plan.write(result, worker.runAlone());
    }
  }

  private Plan.Alone runAlone() throws Exception {
    List<List<String>> rounds =
        inThread(() -> {
          open(0);
          List<List<String>> outcomes = new ArrayList<>();
          for (int round = 0; round < ROUNDS; round++) {
            say("running the exercise alone");
            outcomes.add(perform(0));
          }
          closeAll();
          return outcomes;
        });
    return new Plan.Alone(rounds);
  }

  private IsolationReport runTogether(Plan.Alone alone) throws Exception {
    InterpreterSupport declared = inThread(() -> openAll());
    inThread(() -> {
      for (int index = 0; index < modules.size(); index++) {
        say("running the exercise in interpreter " + index);
        compare(index, perform(index), alone.rounds().getFirst());
        watch.noteChanges(List.of(index));
      }
      return null;
    });
    runInParallel(alone.rounds().getLast());
    inThread(() -> {
      say("closing the interpreters");
      interpreters.forEach(references::watch);
      closeAll();
      return null;
    });
    watch.noteChanges(all());
    findings.addAll(watch.changes());
    findings.addAll(Leaks.find(THREAD, watch.library()));
    findings.addAll(references.leaks());
    return new IsolationReport(
        plan.module(), declared, plan.interpreters(), List.copyOf(findings), watch.threadLocals());
  }

  private List<Integer> all() {
    return IntStream.range(0, plan.interpreters()).boxed().toList();
  }

  private InterpreterSupport openAll() throws Exception {
    for (int index = 0; index < plan.interpreters(); index++) {
      try {
        open(index);
      } catch (ImportException e) {
        if (index == 0) {
          throw e;
        }
        String message = e.getMessage();
        findings.add(new Finding.Refused(message == null ? e.toString() : message));
        break;
      }
      watch.noteChanges(List.of(index));
    }
    ModuleDef def = modules.getFirst().def();
    return def == null ? InterpreterSupport.SHARED : def.interpreters();
  }

  private void open(int index) throws IOException {
    say("importing the module in interpreter " + index);
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
    if (index == 0) {
      watch.beforeImport();
      interpreter.addPhaseListener(event -> {
        if (event.phase() == Phase.QUERY && event.module().equals(plan.module())) {
          watch.begin(event.origin());
        }
      });
    }
    modules.add(interpreter.importModule(plan.module()));
  }

  private void runInParallel(List<String> expected) throws Exception {
    say("running the exercise in all interpreters at once");
    List<FutureTask<List<String>>> tasks = new ArrayList<>();
    for (int index = 0; index < modules.size(); index++) {
      int each = index;
      tasks.add(start(() -> perform(each)));
    }
    for (int index = 0; index < tasks.size(); index++) {
      compare(index, resultOf(tasks.get(index)), expected);
    }
    watch.noteChanges(all());
  }

  private List<String> perform(int index) throws Exception {
    return exercise.perform(interpreters.get(index), modules.get(index), _ -> {});
  }

  private void compare(int index, List<String> together, List<String> alone) {
    for (int step = 0; step < alone.size(); step++) {
      if (!together.get(step).equals(alone.get(step))) {
        findings.add(new Finding.DifferentResult(index, together.get(step), alone.get(step)));
      }
    }
  }

  /// Closes the interpreters from the outside in: neither the order of opening nor its reverse.
  private void closeAll() {
    modules.clear();
    while (!interpreters.isEmpty()) {
      interpreters.removeLast().close();
      if (!interpreters.isEmpty()) {
        interpreters.removeFirst().close();
      }
    }
  }

  private void say(String step) throws IOException {
    Files.writeString(progress, step);
  }

  private static <T> FutureTask<T> start(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    new Thread(null, task, THREAD, 16 << 20).start();
    return task;
  }

  private static <T extends @Nullable Object> T inThread(Callable<T> action) throws Exception {
    return resultOf(start(action));
  }

  private static <T extends @Nullable Object> T resultOf(FutureTask<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
