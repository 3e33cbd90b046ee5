// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.bridge;

import dev.tenon.error.ImportException;
import dev.tenon.error.Phase;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.ErrorKind;
import dev.tenon.nativeext.abi.SlotId;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.nativeext.spi.CodeFolder;
import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeAccess;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.spi.ModuleOwner;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The bridge between JVM and C, one for each backend in use: the backend, a C host library of its
/// own, and the one upcall through which C reaches Java. A module instance stays with the bridge
/// that it was made with.
public final class NativeHost {

  private static final int MAX_RANGES = 64;
  private static final int ERROR_TEXT = 1024;
  private static final int MAX_PATH = 4096;

  private static final ConcurrentHashMap<String, NativeHost> BY_NAME = new ConcurrentHashMap<>();

  /// Stands for the name of the backend of interpreters that name none.
  private static final String UNNAMED = "";

  private final NativeBackend backend;
  private final Path library;
  private final HostFunction openLibrary;
  private final HostFunction symbol;
  private final HostFunction readable;
  private final HostFunction place;
  private final HostFunction file;
  private final HostFunction mapping;
  private final HostFunction newContext;
  private final HostFunction freeContext;
  private final HostFunction invoke;
  private final HostFunction allocate;
  private final HostFunction release;
  private final HostFunction setError;
  private final HostFunction clearError;
  private final HostFunction openTrail;
  private final HostFunction stackLow;
  private final HostFunction newCallback;
  private final HostFunction endCallback;
  private final HostFunction enteredCallback;

  private NativeHost(NativeBackend backend, Path library) {
    this.backend = backend;
    this.library = library;
    ErrorKind.prepare();
    HostFunction start = function("tenon_host_start");
    openLibrary = function("tenon_host_open_library");
    symbol = function("tenon_host_symbol");
    readable = function("tenon_host_readable");
    place = function("tenon_host_place");
    file = function("tenon_host_file");
    mapping = function("tenon_host_mapping");
    newContext = function("tenon_host_context_new");
    freeContext = function("tenon_host_context_free");
    invoke = function("tenon_host_invoke");
    allocate = function("tenon_host_alloc");
    release = function("tenon_host_release");
    setError = function("tenon_host_error_set");
    clearError = function("tenon_host_error_clear");
    openTrail = function("tenon_host_trail");
    HostFunction stack = function("tenon_host_stack");
    stackLow = backend.leafFunction(stack.call(Abi.STACK_ADDRESS, 0, 0, 0));
    newCallback = function("tenon_host_callback_new");
    endCallback = function("tenon_host_callback_end");
    enteredCallback = function("tenon_host_callback_entered");
    long version = start.call(backend.callback(new Upcalls()), 0, 0, 0);
    if (version != Abi.VERSION) {
      throw new IllegalStateException(
          "host library %s has ABI %#x, expected %#x; build native-ext/core again"
              .formatted(library, version, Abi.VERSION));
    }
    HostLibraryFile.forget(library);
  }

  /// The bridge of an interpreter; made on first use, which takes some tens of milliseconds.
  ///
  /// @throws IllegalStateException if the backend that it names is not installed
  public static NativeHost of(@Nullable ModuleOwner owner) {
    String wanted = owner == null ? null : owner.nativeBackend();
    NativeHost known = BY_NAME.get(wanted == null ? UNNAMED : wanted);
    return known == null ? open(wanted) : known;
  }

  private static synchronized NativeHost open(@Nullable String wanted) {
    NativeBackend backend = wanted == null ? Backends.choose() : Backends.choose(wanted);
    boolean isFirst = BY_NAME.isEmpty();
    NativeHost host =
        BY_NAME.computeIfAbsent(
            backend.name(), _ -> start(backend, HostLibraryFile.locate(isFirst)));
    BY_NAME.put(wanted == null ? UNNAMED : wanted, host);
    return host;
  }

  /// A bridge of a further backend that uses the host library of this one.
  public NativeHost over(NativeBackend further) {
    return new NativeHost(further, library);
  }

  /// Asks the JVM for access to all memory before [Memory] does, whose initializer cannot be run
  /// again.
  ///
  /// @throws IllegalCallerException if the JVM denies it
  @SuppressWarnings("restricted") // nothing is accessed
  private static void requireAccess() {
    MemorySegment.NULL.reinterpret(1);
  }

