// SPDX-License-Identifier: Apache-2.0
package dev.tenon.isolation.memory;

import dev.tenon.Interpreter;
import dev.tenon.input.Escapes;
import dev.tenon.isolation.Finding;
import dev.tenon.isolation.LeakWatch;
import dev.tenon.value.Warning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Finds references that outlive the interpreters of a check: those that C holds, as the checks of
/// native modules report them, and those to modules and their classes.
public final class ReferenceWatch {

  private final String prefix;
  private final ConcurrentLinkedQueue<String> reports = new ConcurrentLinkedQueue<>();
  private final List<LeakWatch> watches = new ArrayList<>();

  public ReferenceWatch(String module) {
    prefix = "check of module %s: ".formatted(Escapes.quoted(module));
  }

  /// Takes a warning of an interpreter.
  public void note(Warning warning) {
    if (warning.message().startsWith(prefix)) {
      reports.add(warning.message().substring(prefix.length()));
    }
  }

  /// Remembers what an interpreter has, before it is closed.
  public void watch(Interpreter interpreter) {
    watches.add(LeakWatch.of(interpreter));
  }

  /// What is left now that all interpreters are closed.
  public List<Finding> leaks() throws IOException {
    List<Finding> findings = new ArrayList<>();
    reports.stream().distinct().map(Finding.LeakedReference::new).forEach(findings::add);
    for (LeakWatch each : watches) {
      each.leaks().stream()
          .map(leak -> new Finding.LeakedReference(leak.toString()))
          .forEach(findings::add);
    }
    MappedLibrary.images().stream().map(Finding.LeakedImage::new).forEach(findings::add);
    return findings.stream().distinct().toList();
  }
}
