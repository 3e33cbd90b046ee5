// SPDX-License-Identifier: Apache-2.0
package dev.tenon.effects;

import dev.tenon.event.PhaseEffects.Effect;
import dev.tenon.event.PhaseEffects.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The notes that the effects watch (`effects_watch.c`) takes of this process, thread by thread. It
/// is there if the system property `tenon.effects` names the file. What the JVM and the loader do
/// for themselves is left out: calls of the JVM's own libraries, and files of the JDK, of the class
/// path and of the module itself.
final class EffectsFile {

  /// The system property that names the file.
  static final String PROPERTY = "tenon.effects";

  private static final int HEADER = 32;
  private static final int SLOT = 24;
  private static final int EVENT = 512;
  private static final int LIBRARY_AT = 24;
  private static final int LIBRARY = 56;
  private static final int TEXT_AT = LIBRARY_AT + LIBRARY;
  private static final int TEXT = 424;
  private static final Kind[] KINDS = Kind.values();
  private static final Set<String> OF_MACHINE =
      Set.of("libjvm.so", "libjimage.so", "libzip.so", "libjli.so", "libtenon_host.so");

  private final FileChannel channel;
  private final long capacity;
  private final int slots;
  private final EnvironmentWatch environment;
  private final List<Path> ofMachine;

  private EffectsFile(FileChannel channel) throws IOException {
    this.channel = channel;
    ByteBuffer header = read(0, HEADER);
    capacity = header.getLong(8);
    slots = (int) header.getLong(24);
    if (capacity == 0 || header.getLong(16) != EVENT) {
      throw new IllegalStateException(
          "system property %s is set, but the process was not started under the effects watch"
              .formatted(PROPERTY));
    }
    environment = EnvironmentWatch.install();
    ofMachine =
        Stream.concat(
                Stream.of(System.getProperty("java.home"), "/proc/self", "/sys/fs/cgroup"),
                Stream.of(
                        System.getProperty("java.class.path", ""),
                        System.getProperty("jdk.module.path", ""))
                    .flatMap(each -> Stream.of(each.split(java.io.File.pathSeparator, -1))))
            .filter(each -> !each.isEmpty())
            .map(each -> Path.of(each).toAbsolutePath().normalize())
            .toList();
  }

  /// Opened once, before the first phase is measured.
  private static final class OfProcess {
    static final @Nullable EffectsFile FILE = open(System.getProperty(PROPERTY));

    private OfProcess() {}
  }

  /// The file of this process; null if it does not run under the watch.
  static @Nullable EffectsFile ofProcess() {
    return OfProcess.FILE;
  }

  private static @Nullable EffectsFile open(@Nullable String file) {
    if (file == null) {
      return null;
    }
    try {
      return new EffectsFile(FileChannel.open(Path.of(file), StandardOpenOption.READ));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A moment of a thread.
  ///
  /// @param thread its number at the system
  /// @param events how many notes there are
  /// @param reads how many notes of Java there are
  /// @param isComplete whether there was room for all
  record Mark(int thread, long events, int reads, long bytes, long blocks, boolean isComplete) {}

  /// The present moment of the current thread.
  Mark mark() {
    try {
      int thread = currentThread();
      ByteBuffer slot = slotOf(thread);
      long events = read(0, HEADER).getLong(0);
      return new Mark(
          thread,
          events,
          environment.size(),
          slot == null ? 0 : slot.getLong(8),
          slot == null ? 0 : slot.getLong(16),
          events <= capacity);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The number of the current thread at the system, as the system reports it.
  private static int currentThread() throws IOException {
    return Integer.parseInt(
        String.valueOf(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName()));
  }

  private @Nullable ByteBuffer slotOf(int thread) throws IOException {
    for (int tried = 0; tried < slots; tried++) {
      ByteBuffer slot = read(HEADER + (long) ((thread + tried) % slots) * SLOT, SLOT);
      if (slot.getInt(0) == thread || slot.getInt(0) == 0) {
        return slot.getInt(0) == 0 ? null : slot;
      }
    }
    return null;
  }

  /// What a thread did between two moments.
  ///
  /// @param origin where the module comes from that ran
  List<Effect> between(Mark from, Mark to, @Nullable String origin) {
    List<Timed> found = new ArrayList<>(environment.between(from.reads(), to.reads()));
    try {
      long last = Math.min(to.events(), capacity);
      for (long index = from.events(); index < last; index++) {
        ByteBuffer event = read(HEADER + (long) slots * SLOT + index * EVENT, EVENT);
        int kind = event.getInt(0);
        if (kind > 0 && kind <= KINDS.length && event.getInt(4) == from.thread()) {
          Effect effect = effect(event, KINDS[kind - 1], index);
          if (!isOfMachine(effect, origin)) {
            found.add(new Timed(event.getLong(8), effect));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.comparingLong(Timed::time));
    return withoutAttempts(found.stream().map(Timed::effect).toList());
  }

  /// An effect and when it was, in the time of [System#nanoTime].
  record Timed(long time, Effect effect) {}

  private static Effect effect(ByteBuffer event, Kind kind, long index) {
    String text = text(event, TEXT_AT, TEXT);
    boolean isCut = event.getInt(20) >= TEXT;
    return new Effect(
        kind, isCut ? text + "…" : text, text(event, LIBRARY_AT, LIBRARY), event.getInt(16), index);
  }

  private static String text(ByteBuffer event, int at, int size) {
    int end = at;
    while (end < at + size && event.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    event.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private boolean isOfMachine(Effect effect, @Nullable String origin) {
    return switch (effect.kind()) {
      case READ, WRITE ->
          OF_MACHINE.contains(effect.library()) || isOwnFile(effect.subject(), origin);
      case THREAD -> false;
      case CONNECT, ENVIRONMENT, PROCESS -> OF_MACHINE.contains(effect.library());
    };
  }

  private boolean isOwnFile(String name, @Nullable String origin) {
    if (name.indexOf('\0') >= 0 || name.isEmpty()) {
      return false;
    }
    Path file = Path.of(name).toAbsolutePath().normalize();
    return ofMachine.stream().anyMatch(file::startsWith)
        || (origin != null && (file.toString().equals(origin) || origin.startsWith(file + "/")));
  }

  /// A program is looked for in one folder after the other: the attempts that failed are no
  /// processes if one did not.
  private static List<Effect> withoutAttempts(List<Effect> all) {
    List<Effect> kept = new ArrayList<>();
    for (Effect each : all) {
      boolean isAttempt =
          !kept.isEmpty()
              && each.kind() == Kind.PROCESS
              && kept.getLast().kind() == Kind.PROCESS
              && kept.getLast().error() != 0;
      if (isAttempt) {
        kept.removeLast();
      }
      kept.add(each);
    }
    return kept;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
      // Read until the buffer or the file is at its end.
    }
    return bytes;
  }
}
