package dev.tenon.run.broken;

import java.lang.foreign.MemorySegment;

/// The core uses native memory and a part that is built on it.
public final class Broken {
  public final MemorySegment memory = MemorySegment.NULL;
  public final Class<?> outer = dev.tenon.nativeext.broken.Broken.class;
}
