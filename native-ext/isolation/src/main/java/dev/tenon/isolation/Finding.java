// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation;

import dev.tenon.isolation.IsolationReport.Verdict;
import java.io.Serializable;
import java.util.List;

/// One thing that an isolation check saw.
public sealed interface Finding extends Serializable {

  /// The verdict that it leads to if nothing worse is found.
  Verdict verdict();

  /// What a user names to accept it: `LIBRARY:SYMBOL`, or `KIND:NAME` for what belongs to no
  /// library. Empty if it cannot be accepted.
  default String subject() {
    return "";
  }

  /// A variable of a library that was written while interpreters used it.
  ///
  /// @param library the file
  /// @param variable which one
  /// @param writers the interpreters whose import or exercise changed it, by number from 0
  record ChangedStatic(String library, WritableStatic variable, List<Integer> writers)
      implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return library + ":" + variable.name();
    }

    @Override
    public String toString() {
      return "%s of %s was written by %s"
          .formatted(variable, library, Counted.interpreters(writers));
    }
  }

  /// Memory that a variable of a library refers to and that was written while interpreters used it.
  ///
  /// @param library the file
  /// @param variable the variable from which the memory is reached
  /// @param writers the interpreters whose import or exercise changed it, by number from 0
  record ChangedMemory(String library, WritableStatic variable, List<Integer> writers)
      implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return library + ":" + variable.name();
    }

    @Override
    public String toString() {
      return "memory that %s of %s refers to was written by %s"
          .formatted(variable, library, Counted.interpreters(writers));
    }
  }

  /// A variable that seems to be initialized once, but belongs to a caller.
  ///
  /// @param library the file
  /// @param variable which one
  /// @param reason how that is known
  record DependsOnCaller(String library, WritableStatic variable, String reason)
      implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return library + ":" + variable.name();
    }

    @Override
    public String toString() {
      return "%s of %s %s".formatted(variable, library, reason);
    }
  }

  /// Variables that the first use wrote and no later one, with equal results for all interpreters.
  ///
  /// @param library the file
  /// @param variables which ones
  record InitializedOnce(String library, List<WritableStatic> variables) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.INITIALIZED_ONCE;
    }

    @Override
    public String subject() {
      return library + ":";
    }

    @Override
    public String toString() {
      return "%s of %s initialized once: %s"
          .formatted(Counted.of(variables.size(), "variable"), library, namesOf(variables));
    }

    /// Some names, and how many bytes there are in all.
    static String namesOf(List<WritableStatic> variables) {
      long bytes = variables.stream().mapToLong(WritableStatic::size).sum();
      return "%s%s (%s)"
          .formatted(
              String.join(", ", variables.stream().limit(3).map(WritableStatic::name).toList()),
              variables.size() > 3 ? ", …" : "",
              Counted.of(bytes, "byte"));
    }
  }

  /// A variable with random numbers that every use changes, under a lock: what another interpreter
  /// took from them reveals nothing.
  ///
  /// @param library the file
  /// @param variable which one
  record RandomPool(String library, WritableStatic variable) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.RANDOM_NUMBERS;
    }

    @Override
    public String subject() {
      return library + ":" + variable.name();
    }

    @Override
    public String toString() {
      return "%s of %s has random numbers, which each use changes under a lock"
          .formatted(variable, library);
    }
  }

  /// A static field of a Java class that interpreters share.
  ///
  /// @param library the jar or folder
  /// @param field class and name
  /// @param reason what happened to it
  record ChangedField(String library, String field, String reason) implements Finding {

    /// A field that interpreters wrote.
    ///
    /// @param writers their numbers
    public static ChangedField by(String library, String field, List<Integer> writers) {
      return new ChangedField(library, field, "was written by " + Counted.interpreters(writers));
    }

    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return library + ":" + field;
    }

    @Override
    public String toString() {
      return "static field %s of %s %s".formatted(field, library, reason);
    }
  }

  /// Static fields of Java classes that the first use set and no later one.
  ///
  /// @param library the jar or folder
  /// @param fields class and name of each
  record FieldsSetOnce(String library, List<String> fields) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.INITIALIZED_ONCE;
    }

    @Override
    public String subject() {
      return library + ":";
    }

    @Override
    public String toString() {
      return "static fields of %s set once: %s".formatted(library, String.join(", ", fields));
    }
  }

  /// A step of the exercise that gave another result than in an interpreter that is alone in its
  /// process.
  ///
  /// @param interpreter its number, from 0
  /// @param together what it gave among the others
  /// @param alone what it gives alone
  record DifferentResult(int interpreter, String together, String alone) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String toString() {
      return "interpreter %d: %s; alone it is %s".formatted(interpreter, together, alone);
    }
  }

  /// A setting of the process or of the calling thread that was changed: the current directory, the
  /// environment, signals, the locale, limits, timers.
  ///
  /// @param kind `process`, `environment`, `signal`, `limit`, `timer`, `thread` or `file flags`
  /// @param name which one
  /// @param before its value before; empty if there was none
  /// @param after its last value; empty if there is none
  /// @param writers the interpreters whose import or exercise changed it, by number from 0
  record ChangedProcess(
      String kind, String name, String before, String after, List<Integer> writers)
      implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return kind + ":" + name;
    }

    @Override
    public String toString() {
      return "%s '%s' was changed from '%s' to '%s' by %s"
          .formatted(kind, name, before, after, Counted.interpreters(writers));
    }
  }

  /// A function of the C library that keeps state for the whole process and was called.
  ///
  /// @param library the file that called it
  /// @param function its name
  /// @param callers the interpreters whose import or exercise called it, by number from 0
  record SharedFunction(String library, String function, List<Integer> callers) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return library + ":" + function;
    }

    @Override
    public String toString() {
      return "%s calls %s, whose state or result is one for the process (%s)"
          .formatted(library, function, Counted.interpreters(callers));
    }
  }

  /// A file that several interpreters opened for writing, though the exercise does not name it.
  ///
  /// @param writers the interpreters, by number from 0
  record SharedFile(String path, List<Integer> writers) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return "file:" + path;
    }

    @Override
    public String toString() {
      return "file '%s' was opened for writing by %s"
          .formatted(path, Counted.interpreters(writers));
    }
  }

  /// Memory of the C heap that the library asked for and that was not released after all
  /// interpreters were closed.
  ///
  /// @param library the file
  /// @param place where malloc was called: function and offset, or the offset in the library
  /// @param blocks how many
  /// @param bytes how much in all
  record LeakedHeap(String library, String place, long blocks, long bytes) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String subject() {
      int plus = place.indexOf('+');
      return library + ":" + (plus < 0 ? place : place.substring(0, plus));
    }

    @Override
    public String toString() {
      return "%s of C memory (%d bytes), allocated at %s, %s not freed"
          .formatted(Counted.of(blocks, "block"), bytes, place, blocks == 1 ? "was" : "were");
    }
  }

  /// Threads that run on after all interpreters were closed.
  ///
  /// @param threads how many more than before
  record LeakedThreads(int threads) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String subject() {
      return "process:threads";
    }

    @Override
    public String toString() {
      return "%s run on after all interpreters were closed"
          .formatted(Counted.of(threads, "thread"));
    }
  }

  /// Child processes that run on, or whose end nobody waited for.
  ///
  /// @param processes how many
  record LeakedProcesses(int processes) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String subject() {
      return "process:children";
    }

    @Override
    public String toString() {
      return "%s left after all interpreters were closed"
          .formatted((processes == 1 ? "1 child process is" : processes + " child processes are"));
    }
  }

  /// Descriptors that stay open, more than one interpreter alone leaves.
  ///
  /// @param file what is open
  /// @param count how many descriptors
  record LeakedFile(String file, int count) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String subject() {
      return "file:" + file;
    }

    @Override
    public String toString() {
      return "%s of '%s' stay open".formatted(Counted.of(count, "descriptor"), file);
    }
  }

  /// A file that the first use opened and no later one, and that stays open.
  record OpenedOnce(String file) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.INITIALIZED_ONCE;
    }

    @Override
    public String subject() {
      return "file:" + file;
    }

    @Override
    public String toString() {
      return "'%s' was opened once and stays open".formatted(file);
    }
  }

  /// A descriptor that was open before and was closed.
  record ClosedFile(String file) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.SHARED_STATE;
    }

    @Override
    public String subject() {
      return "file:" + file;
    }

    @Override
    public String toString() {
      return "a descriptor of '%s', which is not the module's, was closed".formatted(file);
    }
  }

  /// A reference that keeps what belongs to an interpreter after all interpreters were closed: one
  /// that C holds and never released, or one to a module or its classes.
  ///
  /// @param text what it is, and what holds it
  record LeakedReference(String text) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A private image that is still mapped after all interpreters were closed.
  ///
  /// @param library its name
  record LeakedImage(String library) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.LEAKS;
    }

    @Override
    public String subject() {
      return library + ":";
    }

    @Override
    public String toString() {
      return "a private image of %s stays mapped".formatted(library);
    }
  }

  /// A second interpreter could not load the module.
  ///
  /// @param message the refusal
  record Refused(String message) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.REFUSED;
    }

    @Override
    public String toString() {
      return "a second interpreter is refused: " + message;
    }
  }

  /// The helper process ended before the check did.
  ///
  /// @param status its exit status
  /// @param doing what it was doing last
  record Crashed(int status, String doing) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.CRASHED;
    }

    @Override
    public String toString() {
      return "the process ended with status %d while %s".formatted(status, doing);
    }
  }

  /// The helper process did not end in time.
  ///
  /// @param seconds how long the check waited
  /// @param doing what the process was doing last
  record GaveUp(long seconds, String doing) implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.UNDECIDED;
    }

    @Override
    public String toString() {
      return "gave up after %d s while %s".formatted(seconds, doing);
    }
  }

  /// Variables that only the first use changed, where stores of the same value by later uses could
  /// not be seen.
  ///
  /// @param library the file
  /// @param variables which ones
  /// @param obstacle why
  record NotSeen(String library, List<WritableStatic> variables, String obstacle)
      implements Finding {
    @Override
    public Verdict verdict() {
      return Verdict.UNDECIDED;
    }

    @Override
    public String subject() {
      return library + ":";
    }

    @Override
    public String toString() {
      return "%s of %s written by the first use: %s; whether later uses store to %s was not seen: %s"
          .formatted(
              Counted.of(variables.size(), "variable"),
              library,
              InitializedOnce.namesOf(variables),
              variables.size() == 1 ? "it" : "them",
              obstacle);
    }
  }
}
