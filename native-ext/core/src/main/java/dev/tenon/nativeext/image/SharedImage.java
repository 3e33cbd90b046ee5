// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.input.Escapes;
import dev.tenon.input.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A library that is mapped once for the process, from a copy of its bytes. It stays mapped while
/// it is wanted or used: it is wanted until a module of it is unloaded or its file is replaced, and
/// again when it is asked for again. Any thread may use it.
public final class SharedImage extends CodeImage {

  private final Path file;
  private final String hash;
  private final long handle;
  private final String place;
  private final List<Needed> needed;
  private final long former;
  private int users;
  private boolean isWanted = true;
  private boolean isKept;
  private boolean isGone;
  private Consumer<String> reporter = _ -> {};

  /// A library that another one needs.
  ///
  /// @param stamp what its file was like when it was mapped, or seen to have the same bytes
  record Needed(Path file, FileStamp stamp, SharedImage image) {}

  /// @param file what it was copied from, without symbolic links
  /// @param hash SHA-256 of the file
  /// @param mapped the library
  /// @param needed the libraries that it was linked with and that are mapped so, too; it uses them
  /// @param former the address of the name that the dynamic linker gave it
  SharedImage(Path file, String hash, ImageFiles.Mapped mapped, List<Needed> needed, long former) {
    this.file = file;
    this.hash = hash;
    this.handle = mapped.handle();
    this.place = mapped.name();
    this.needed = List.copyOf(needed);
    this.former = former;
    needed.forEach(each -> each.image().enter());
  }

  Path file() {
    return file;
  }

  /// SHA-256 of the file that it was copied from.
  String hash() {
    return hash;
  }

  @Override
  public long handle() {
    return handle;
  }

  /// What the dynamic linker knows it as.
  String place() {
    return place;
  }

  List<Needed> needed() {
    return needed;
  }

  /// The address of the name that the dynamic linker gave it.
  long former() {
    return former;
  }

  /// Whether the libraries that it needs are still as they were.
  boolean hasCurrentNeeded() {
    for (Needed each : needed) {
      try {
        if (!FileStamp.of(each.file()).equals(each.stamp()) || !each.image().hasCurrentNeeded()) {
          return false;
        }
      } catch (IOException _) {
        return false;
      }
    }
    return true;
  }

  /// Begins a use for somebody who asks for the library as it is now.
  ///
  /// @return whether it is mapped still; only then must [#leave] follow
  synchronized boolean tryEnter() {
    if (isGone) {
      return false;
    }
    users++;
    isWanted = true;
    return true;
  }

  @Override
  public synchronized void enter() {
    if (isGone) {
      throw new InterpreterError(
          "the library %s has been unmapped since the module was found in it; find and create the module again"
              .formatted(Escapes.quoted(file)));
    }
    users++;
  }

  @Override
  public void leave() {
    boolean isUnused;
    synchronized (this) {
      users--;
      isUnused = isUnused();
    }
    if (isUnused) {
      SharedImages.ofProcess().end(this);
    }
  }

  @Override
  public synchronized void keep() {
    isKept = true;
  }

  @Override
  public boolean isPrivate() {
    return false;
  }

  /// Lets it go with its last user, unless somebody asks for it again.
  ///
  /// @param report receives why it stays mapped, if it has to
  void unwant(Consumer<String> report) {
    boolean isUnused;
    synchronized (this) {
      isWanted = false;
      reporter = report;
      isUnused = isUnused();
    }
    if (isUnused) {
      SharedImages.ofProcess().end(this);
    }
  }

  private boolean isUnused() {
    return users == 0 && !isWanted && !isKept && !isGone;
  }

  /// Lets nobody begin a use any more, if nobody uses it or wants it.
  ///
  /// @return whether that is so, for the one caller who unmaps it
  synchronized boolean seal() {
    if (isUnused()) {
      isGone = true;
      return true;
    }
    return false;
  }

  synchronized void report(String reason) {
    reporter.accept("the library %s stays mapped: %s".formatted(Escapes.quoted(file), reason));
  }
}
