package dev.tenon.cdef.parser;

/// A type that no declaration here can have; the message says why.
final class UnsupportedTypeException extends Exception {

  private static final long serialVersionUID = 1L;

  UnsupportedTypeException(String message) {
    super(message);
  }
}
