// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.broken;

import java.lang.foreign.Linker;
import java.util.logging.Logger;

/// Links, logs, keeps static state and a thread's own, and uses its own back end.
public final class Broken {
  static int count;

  public final Class<?> backend = dev.tenon.nativeext.ffm.broken.Broken.class;
  public final Linker linker = Linker.nativeLinker();
  public final Logger logger = Logger.getGlobal();
  public final ThreadLocal<String> ownOfThread = new ThreadLocal<>();
}
