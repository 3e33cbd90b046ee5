// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.input.FileStamp;
import dev.tenon.module.ModuleHost.CloseAction;
import dev.tenon.nativeext.bridge.LinkFailure;
import dev.tenon.pins.Pins;
import dev.tenon.spi.ModuleOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The private images of one interpreter, each made when it is asked for first and kept until the
/// interpreter is closed. Any thread may use them.
public final class PrivateImages {

  private final ModuleOwner owner;
  private final Map<FileStamp, Made> made = new HashMap<>();

  private record Made(PrivateImage image, String hash, CloseAction end) {}

  private PrivateImages(ModuleOwner owner) {
    this.owner = owner;
  }

  /// The private images of an interpreter.
  public static PrivateImages of(ModuleOwner owner) {
    return owner.part(PrivateImages.class, () -> new PrivateImages(owner));
  }

  /// The image of a library. The caller uses it and ends that with [PrivateImage#leave].
  ///
  /// @param names the libraries that are private with it
  /// @throws IOException if the file cannot be read or is damaged
  /// @throws LinkFailure if it cannot be mapped
  /// @throws InterpreterError if the interpreter is closed
  public synchronized PrivateImage image(Path file, LibraryNames names)
      throws IOException, LinkFailure {
    FileStamp version = FileStamp.of(file);
    Made known = made.get(version);
    if (known != null) {
      Pins pins = owner.pins();
      if (pins != null) {
        pins.admitRead(file, known.hash()); // it may have been found under another name
      }
      known.image().enter();
      return known.image();
    }
    ImageBuilder builder = new ImageBuilder(owner, names);
    PrivateImage image = builder.build(file);
    CloseAction end = image::close;
    try {
      owner.closeLater(end);
    } catch (InterpreterError e) {
      image.close();
      throw e;
    }
    image.enter();
    made.put(version, new Made(image, builder.hash(), end));
    return image;
  }

  /// Lets an image go with its last user; it is made anew when it is asked for again.
  synchronized void unwant(PrivateImage image) {
    if (image.staysWithOwner()) {
      return;
    }
    made.values()
        .removeIf(each -> {
          boolean isEnded = each.image() == image;
          if (isEnded) {
            CloseAction _ = owner.takeCloseAction(action -> action == each.end());
          }
          return isEnded;
        });
    image.close();
  }
}
