// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.extraction;

import dev.tenon.cdef.model.HeaderReader;
import dev.tenon.cdef.parser.compiler.PreprocessedText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which names of headers are asked for, and what is left out of those. One serves one extraction.
final class WantedNames {

  private final HeaderReader.Request request;
  private final Shim shim;
  private final List<Pattern> only;
  private final Set<String> leftOut = new TreeSet<>();
  private final Set<String> found = new HashSet<>();
  private int hidden;
  private int withoutSymbol;

  /// @param shim the wrappers, which record why others could not be made
  WantedNames(HeaderReader.Request request, Shim shim) {
    this.request = request;
    this.shim = shim;
    this.only = patterns(request.only());
  }

  static List<Pattern> patterns(List<String> names) {
    return names.stream()
        .map(each -> Pattern.compile(Pattern.quote(each).replace("*", "\\E.*\\Q")))
        .toList();
  }

  /// Whether all that the package declares is asked for.
  boolean areAll() {
    return only.isEmpty();
  }

  /// Whether a name is asked for.
  ///
  /// @param own whether it stands in a header of the package
  boolean isWanted(String name, boolean own) {
    if (name.isEmpty()) {
      return false;
    }
    if (!areAll()) {
      boolean wanted = only.stream().anyMatch(each -> each.matcher(name).matches());
      if (wanted) {
        found.add(name);
      }
      return wanted;
    }
    if (own && name.startsWith("_")) {
      hidden++;
      return false;
    }
    return own;
  }

  /// Notes that a name that was asked for is there.
  void find(String name) {
    found.add(name);
  }

  /// Leaves something out.
  void leaveOut(String name, PreprocessedText.Place place, String reason) {
    String more = shim.refused().get(name);
    leftOut.add(
        "%s%s: %s%s"
            .formatted(
                name,
                HeaderItem.shown(place),
                reason,
                more == null ? "" : "; no wrapper: " + more));
  }

  /// Leaves out what no call reaches, but a function in C could.
  void leaveOutWithoutSymbol(String name, PreprocessedText.Place place, String reason) {
    withoutSymbol++;
    leaveOut(name, place, reason);
  }

  /// Leaves out what a whole line covers.
  void leaveOut(String line) {
    leftOut.add(line);
  }

  /// What was left out, a line each, with what was asked for and is nowhere.
  List<String> leftOut() {
    Set<String> lines = new TreeSet<>(leftOut);
    addUnknown(lines);
    if (hidden > 0) {
      lines.add(
          "%d names that begin with '_': they belong to the implementation; name them with --only"
              .formatted(hidden));
    }
    if (withoutSymbol > 0 && request.wrappers() == null) {
      lines.add(
          "names without a symbol (%d): --shim FILE.c writes functions in C that stand for inline"
                  .formatted(withoutSymbol)
              + " functions and macros");
    }
    return List.copyOf(lines);
  }

  private void addUnknown(Set<String> lines) {
    for (String pattern : request.only()) {
      boolean any =
          pattern.contains("*")
              ? found.stream()
                  .anyMatch(
                      Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                          .asMatchPredicate())
              : found.contains(pattern)
                  || found.contains("struct " + pattern)
                  || found.contains("union " + pattern);
      if (!any) {
        lines.add(
            "%s: %s"
                .formatted(
                    pattern,
                    pattern.contains("*")
                        ? "the headers declare nothing of such a name"
                        : "the header does not declare it"));
      }
    }
  }
}
