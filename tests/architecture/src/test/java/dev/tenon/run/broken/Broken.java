// SPDX-License-Identifier: Apache-2.0
package dev.tenon.run.broken;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/// The core keeps static state, uses native memory and a part that is built on it.
public final class Broken {
  static final AtomicInteger COUNT = new AtomicInteger();

  public final Arena memory = Arena.global();
  public final Class<?> outer = dev.tenon.nativeext.broken.Broken.class;
}