  /// Starts a backend; nothing of it, nor of the file, is left behind if that fails.
  private static NativeHost start(NativeBackend backend, Path library) {
    boolean isDone = false;
    try {
      requireAccess();
      NativeHost host = new NativeHost(backend, library);
      isDone = true;
      return host;
    } catch (IllegalCallerException e) {
      throw NativeAccess.denied(e, NativeHost.class.getModule(), backend.getClass().getModule());
    } catch (IllegalArgumentException | LinkageError e) {
      ImportException error =
          new ImportException(
              "native modules cannot be used: backend %s cannot load %s: %s; %s is to be writable and allow executing, or set the system property %s to a directory that is and does"
                  .formatted(
                      backend.name(),
                      library,
                      e.getMessage(),
                      library.getParent(),
                      CodeFolder.PROPERTY),
              null,
              library.toString(),
              Phase.QUERY);
      error.initCause(e);
      throw error;
    } finally {
      if (!isDone) {
        HostLibraryFile.forget(library);
      }
    }
  }

  /// The bridge of the interpreter that the current thread has entered, for what is the same
  /// through each.
  public static NativeHost get() {
    return of(ModuleOwner.CURRENT.isBound() ? ModuleOwner.CURRENT.get() : null);
  }

  public NativeBackend backend() {
    return backend;
  }

  /// A function of the host library.
  ///
  /// @throws IllegalStateException if it has none of that name
  public HostFunction function(String symbol) {
    return backend.hostFunction(library, symbol);
  }

  /// Maps a library.
  ///
  /// @return its handle
  /// @throws LinkFailure if the dynamic linker refuses it
  public long openLibrary(String file) throws LinkFailure {
    try (Arena arena = Arena.ofConfined()) {
      long text = Memory.allocateText(arena, file);
      long error = arena.allocate(ERROR_TEXT).address();
      long handle = openLibrary.call(text, 0, error, ERROR_TEXT);
      if (handle == 0) {
        throw new LinkFailure(terminated(error));
      }
      return handle;
    }
  }

  /// Keeps a trail in a file.
  ///
  /// @param path the address of the file's name
  /// @return the address of the trail; below 0 an `errno`, or `Abi.TRAIL_REFUSED`
  long openTrail(long path) {
    return openTrail.call(path, 0, 0, 0);
  }

  /// Makes sure that a function of C has some stack. It would end the process where it has none.
  ///
  /// @throws RecursionError if less is left than calls into C are made with
  public void requireStack() {
    long lacking = stackLow.call(Abi.STACK_FOR_CALL, 0, 0, 0);
    if (lacking != 0) {
      throw new RecursionError(
          ("the stack of this thread is almost exhausted: a call into C needs %d KiB; call less"
                  + " deeply or use a thread with a larger stack")
              .formatted(lacking >> 10));
    }
  }

  /// A function pointer that lasts until the process ends; 0 without memory.
  ///
  /// @param stub what it calls
  /// @param token above 0, for [#enteredCallback]
  /// @param what the address of the text that messages call it by
  /// @param resultSize of a struct that is returned in memory, else 0
  long newCallback(long stub, long token, long what, long resultSize) {
    return newCallback.call(stub, token, what, resultSize);
  }

  void endCallback(long address) {
    endCallback.call(address, 0, 0, 0);
  }

  /// The token of the function pointer by which the current thread came into Java, below 0 if
  /// little stack is left.
  long enteredCallback() {
    return enteredCallback.call(0, 0, 0, 0);
  }

