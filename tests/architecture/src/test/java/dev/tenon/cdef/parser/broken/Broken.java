package dev.tenon.cdef.parser.broken;

/// Reads declarations and calls native code.
public final class Broken {
  public final Class<?> nativeCode = dev.tenon.nativeext.broken.Broken.class;
}
