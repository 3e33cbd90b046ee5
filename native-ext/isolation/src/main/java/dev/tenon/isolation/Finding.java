package dev.tenon.isolation;

import java.io.Serializable;

/// One thing that an isolation check saw.
public sealed interface Finding extends Serializable {

  /// A variable of a library that was written while interpreters used it.
  ///
  /// @param library the file
  /// @param variable which one
  /// @param writers the interpreters whose import or exercise changed it, by number from 0
  record ChangedStatic(String library, WritableStatic variable, java.util.List<Integer> writers)
      implements Finding {
    @Override
    public String toString() {
      return "%s of %s was written by interpreter%s %s"
          .formatted(
              variable,
              library,
              writers.size() == 1 ? "" : "s",
              String.join(", ", writers.stream().map(String::valueOf).toList()));
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
    public String toString() {
      return "interpreter %d: %s; alone it is %s".formatted(interpreter, together, alone);
    }
  }

  /// Memory of the C heap that the library asked for and that was not given back after all
  /// interpreters were closed.
  ///
  /// @param place where malloc was called: function and offset, or the offset in the library
  /// @param blocks how many
  /// @param bytes how much in all
  record LeakedHeap(String place, long blocks, long bytes) implements Finding {
    @Override
    public String toString() {
      return "%d block%s of C memory (%d bytes), asked for at %s, were not freed"
          .formatted(blocks, blocks == 1 ? "" : "s", bytes, place);
    }
  }

  /// Threads that run on after all interpreters were closed.
  ///
  /// @param threads how many more than before
  record LeakedThreads(int threads) implements Finding {
    @Override
    public String toString() {
      return "%d thread%s run on after all interpreters were closed"
          .formatted(threads, threads == 1 ? "" : "s");
    }
  }

  /// A reference that keeps what belongs to an interpreter after all interpreters were closed: one
  /// that C holds and never gave back, or one to a module or its classes.
  ///
  /// @param text what it is, and what holds it
  record LeakedReference(String text) implements Finding {
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
    public String toString() {
      return "a private image of %s stays mapped".formatted(library);
    }
  }

  /// A second interpreter could not load the module.
  ///
  /// @param message the refusal
  record Refused(String message) implements Finding {
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
    public String toString() {
      return "the process ended with status %d while %s".formatted(status, doing);
    }
  }
}
