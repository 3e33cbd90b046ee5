// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.parser.IToken;

/// What the parser accepts although no compiler does, as far as tokens show it: keywords that make
/// no type together, commas without a parameter behind them, and one tag for two kinds of types.
final class SpecifierRules {

  private static final Set<String> QUALIFIERS =
      Set.of("const", "volatile", "restrict", "extern", "static", "typedef", "inline", "register");
  private static final Set<String> TYPES =
      Set.of("void", "_Bool", "char", "int", "float", "double");
  private static final Set<String> MODIFIERS =
      Set.of("signed", "unsigned", "short", "long", "_Complex");

  private static final Set<String> CHARACTERS = Set.of("signed", "unsigned");

  private final Preparation preparation;
  private final List<String> run = new ArrayList<>();
  private final Map<String, String> tags = new HashMap<>();
  private int start;
  private boolean ofEnumeration;

  private SpecifierRules(Preparation preparation) {
    this.preparation = preparation;
  }

  /// Notes what is wrong with the tokens of a text.
  static void check(List<IToken> tokens, Preparation preparation) {
    SpecifierRules rules = new SpecifierRules(preparation);
    for (int index = 0; index < tokens.size(); index++) {
      IToken token = tokens.get(index);
      String image = bare(token.getImage());
      IToken next = index + 1 < tokens.size() ? tokens.get(index + 1) : null;
      if (TYPES.contains(image) || MODIFIERS.contains(image)) {
        rules.start = rules.run.isEmpty() ? token.getOffset() : rules.start;
        rules.run.add(image);
      } else if (!QUALIFIERS.contains(image)) {
        rules.endRun();
      }
      if (next != null) {
        rules.checkPair(token, next);
      }
    }
    rules.endRun();
  }

  private static String bare(String image) {
    return image.startsWith("__") && image.endsWith("__") && image.length() > 4
        ? image.substring(2, image.length() - 2)
        : image;
  }

  private void endRun() {
    if (run.size() > 1) {
      fault(run).ifPresent(message -> preparation.add(new Preparation.Flaw(start, message)));
    }
    run.clear();
  }

  private static Optional<String> fault(List<String> words) {
    List<String> types = words.stream().filter(TYPES::contains).toList();
    int longs = Collections.frequency(words, "long");
    boolean valid =
        types.size() <= 1
            && longs <= 2
            && words.stream()
                .filter(word -> !word.equals("long"))
                .allMatch(word -> Collections.frequency(words, word) == 1)
            && !words.containsAll(CHARACTERS)
            && !(words.contains("short") && longs > 0)
            && isModified(types.isEmpty() ? "int" : types.getFirst(), words, longs);
    return valid
        ? Optional.empty()
        : Optional.of("'%s' is not a type of C".formatted(String.join(" ", words)));
  }

  private static boolean isModified(String type, List<String> words, int longs) {
    boolean signs = words.contains("signed") || words.contains("unsigned");
    boolean sizes = words.contains("short") || longs > 0;
    return switch (type) {
      case "int" -> true;
      case "char" -> !sizes && !words.contains("_Complex");
      case "double" -> !signs && !words.contains("short") && longs <= 1;
      case "float" -> !signs && !sizes;
      default -> words.size() == 1;
    };
  }

  private void checkPair(IToken token, IToken next) {
    String image = token.getImage();
    if (image.equals(",") && next.getImage().equals(")")) {
      preparation.add(
          new Preparation.Flaw(token.getOffset(), "expected a parameter behind the ','"));
    } else if (image.equals("...") && !next.getImage().equals(")")) {
      preparation.add(new Preparation.Flaw(token.getOffset(), "'...' must be the last parameter"));
    } else if (isTag(image) && next.getType() == IToken.tIDENTIFIER) {
      String before = tags.putIfAbsent(next.getImage(), image);
      if (before != null && !before.equals(image)) {
        preparation.add(
            new Preparation.Flaw(
                token.getOffset(),
                "'%s %s' is '%s %s' elsewhere; one tag names one type"
                    .formatted(image, next.getImage(), before, next.getImage())));
      }
    }
    if (image.equals("{") && next.getImage().equals("}") && ofEnumeration) {
      preparation.add(new Preparation.Flaw(token.getOffset(), "the enumeration is empty"));
    }
    ofEnumeration =
        image.equals("enum") || (ofEnumeration && token.getType() == IToken.tIDENTIFIER);
  }

  private static boolean isTag(String image) {
    return image.equals("struct") || image.equals("union") || image.equals("enum");
  }
}