  /// The address of a symbol, or 0.
  public long symbol(long handle, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return symbol.call(handle, Memory.allocateText(arena, name), 0, 0);
    }
  }

  /// Whether memory can be read; true as well if the system does not report it.
  public boolean isReadable(long address, long size) {
    return readable.call(address, size, 0, 0) != 0;
  }

  /// A place in a library.
  ///
  /// @param library its file
  /// @param offset from where the library is mapped
  public record Place(Path library, long offset) {}

  /// The place of an address; empty for one outside of all libraries.
  public Optional<Place> placeOf(long address) {
    try (Arena arena = Arena.ofConfined()) {
      long text = arena.allocate(MAX_PATH).address();
      long offset = place.call(address, text, MAX_PATH, 0);
      return offset < 0
          ? Optional.empty()
          : Optional.of(new Place(Path.of(terminated(text)), offset));
    }
  }

  /// The file of an open library; empty if the dynamic linker does not report it.
  public Optional<Path> fileOf(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      long text = arena.allocate(MAX_PATH).address();
      return file.call(handle, text, MAX_PATH, 0) <= 0
          ? Optional.empty()
          : Optional.of(Path.of(terminated(text)));
    }
  }

  private static String terminated(long text) {
    return new String(
        Memory.getBytes(text, Memory.lengthOfTerminated(text)), StandardCharsets.UTF_8);
  }

  private record Segment(long start, long end, long flags) {
    boolean contains(long address) {
      return address >= start && address < end;
    }
  }

  private List<Segment> segmentsAround(long address) {
    try (Arena arena = Arena.ofConfined()) {
      long table = arena.allocate(MAX_RANGES * Abi.RANGE_SIZE, 8).address();
      long count = mapping.call(address, table, MAX_RANGES, 0);
      List<Segment> segments = new ArrayList<>();
      for (long index = 0; index < Math.min(count, MAX_RANGES); index++) {
        long entry = table + index * Abi.RANGE_SIZE;
        segments.add(
            new Segment(
                Memory.getLong(entry),
                Memory.getLong(entry + Abi.RANGE_END),
                Memory.getLong(entry + Abi.RANGE_FLAGS)));
      }
      return segments;
    }
  }

  /// The memory of the library that an address lies in.
  public MappedImage imageAt(long address) {
    List<Segment> segments = segmentsAround(address);
    return new MappedImage(
        ranges(segments, Abi.RANGE_READABLE), ranges(segments, Abi.RANGE_EXECUTABLE), this::isCode);
  }

  private static List<MappedImage.Range> ranges(List<Segment> segments, int flag) {
    return segments.stream()
        .filter(segment -> (segment.flags() & flag) != 0)
        .map(segment -> new MappedImage.Range(segment.start(), segment.end()))
        .toList();
  }

  /// The memory with code that an address lies in, from its start to its end; both 0 if there is
  /// none.
  public long[] codeAround(long address) {
    return segmentsAround(address).stream()
        .filter(
            segment -> (segment.flags() & Abi.RANGE_EXECUTABLE) != 0 && segment.contains(address))
        .map(segment -> new long[] {segment.start(), segment.end()})
        .findFirst()
        .orElseGet(() -> new long[2]);
  }

  /// Whether some library has code at an address.
  public boolean isCode(long address) {
    return segmentsAround(address).stream()
        .anyMatch(
            segment -> (segment.flags() & Abi.RANGE_EXECUTABLE) != 0 && segment.contains(address));
  }

  /// Allocates a context with zeroed state, or one for state that is there already.
  ///
  /// @param number what upcalls find the Java side of the context by
  /// @param state the address of the state, 0 for new one
  /// @param checks 0 for none, else one more than the number of the call to the host that fails
  public long newContext(long stateSize, long number, long state, int checks) {
    long context = newContext.call(stateSize, number, state, checks);
    if (context == 0) {
      throw new MemoryError("cannot allocate %d bytes of module state".formatted(stateSize));
    }
    return context;
  }

  public void freeContext(long context) {
    freeContext.call(context, 0, 0, 0);
  }

  /// Runs a slot's function.
  ///
  /// @return its status
  public long invoke(SlotId slot, long function, long context, long argument) {
    return invoke.call(slot.id(), function, context, argument);
  }

  /// Calls a function of a module that is no slot.
  ///
  /// @param shape one of `Abi.INVOKE_BOUND` and so on
  /// @return its status
  public long invoke(int shape, long function, long context, long argument) {
    return invoke.call(shape, function, context, argument);
  }

  /// Memory that lives until the outermost call into the module returns.
  public long allocate(long context, long size) {
    long place = allocate.call(context, size, 0, 0);
    if (place == 0) {
      throw new MemoryError("cannot allocate %d bytes for a call".formatted(size));
    }
    return place;
  }

  public void releaseCallMemory(long context, long mark) {
    release.call(context, mark, 0, 0);
  }

  public void setError(long context, int kind, String message) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] bytes = Utf8.encodeReport(message);
      setError.call(context, kind, Memory.allocateTerminated(arena, bytes), bytes.length);
    }
  }

  public void clearError(long context) {
    clearError.call(context, 0, 0, 0);
  }
}
