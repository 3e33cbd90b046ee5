// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.memory.Probe;
import dev.tenon.isolation.memory.Tick;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The calls of functions whose state belongs to the C library, and the files that were opened for
/// writing, by interpreter.
final class SystemCalls {

  private static final String FILE = "file";

  /// Files without content of their own.
  private static final Set<String> DEVICES = Set.of("/dev/null", "/dev/tty", "/dev/zero");

  private final Map<Call, TreeSet<Integer>> callers = new LinkedHashMap<>();

  private record Call(String function, String detail, String library) {}

  /// Notes the calls since the last time.
  void note(Tick tick, int interpreters) {
    List<Probe.Call> calls = Probe.calls();
    if (calls.isEmpty()) {
      return;
    }
    List<Probe.Library> libraries = Probe.libraries();
    for (Probe.Call each : calls) {
      String library =
          libraries.stream()
              .filter(one -> one.number() == each.owner())
              .map(Probe.Library::name)
              .findFirst()
              .orElse("?");
      TreeSet<Integer> who =
          callers.computeIfAbsent(
              new Call(each.function(), each.detail(), library), _ -> new TreeSet<>());
      for (int index = 0; index < interpreters; index++) {
        if (tick.interpreter() < 0 || tick.interpreter() == index) {
          who.add(index);
        }
      }
    }
  }

  /// What speaks against isolation.
  ///
  /// @param exercise its text: files that it names are shared because the user wants it
  List<Finding> findings(String exercise) {
    List<Finding> findings = new ArrayList<>();
    callers.forEach((call, who) -> {
      if (!call.function().equals(FILE)) {
        findings.add(new Finding.SharedFunction(call.library(), call.function(), List.copyOf(who)));
      } else if (who.size() > 1
          && !DEVICES.contains(call.detail())
          && !isNamed(call.detail(), exercise)) {
        findings.add(new Finding.SharedFile(call.detail(), List.copyOf(who)));
      }
    });
    return findings;
  }

  private static boolean isNamed(String path, String exercise) {
    return path.startsWith("/proc/")
        || exercise.contains(path.substring(path.lastIndexOf('/') + 1));
  }
}
