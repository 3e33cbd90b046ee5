package dev.tenon.script.broken;

/// A layer uses a higher one.
public final class Broken {
  public final Class<?> higher = dev.tenon.broken.Broken.class;
}
