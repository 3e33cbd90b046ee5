// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.memory.Utf8;
import dev.tenon.nativeext.spi.HostFunction;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The functions of the host library that images are made with.
final class ImageCalls implements ImageFiles.Calls {

  /// The longest name of a file in memory, in bytes.
  private static final int MAX_NAME = 200;

  private static final int MAX_REASON = 256;

  private final NativeHost host;
  private final HostFunction newCopy;
  private final HostFunction copyRoom;
  private final HostFunction hashCopy;
  private final HostFunction growCopy;
  private final HostFunction sealCopy;
  private final HostFunction freeCopy;
  private final HostFunction loaded;
  private final HostFunction nameLibrary;
  private final HostFunction unmapLibrary;
  private final HostFunction watchImages;
  private final HostFunction imageInUse;
  private final HostFunction forgetValues;

  ImageCalls(NativeHost host) {
    this.host = host;
    newCopy = host.function("tenon_host_copy_new");
    copyRoom = host.function("tenon_host_copy_room");
    hashCopy = host.function("tenon_host_copy_hash");
    growCopy = host.function("tenon_host_copy_grow");
    sealCopy = host.function("tenon_host_copy_seal");
    freeCopy = host.function("tenon_host_copy_free");
    loaded = host.function("tenon_host_loaded");
    nameLibrary = host.function("tenon_host_name_library");
    unmapLibrary = host.function("tenon_host_unmap_library");
    watchImages = host.function("tenon_host_watch_images");
    imageInUse = host.function("tenon_host_image_in_use");
    forgetValues = host.function("tenon_host_forget_values");
  }

  /// Copies a file into memory.
  ///
  /// @param name shows in lists of what is mapped; the end of a long one does
  /// @param copy the address of a `HostCopy`
  /// @return 0, or below 0 an `errno` or one of `Abi.COPY_NOT_REGULAR` and so on
  long newCopy(Path file, String name, long copy, long most) {
    try (Arena arena = Arena.ofConfined()) {
      return newCopy.call(
          Memory.allocateText(arena, file.toString()), shownName(arena, name), copy, most);
    }
  }

  private static long shownName(Arena arena, String name) {
    byte[] shown = Utf8.encodeReport(name);
    int cut = Math.max(0, shown.length - MAX_NAME);
    return Memory.allocateTerminated(arena, Arrays.copyOfRange(shown, cut, shown.length));
  }

  /// Makes room for a copy that the caller fills.
  ///
  /// @param name as for [#newCopy]
  /// @param copy the address of a `HostCopy`
  /// @return 0, or an `errno` below 0
  long copyRoom(long size, String name, long copy) {
    try (Arena arena = Arena.ofConfined()) {
      return copyRoom.call(size, shownName(arena, name), copy, 0);
    }
  }

  /// Hashes what the caller has written into a copy.
  void hashCopy(long copy) {
    long _ = hashCopy.call(copy, 0, 0, 0);
  }

  /// Makes a copy longer.
  ///
  /// @return 0, or an `errno` below 0
  long growCopy(long copy, long size) {
    return growCopy.call(copy, size, 0, 0);
  }

  /// Lets nobody change a copy any more.
  ///
  /// @return the descriptor of its file in memory, or an `errno` below 0 if there is none
  long sealCopy(long copy) {
    return sealCopy.call(copy, 0, 0, 0);
  }

  void freeCopy(long copy) {
    freeCopy.call(copy, 0, 0, 0);
  }

  /// The handle of a library that the dynamic linker knows by a name; 0 if it knows none.
  long loaded(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return loaded.call(Memory.allocateText(arena, name), 0, 0, 0);
    }
  }

  @Override
  public long open(String place) throws LinkFailure {
    return host.openLibrary(place);
  }

  /// The file's name, written as nobody asks the dynamic linker for it: it would get the copy.
  static String reportName(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.getParent() + "//" + absolute.getFileName();
  }

  /// Lets a mapped library have another name in reports.
  ///
  /// @param former the address of its own name, if it was given another one before; else 0
  /// @return the address of its own name; 0 if it keeps that one
  long nameLibrary(long handle, String name, long former) {
    try (Arena arena = Arena.ofConfined()) {
      return nameLibrary.call(
          handle, Memory.allocateTerminated(arena, Utf8.encodeReport(name)), former, 0);
    }
  }

  /// Makes the functions that watch images visible to libraries that are mapped from now on.
  ///
  /// @return whether they are
  boolean watchImages() {
    return watchImages.call(0, 0, 0, 0) != 0;
  }

  /// What the system can still call of an image, so that it must stay mapped: a thread that it
  /// started, the destructor of a value of a thread, the handler of a signal.
  ///
  /// @return empty if there is nothing
  Optional<String> useOf(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      long text = arena.allocate(MAX_REASON).address();
      return imageInUse.call(handle, text, MAX_REASON, 0) == 0
          ? Optional.empty()
          : Optional.of(
              new String(
                  Memory.getBytes(text, Memory.lengthOfTerminated(text)), StandardCharsets.UTF_8));
    }
  }

  /// Gives up the values that threads keep for an image: they are not destroyed any more.
  void forgetValues(long handle) {
    forgetValues.call(handle, 0, 0, 0);
  }

  /// Closes a library.
  ///
  /// @param former its name before [#nameLibrary]
  /// @return whether it is gone
  boolean unmap(long handle, long former) {
    return unmapLibrary.call(handle, former, 0, 0) == 0;
  }
}
