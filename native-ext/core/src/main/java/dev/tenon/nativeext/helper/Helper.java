// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.input.FileStamp;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.spi.HostFunction;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A helper process, in which native modules of one group of one interpreter run. One thread at a
/// time uses it, and whoever asks it for something answers what it asks meanwhile. Once it has
/// ended, for whatever reason, every use raises a [dev.tenon.nativeext.apart.ModuleCrashedError].
public final class Helper {

  private final ReentrantLock lock = new ReentrantLock();
  private final Arena arena = Arena.ofAuto();
  private final long call = arena.allocate(Abi.APART_CALL_SIZE, 8).address();
  private final Map<Long, Code> codes = new ConcurrentHashMap<>();
  private final Map<Path, FileStamp> libraries = new ConcurrentHashMap<>();
  private final NativeHost bridge;
  private final HostFunction invoke;
  private final HostFunction openLibrary;
  private final HostFunction newContext;
  private final HostFunction freeContext;
  private final HostFunction freeOwnContext;
  private final HostFunction mapping;
  private final HostFunction stop;
  private final HostFunction free;

  /// The process as the host library knows it; 0 once nothing of it is left.
  private long process;

  private volatile @Nullable HelperEnd end;

  private Helper(NativeHost inner, long process) {
    this.process = process;
    invoke = inner.function("tenon_apart_invoke");
    openLibrary = inner.function("tenon_apart_open");
    newContext = inner.function("tenon_apart_context_new");
    freeContext = inner.function("tenon_apart_context_free");
    freeOwnContext = inner.function("tenon_host_context_free");
    mapping = inner.function("tenon_apart_mapping");
    stop = inner.function("tenon_apart_stop");
    free = inner.function("tenon_apart_free");
    bridge = inner.over(new ApartBackend(inner.backend(), this));
  }

  /// Starts a process.
  ///
  /// @param inner the bridge of the interpreter
  /// @throws ImportException if it cannot be started
  static Helper start(NativeHost inner) {
    Path program = HelperProgram.file();
    try (Arena text = Arena.ofConfined()) {
      long process =
          inner
              .function("tenon_apart_start")
              .call(Memory.allocateText(text, program.toString()), 0, 0, 0);
      if (process < 0) {
        throw new ImportException(
            "modules cannot run apart: %s cannot be started: errno %d; look at the limits of processes and files, and at %s"
                .formatted(program, -process, program.getParent()),
            null,
            program.toString(),
            Phase.QUERY);
      }
      return new Helper(inner, process);
    }
  }

  /// The bridge to the code of the process.
  public NativeHost bridge() {
    return bridge;
  }

  boolean hasEnded() {
    return end != null;
  }

  /// Says what lies at an address in the process, for reports.
  public void name(long address, Code code) {
    codes.put(address, code);
  }

  /// Maps a library in the process; its initializers run there.
  ///
  /// @param module the module it is wanted for
  /// @return how far its addresses there are from those in the file
  /// @throws LinkFailure if the dynamic linker refuses it, or has an earlier version of it
  /// @throws IOException if the file cannot be looked at
  public long open(String module, Path library) throws LinkFailure, IOException {
    FileStamp version = FileStamp.of(library);
    FileStamp mapped = libraries.putIfAbsent(library, version);
    if (mapped != null && !mapped.equals(version)) {
      throw new LinkFailure(
          "its file has changed since the process of its group mapped it, and the process keeps"
              + " that; close the interpreter first");
    }
    Code code = new Code(module, "the initializers of " + library);
    try (Arena room = Arena.ofConfined()) {
      long opened = room.allocate(Abi.APART_OPENED_SIZE, 8).address();
      long path = Memory.allocateText(room, library.toString());
      request(code, Phase.MAP, to -> openLibrary.call(to, path, opened, 0));
      long reason = opened + Abi.APART_OPENED_ERROR;
      int length = Memory.lengthOfTerminated(reason);
      if (length > 0) {
        throw new LinkFailure(new String(Memory.getBytes(reason, length), StandardCharsets.UTF_8));
      }
      return Memory.getLong(opened);
    }
  }

  /// As `tenon_host_context_new`.
  long newContext(long stateSize, long number, long state, long checks) {
    try (Arena room = Arena.ofConfined()) {
      long made = room.allocate(Abi.APART_CONTEXT_SIZE, 8).address();
      Memory.putLong(made, state);
      request(
          new Code("(any)", "the state"),
          Phase.STATE,
          to -> newContext.call(to, stateSize, number, made));
      return Memory.getLong(made + Abi.APART_CONTEXT_CX);
    }
  }

