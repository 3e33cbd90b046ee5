package dev.tenon.isolation.broken;

/// The isolation check uses native support, of which it should see only the files.
public final class Broken {
  public final Class<?> support = dev.tenon.nativeext.broken.Broken.class;
}
