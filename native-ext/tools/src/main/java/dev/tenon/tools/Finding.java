// SPDX-License-Identifier: Apache-2.0
package dev.tenon.tools;

import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that `tenon doctor` looked at.
///
/// @param name what was looked at, such as `C compiler`
/// @param purpose what it is needed for
/// @param required whether native modules do not run without it
/// @param state whether it is there
/// @param found what was found
/// @param advice what to do; empty if there is nothing to do
record Finding(
    String name, String purpose, boolean required, State state, String found, String advice) {

  /// Whether a thing is there.
  enum State {
    /// It is there.
    OK("ok"),

    /// It is not there, and its purpose cannot be had without it.
    MISSING("missing"),

    /// The system does not show it.
    UNKNOWN("unknown");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// What texts and JSON call it.
    String word() {
      return word;
    }
  }

  static Finding ok(String name, String purpose, String found) {
    return new Finding(name, purpose, false, State.OK, found, "");
  }

  static Finding missing(String name, String purpose, String found, String advice) {
    return new Finding(name, purpose, false, State.MISSING, found, advice);
  }

  static Finding unknown(String name, String purpose, String found) {
    return new Finding(name, purpose, false, State.UNKNOWN, found, "");
  }

  /// The same of a thing without which native modules do not run.
  Finding asRequired() {
    return new Finding(name, purpose, true, state, found, advice);
  }

  /// The lines for a reader.
  String text() {
    String line = "%-8s %s: %s\n".formatted(state.word(), name, found);
    return state != State.MISSING
        ? line
        : line + "         needed for: " + purpose + "\n         to do: " + advice + "\n";
  }

  /// The fields of the JSON object.
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("purpose", purpose);
    map.put("required", required);
    map.put("state", state.word());
    map.put("found", found);
    map.put("advice", advice);
    return map;
  }
}
