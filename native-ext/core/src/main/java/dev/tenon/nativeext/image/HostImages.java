// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.image;

import dev.tenon.nativeext.bridge.NativeHost;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the images of one bridge share: the functions that they are made with, the files that they
/// are mapped from, and the private images that outlive their interpreters. Any thread may use it.
final class HostImages {

  private static final ConcurrentHashMap<NativeHost, HostImages> BY_HOST =
      new ConcurrentHashMap<>();

  private final ImageCalls calls;
  private final ImageFiles files;
  private final LingeringImages lingering;
  private volatile @Nullable Boolean watches;

  private HostImages(NativeHost host) {
    calls = new ImageCalls(host);
    files = ImageFiles.ofProcess(calls);
    lingering = new LingeringImages(calls);
  }

  /// The images of a bridge.
  static HostImages of(NativeHost host) {
    HostImages known = BY_HOST.get(host);
    return known == null ? BY_HOST.computeIfAbsent(host, HostImages::new) : known;
  }

  ImageCalls calls() {
    return calls;
  }

  ImageFiles files() {
    return files;
  }

  LingeringImages lingering() {
    return lingering;
  }

  /// Whether the functions that watch what images register with the system can be linked with.
  boolean areWatched() {
    Boolean known = watches;
    if (known == null) {
      known = calls.watchImages();
      watches = known;
    }
    return known;
  }
}
