// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.module;

import dev.tenon.cli.terminal.Paint;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `why` has found out about a module.
///
/// @param origin where it would be loaded from; null if it is not found
/// @param kind the word for its [SourceKind]; null if it is not found or registered already
/// @param candidates every place that was asked, in order
/// @param refusals why it would not be loaded though it is found
/// @param near the name that may have been meant; null if none is near
public record Verdict(
    String name,
    @Nullable String origin,
    @Nullable String kind,
    List<Candidate> candidates,
    List<String> refusals,
    @Nullable String near) {

  static Verdict registered(String name, List<Candidate> candidates) {
    return new Verdict(name, "sys.modules", null, candidates, List.of(), null);
  }

  public static Verdict missing(String name, List<Candidate> candidates, @Nullable String near) {
    return new Verdict(name, null, null, candidates, List.of(), near);
  }

  public static Verdict found(
      String name, ModuleSpec spec, List<Candidate> candidates, List<String> refusals) {
    return new Verdict(
        name,
        String.valueOf(SourceKind.origin(spec)),
        SourceKind.of(spec).word(),
        candidates,
        refusals,
        null);
  }

  /// Whether an import would load it, as far as is known without running it.
  boolean loads() {
    return origin != null && refusals.isEmpty();
  }

  /// As lines of text.
  String text(Paint paint) {
    List<String> lines = new ArrayList<>();
    if (origin == null) {
      lines.add(
          "%s is %s%s"
              .formatted(
                  Escapes.quoted(name),
                  paint.error("not found"),
                  near == null ? "" : "; did you mean '" + near + "'?"));
    } else {
      lines.add("%s is %s: %s".formatted(Escapes.quoted(name), paint.good("found"), origin));
    }
    candidates.forEach(candidate -> lines.add("  " + candidate.line(paint)));
    refusals.forEach(
        refusal -> lines.add("  " + paint.error("refused:") + " " + refusal.replace("\n", "\n  ")));
    return String.join("\n", lines) + "\n";
  }

  /// As a plain map.
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("loads", loads());
    map.put("origin", origin);
    map.put("kind", kind);
    map.put("candidates", candidates.stream().map(Candidate::asMap).toList());
    map.put("refusals", refusals);
    map.put("near", near);
    return map;
  }
}
