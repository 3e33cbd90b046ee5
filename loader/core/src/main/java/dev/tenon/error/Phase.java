// SPDX-License-Identifier: Apache-2.0
package dev.tenon.error;

/// The step of a module's life in which something went wrong, in the order in which the steps
/// happen.
public enum Phase {
  /// Finders look for a spec; nothing of the extension runs.
  FIND,
  /// A library is mapped into the process for the first time, while it is being queried; its own
  /// initializers run.
  MAP,
  /// The library or jar is opened and its descriptor read as data; no extension code runs.
  QUERY,
  /// The descriptor is checked for the interpreter: ABI, support for several interpreters.
  CHECK,
  /// The create slot makes the module object.
  CREATE,
  /// The module state is allocated and attached.
  STATE,
  /// The exec slots fill the module.
  EXEC,
  /// The main slot runs the module as the program.
  MAIN,
  /// A function of the module is called.
  CALL,
  /// The clear and free slots release what the module holds.
  CLOSE;

  /// The verb for messages: what the loader was doing.
  public String verb() {
    return switch (this) {
      case FIND -> "find";
      case MAP -> "map";
      case QUERY -> "load";
      case CHECK -> "accept";
      case CREATE -> "create";
      case STATE -> "allocate the state of";
      case EXEC -> "execute";
      case MAIN -> "run";
      case CALL -> "call";
      case CLOSE -> "close";
    };
  }
}
