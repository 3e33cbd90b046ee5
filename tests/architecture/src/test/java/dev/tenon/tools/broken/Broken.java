package dev.tenon.tools.broken;

/// The tools use native support itself, of which they should see only the rooms above it.
public final class Broken {
  public final Class<?> other = dev.tenon.nativeext.broken.Broken.class;
}
