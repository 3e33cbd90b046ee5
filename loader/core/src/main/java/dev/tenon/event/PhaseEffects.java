// SPDX-License-Identifier: Apache-2.0
package dev.tenon.event;

import java.util.List;
import java.util.Objects;

/// What a phase of a module's load did on its thread, the phases of other modules that it imported
/// included.
///
/// Allocation on the Java heap and started threads are measured in every process. The rest is known
/// only in a process that was started under the effects watch, as `tenon importtime --effects` does
/// it. The watch sees calls of the C library: neither system calls that code makes itself, nor what
/// other threads do meanwhile, started by the module or not.
///
/// @param heapBytes bytes allocated on the Java heap
/// @param nativeBytes bytes that code outside of the JVM allocated on the C heap; 0 without the
///   watch
/// @param nativeBlocks how many blocks these are
/// @param threads how many threads were started: by the phase under the watch, otherwise by the
///   whole process meanwhile
/// @param isWatched whether the process runs under the watch
/// @param isComplete whether the watch had room for everything
/// @param effects what was opened, connected to, read and started, in its order; empty without the
///   watch
public record PhaseEffects(
    long heapBytes,
    long nativeBytes,
    long nativeBlocks,
    long threads,
    boolean isWatched,
    boolean isComplete,
    List<Effect> effects) {

  /// The effects of a phase.
  public PhaseEffects {
    Objects.requireNonNull(effects, "effects");
    effects = List.copyOf(effects);
  }

  /// A kind of effect.
  public enum Kind {
    /// A file was opened for reading.
    READ,
    /// A file was opened for writing, or made.
    WRITE,
    /// A connection was made: `host:port`, or `unix:` and a path.
    CONNECT,
    /// An environment variable was read.
    ENVIRONMENT,
    /// A process was started: its program and arguments.
    PROCESS,
    /// A thread was started.
    THREAD
  }

  /// One effect.
  ///
  /// @param kind what was done
  /// @param subject to what; empty for a thread
  /// @param library the file name of the library whose code did it; empty if that is not known, and
  ///   for environment variables that Java code read
  /// @param error the error number of the system if it failed, for instance 2 where there is no
  ///   such file or variable; 0 if it did not
  /// @param number distinguishes effects that are equal otherwise
  public record Effect(Kind kind, String subject, String library, int error, long number) {
    public Effect {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(library, "library");
    }
  }
}
