// SPDX-License-Identifier: Apache-2.0
package dev.tenon.architecture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The comment of a header or of a declaration in it.
///
/// @param description Markdown; empty if there is no comment
/// @param parameters what is said of each parameter, in their order
/// @param tags what stands behind the other tags, by their names: `return`, `thread`, `since`
record CComment(String description, Map<String, String> parameters, Map<String, String> tags) {

  private static final Pattern MARGIN = Pattern.compile("(?m)^ *\\*? ?");
  private static final Pattern TAG = Pattern.compile("(?ms)^@(\\w+) (.*?)(?=^@|\\z)");
  private static final Pattern SENTENCE = Pattern.compile("(?s)(.*?)\\.(?:\\s.*)?");

  /// Reads what stands between the marks of a comment.
  static CComment read(String marked) {
    String text = MARGIN.matcher(marked).replaceAll("").strip();
    Map<String, String> parameters = new LinkedHashMap<>();
    Map<String, String> tags = new LinkedHashMap<>();
    for (MatchResult tag : TAG.matcher(text).results().toList()) {
      String content = tag.group(2).replaceAll("\\s+", " ").strip();
      if (tag.group(1).equals("param")) {
        String[] words = content.split(" ", 2);
        parameters.put(words[0], words[1]);
      } else {
        tags.put(tag.group(1), content);
      }
    }
    return new CComment(TAG.matcher(text).replaceAll("").strip(), parameters, tags);
  }

  Optional<String> tag(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /// The first sentence in one line, without its full stop.
  String summary() {
    return SENTENCE.matcher(description).replaceFirst("$1").replaceAll("\\s+", " ");
  }
}
