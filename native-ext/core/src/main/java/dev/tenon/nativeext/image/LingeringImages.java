// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Unmaps private images whose interpreters are closed. One that the system can still call, because
/// a thread that it started is running or a value of a thread has its destructor there, stays
/// mapped until that is over, which is looked at whenever an image is made or closed. Any thread
/// may use it.
final class LingeringImages {

  /// So many images may stay mapped for the sake of values of threads; beyond it the values of the
  /// oldest are given up, so that an endless thread does not keep image after image.
  private static final int MOST_FOR_VALUES = 64;

  private static final String NOT_UNLOADED =
      "the dynamic linker does not unload it (linked with -z nodelete, or a thread has C++"
          + " thread_local objects of it)";

  private final ImageCalls calls;
  private final Deque<List<ImageCopy>> kept = new ArrayDeque<>();

  LingeringImages(ImageCalls calls) {
    this.calls = calls;
  }

  /// Unmaps the copies of an image, or keeps them while they may be called.
  ///
  /// @param report receives which copy stays mapped and why
  void unmapOrKeep(List<ImageCopy> copies, BiConsumer<ImageCopy, String> report) {
    unmapUnused();
    Map<ImageCopy, String> uses = new LinkedHashMap<>();
    for (ImageCopy copy : copies) {
      calls.useOf(copy.handle()).ifPresent(reason -> uses.put(copy, reason));
    }
    if (uses.isEmpty()) {
      unmap(copies, report);
    } else {
      keep(copies);
      uses.forEach(report); // the listener may raise
    }
  }

  private void keep(List<ImageCopy> copies) {
    List<ImageCopy> over = null;
    synchronized (this) {
      kept.addLast(copies);
      if (kept.size() > MOST_FOR_VALUES) {
        List<ImageCopy> oldest = kept.removeFirst();
        oldest.forEach(copy -> calls.forgetValues(copy.handle()));
        if (isUsed(oldest)) {
          kept.addLast(oldest); // by something else
        } else {
          over = oldest;
        }
      }
    }
    if (over != null) {
      unmap(over, (_, _) -> {});
    }
  }

  private boolean isUsed(List<ImageCopy> copies) {
    return copies.stream().anyMatch(copy -> calls.useOf(copy.handle()).isPresent());
  }

  /// Unmaps the images that nothing can call any more.
  void unmapUnused() {
    List<List<ImageCopy>> over = new ArrayList<>();
    synchronized (this) {
      kept.removeIf(copies -> {
        boolean isOver = !isUsed(copies);
        if (isOver) {
          over.add(copies);
        }
        return isOver;
      });
    }
    over.forEach(copies -> unmap(copies, (_, _) -> {})); // may come here again
  }

  /// The libraries that others need come before these.
  private void unmap(List<ImageCopy> copies, BiConsumer<ImageCopy, String> report) {
    List<ImageCopy> left = new ArrayList<>();
    for (ImageCopy copy : copies.reversed()) {
      if (!copy.unmap(calls)) {
        left.add(copy);
      }
    }
    left.forEach(copy -> report.accept(copy, NOT_UNLOADED)); // the listener may raise
  }
}
