// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.check;

import dev.tenon.isolation.Acceptance;
import dev.tenon.isolation.IsolationReport;
import dev.tenon.isolation.run.Exercise;
import dev.tenon.isolation.run.Plan;
import dev.tenon.module.InterpreterSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads a module in several interpreters of a helper process, drives it in all of them, in turn
/// and at once, and compares what happens with an interpreter that has its process to itself:
///
/// ```java
/// IsolationReport report =
///     IsolationCheck.of("counter").path("modules").exercise("add(40); next()").run();
/// ```
///
/// A module that crashes does so in the helper process; that is a result like any other. The
/// variables of libraries and their heap are watched on Linux. Instances are immutable once [#run]
/// has begun; one thread uses them.
public final class IsolationCheck {

  private final String module;
  private final List<String> path = new ArrayList<>();
  private final List<Acceptance> accepted = new ArrayList<>();
  private String exercise = "__name__";
  private int interpreters = 4;
  private long seconds = 120;
  private boolean privateImage;

  /// The path that helper processes search.
  private List<String> searched = List.of();

  private IsolationCheck(String module) {
    this.module = Objects.requireNonNull(module);
  }

  /// Starts a check of a module that is known by its name.
  public static IsolationCheck of(String module) {
    return new IsolationCheck(module);
  }

  /// Adds entries of the module path.
  public IsolationCheck path(String... entries) {
    path.addAll(List.of(entries));
    return this;
  }

  /// Sets what is done with the module in each interpreter; without it the module is only imported.
  /// It is written in the language of the prompt: `db = connect(":memory:"); db.execute("SELECT ?",
  /// [1]); close(db, force=True)`. A bare name is a variable that it assigned, then an attribute of
  /// the module, then a builtin.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  public IsolationCheck exercise(String calls) {
    Exercise.parse(calls);
    exercise = calls;
    return this;
  }

  /// Sets how many interpreters take part; default: 4.
  ///
  /// @throws IllegalArgumentException if it is less than 2
  public IsolationCheck interpreters(int count) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "cannot compare %d interpreter(s): expected 2 or more".formatted(count));
    }
    interpreters = count;
    return this;
  }

  /// Gives each interpreter an image of the module for itself, to see whether that keeps them
  /// apart.
  public IsolationCheck privateImage() {
    privateImage = true;
    return this;
  }

  /// Accepts findings, with the reason: `LIBRARY[:SYMBOL] REASON`. Entries of the file beside the
  /// module, `NAME.so.isolation`, are added.
  ///
  /// @see Acceptance
  /// @throws IllegalArgumentException if an entry cannot be read
  public IsolationCheck ignore(String... entries) {
    for (String each : entries) {
      accepted.add(Acceptance.parse(each));
    }
    return this;
  }

  /// Sets after how many seconds a helper process is given up; default: 120.
  public IsolationCheck timeout(long limit) {
    seconds = limit;
    return this;
  }

  /// Runs the check; a native module in an archive is unpacked to a temporary directory for it.
  /// This takes some seconds: two to four helper processes, one after the other.
  ///
  /// @throws IOException if the helper process cannot be started or fails in a way that has nothing
  ///   to do with isolation, for instance because there is no such module; the text has its
  ///   complaint
  /// @throws InterruptedException if the thread is interrupted meanwhile
  public IsolationReport run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tenon-isolation");
    try {
      return runIn(folder);
    } finally {
      deleteAll(folder);
    }
  }

  private IsolationReport runIn(Path folder) throws IOException, InterruptedException {
    searched = UnpackedArchive.searchPath(module, absolute(), folder);
    List<Acceptance> entries = new ArrayList<>(accepted);
    Path beside = LibraryOfModule.acceptances(module, searched);
    if (beside != null) {
      entries.addAll(Acceptance.readFile(beside));
    }
    HelperProcess helper = new HelperProcess(folder, module, seconds, libraryFile() != null);
    try {
      Plan.Alone alone = helper.run(plan(Plan.Task.ALONE, 1), Plan.Alone.class);
      Plan.Together together =
          helper.run(plan(Plan.Task.TOGETHER, interpreters), Plan.Together.class);
      Plan.Alone again =
          Judge.hasDifferentResults(alone, together)
              ? helper.run(plan(Plan.Task.ALONE, 1), Plan.Alone.class)
              : null;
      Judge judge = new Judge(alone, again, together, traced(helper, together));
      return IsolationReport.of(
          module,
          together.declared(),
          interpreters,
          judge.findings(),
          entries,
          judge.notes(),
          together.threadLocals());
    } catch (HelperProcess.CrashException e) {
      return IsolationReport.of(
          module,
          InterpreterSupport.SHARED,
          interpreters,
          List.of(e.finding()),
          entries,
          List.of(),
          List.of());
    }
  }

  /// Watches the stores, if there is something to watch and no interpreter was refused. A module
  /// that works only where it may write leaves nothing to judge by, which counts against it.
  private Plan.Traced traced(HelperProcess helper, Plan.Together together)
      throws IOException, InterruptedException {
    if (!together.hasVariables() || together.rounds().getFirst().size() < interpreters) {
      return Plan.Traced.nothing("nothing to see");
    }
    try {
      return helper.run(plan(Plan.Task.TRACED, interpreters), Plan.Traced.class);
    } catch (HelperProcess.CrashException e) {
      return Plan.Traced.nothing(e.finding().toString());
    }
  }

  private Plan plan(Plan.Task task, int count) {
    return new Plan(task, module, searched, exercise, count, privateImage);
  }

  private List<String> absolute() {
    return path.stream().map(entry -> Path.of(entry).toAbsolutePath().toString()).toList();
  }

  /// Where the module's library is, found without loading anything; null if it has none.
  private @Nullable Path libraryFile() throws IOException {
    return LibraryOfModule.find(module, searched);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
