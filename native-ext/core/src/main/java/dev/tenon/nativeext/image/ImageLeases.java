// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.error.kind.InterpreterError;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.Warning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The images that the modules of one interpreter were found in, by the names of the modules. Each
/// is used from when the descriptor of its module is read until that is unloaded or found in
/// another image, or the interpreter closes: so none goes while a module is being loaded, or waits
/// to be executed. Any thread may use it.
public final class ImageLeases {

  private final ModuleOwner owner;
  private final Map<String, CodeImage> images = new HashMap<>(4);
  private boolean endsWithOwner;
  private boolean hasEnded;

  private ImageLeases(ModuleOwner owner) {
    this.owner = owner;
  }

  private static ImageLeases of(ModuleOwner owner) {
    return owner.part(ImageLeases.class, () -> new ImageLeases(owner));
  }

  /// Hands a use of an image over to an interpreter; without one the image stays mapped.
  ///
  /// @param module the full name of the module that is loaded from it
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter is closed
  public static void take(String module, CodeImage image) {
    if (ModuleOwner.CURRENT.isBound()) {
      take(ModuleOwner.CURRENT.get(), module, image);
    } else {
      image.keep();
      image.leave();
    }
  }

  /// Hands a use of an image over to an interpreter.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter is closed
  public static void take(ModuleOwner owner, String module, CodeImage image) {
    of(owner).put(module, image);
  }

  private void put(String module, CodeImage image) {
    CodeImage former;
    boolean isFirst;
    boolean isLate;
    synchronized (this) {
      isLate = hasEnded;
      isFirst = !endsWithOwner;
      endsWithOwner = true;
      former = isLate ? image : images.put(module, image);
    }
    if (isFirst) {
      closeWithOwner();
    }
    if (former != null) {
      former.leave();
    }
    if (isLate) {
      throw new InterpreterError("the interpreter was closed while a module was imported");
    }
  }

  private void closeWithOwner() {
    boolean isAdded = false;
    try {
      owner.closeLater(this::endAll);
      isAdded = true;
    } finally {
      if (!isAdded) {
        endAll();
      }
    }
  }

  /// Gives up the image of a module that was unloaded: it is unmapped with its last user.
  public static void end(ModuleOwner owner, String module) {
    ImageLeases leases = of(owner);
    CodeImage image = leases.remove(module);
    if (image != null) {
      leases.unwant(image);
      image.leave();
    }
  }

  private synchronized @Nullable CodeImage remove(String module) {
    return images.remove(module);
  }

  private void unwant(CodeImage image) {
    switch (image) {
      case SharedImage shared ->
          shared.unwant(text -> owner.warn(new Warning(Warning.Category.RUNTIME, text)));
      case PrivateImage own -> {
        if (!hasLease(own)) {
          PrivateImages.of(owner).unwant(own);
        }
      }
    }
  }

  private synchronized boolean hasLease(CodeImage image) {
    return images.containsValue(image);
  }

  private void endAll() {
    List<CodeImage> all;
    synchronized (this) {
      hasEnded = true;
      all = List.copyOf(images.values());
      images.clear();
    }
    all.forEach(CodeImage::leave);
  }
}