  /// As `tenon_host_context_free`. The twin of the context has ended with its process if that has.
  long freeContext(long context, long b, long c, long d) {
    lock.lock();
    try {
      return process == 0
          ? freeOwnContext.call(context, 0, 0, 0)
          : freeContext.call(process, context, end == null ? 0 : 1, 0);
    } finally {
      lock.unlock();
    }
  }

  /// As `tenon_host_invoke`.
  long invoke(long shape, long function, long context, long argument) {
    if (shape != Abi.TN_SLOT_MAIN) {
      return call(HelperCall.of((int) shape, function, context, argument));
    }
    try (Arena texts = Arena.ofConfined()) {
      HelperCall main = HelperCall.ofMain(function, context, argument, texts);
      long status = call(main);
      Memory.putInt(
          argument + Abi.MAIN_ARGUMENTS_STATUS,
          (int) Memory.getLong(main.result() + Abi.VALUE_PAYLOAD));
      return status;
    }
  }

  /// As `tenon_host_mapping`; nothing is mapped in a process that has ended.
  long mapping(long address, long table, long most, long d) {
    lock.lock();
    try {
      return end == null ? mapping.call(process, address, table, most) : 0;
    } finally {
      lock.unlock();
    }
  }

  /// Calls a function.
  ///
  /// @return its status
  long call(HelperCall wanted) {
    if (end != null && isGivingBack(wanted.shape())) {
      return 0; // the system has taken back what the process had
    }
    return request(
        codes.getOrDefault(wanted.function(), new Code("(unnamed)", labelOf(wanted.shape()))),
        phaseOf(wanted.shape()),
        to -> {
          wanted.write(call);
          return invoke.call(to, call, 0, 0);
        });
  }

  private static boolean isGivingBack(int shape) {
    return switch (shape) {
      case Abi.TN_SLOT_CLEAR, Abi.TN_SLOT_FREE, Abi.INVOKE_HOOK, Abi.INVOKE_DESTRUCTOR -> true;
      default -> false;
    };
  }

  private static String labelOf(int shape) {
    return switch (shape) {
      case Abi.INVOKE_HOOK -> "an exit hook";
      case Abi.INVOKE_GETTER, Abi.INVOKE_SETTER -> "a property";
      default -> "a function";
    };
  }

  private static Phase phaseOf(int shape) {
    return switch (shape) {
      case Abi.TN_SLOT_CREATE -> Phase.CREATE;
      case Abi.TN_SLOT_EXEC -> Phase.EXEC;
      case Abi.TN_SLOT_MAIN -> Phase.MAIN;
      case Abi.TN_SLOT_CLEAR, Abi.TN_SLOT_FREE, Abi.INVOKE_HOOK -> Phase.CLOSE;
      default -> Phase.CALL;
    };
  }

  /// Sends one request and takes its status.
  ///
  /// @param code what runs meanwhile
  private long request(Code code, Phase phase, LongUnaryOperator send) {
    lock.lock();
    try {
      requireAlive(code);
      long outcome = send.applyAsLong(process);
      if (outcome == Abi.APART_TOO_LARGE) {
        throw new MemoryError(
            "the arguments of %s do not fit into the 32 MiB that a module which runs apart can be passed at once; pass less"
                .formatted(code.function()));
      }
      if (outcome != 0) {
        throw ended(code, phase, outcome == Abi.APART_GARBLED).asCrash();
      }
      return Memory.getLong(call + Abi.APART_CALL_STATUS);
    } finally {
      if (lock.getHoldCount() == 1 && end != null) {
        release();
      }
      lock.unlock();
    }
  }

  private void requireAlive(Code code) {
    HelperEnd how = end;
    if (how != null) {
      throw how.asRefusal(code);
    }
  }

  /// Notes how the process has ended; the first report counts, because it is of the innermost call.
  private HelperEnd ended(Code code, Phase phase, boolean isGarbled) {
    HelperEnd known = end;
    if (known == null) {
      long how = stop.call(process, isGarbled ? 0 : 1, 0, 0);
      known =
          new HelperEnd(
              code.module(), code.function(), phase, (int) how, (int) (how >>> 32), isGarbled);
      end = known;
    }
    return known;
  }

  /// Ends the process with its interpreter.
  void close() {
    lock.lock();
    try {
      HelperEnd _ = ended(new Code("(all)", "the end of the interpreter"), Phase.CLOSE, false);
      if (lock.getHoldCount() == 1) {
        release();
      }
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    if (process != 0) {
      free.call(process, 0, 0, 0);
      process = 0;
    }
  }
}
