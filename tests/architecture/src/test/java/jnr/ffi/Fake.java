package jnr.ffi;

/// Stands for the library of this name, which no module depends on yet.
public final class Fake {}
