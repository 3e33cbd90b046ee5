// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.run;

import dev.tenon.isolation.Finding;
import dev.tenon.isolation.memory.Tick;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Watches the static fields of a Java module that interpreters share. Classes that a later use
/// loads count from then on.
final class JavaWatch {

  private final Map<String, TreeSet<Integer>> later = new LinkedHashMap<>();
  private final Set<String> once = new LinkedHashSet<>();
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private Map<String, JavaFields.Content> last = Map.of();
  private @Nullable Path origin;

  /// Notes what has changed since the last time.
  ///
  /// @param module the module in one of the interpreters
  void note(Tick tick, ModuleObject module, int interpreters) throws IOException {
    ModuleDef def = module.def();
    Path place = placeOf(module);
    if (def == null || place == null) {
      return;
    }
    origin = place;
    Map<String, JavaFields.Content> now = JavaFields.of(place, def).read();
    now.forEach((name, content) -> {
      JavaFields.Content before = last.get(name);
      if (before != null && !before.fingerprint().equals(content.fingerprint())) {
        noteChange(tick, name, content, interpreters);
      }
      if (content.isOfInterpreter()) {
        reasons.putIfAbsent(name, "refers to an object of an interpreter");
      }
    });
    last = now;
  }

  private void noteChange(Tick tick, String name, JavaFields.Content content, int interpreters) {
    if (tick.isFirstUse() && tick.interpreter() == 0) {
      once.add(name);
      if (content.isNumber()) {
        reasons.putIfAbsent(
            name, "was written by the first use, and storing an equal number again cannot be seen");
      }
      return;
    }
    TreeSet<Integer> writers = later.computeIfAbsent(name, _ -> new TreeSet<>());
    for (int each = 0; each < interpreters; each++) {
      if (tick.interpreter() < 0
          || tick.interpreter() == each
          || (once.contains(name) && each == 0)) {
        writers.add(each);
      }
    }
  }

  private static @Nullable Path placeOf(ModuleObject module) {
    Object file = module.getOrDefault("__file__", null);
    try {
      Path place = file instanceof String text ? Path.of(text) : null;
      return place != null
              && (Files.isDirectory(place) || place.toString().endsWith(".jar"))
              && Files.exists(place)
          ? place
          : null;
    } catch (InvalidPathException _) {
      return null; // The module is not from a file.
    }
  }

  /// All changes.
  List<Finding> findings() {
    String library = origin == null ? "" : String.valueOf(origin.getFileName());
    List<Finding> findings = new ArrayList<>();
    later.forEach(
        (name, who) -> findings.add(Finding.ChangedField.by(library, name, List.copyOf(who))));
    reasons.forEach((name, reason) -> {
      if (!later.containsKey(name)) {
        findings.add(new Finding.ChangedField(library, name, reason));
      }
    });
    List<String> rest =
        once.stream()
            .filter(each -> !later.containsKey(each) && !reasons.containsKey(each))
            .toList();
    if (!rest.isEmpty()) {
      findings.add(new Finding.FieldsSetOnce(library, rest));
    }
    return findings;
  }
}
