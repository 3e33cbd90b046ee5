package dev.tenon.cli.broken;

/// The command uses native support, which it should find as a service, a library of a back end, and
/// one of the prompt.
public final class Broken {
  public final Class<?> support = dev.tenon.nativeext.broken.Broken.class;
  public final Class<?> library = jnr.ffi.Runtime.class;
  public final Class<?> terminal = org.jline.terminal.Terminal.class;
}
