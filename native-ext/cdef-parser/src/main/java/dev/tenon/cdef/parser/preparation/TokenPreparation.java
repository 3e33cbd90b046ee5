// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.cdt.core.parser.IGCCToken;
import org.eclipse.cdt.core.parser.IToken;
import org.eclipse.cdt.internal.core.parser.scanner.TokenWithImage;
import org.jspecify.annotations.Nullable;

/// Rewrites the tokens of a text so that CDT's parser loses nothing of it. CDT drops attributes in
/// some places, and knows no static assertions, C23 attributes and extended integers. Afterwards
/// each list of attributes is one name in a place where CDT keeps it, static assertions and
/// arguments of attributes are variables behind the text, and what no declaration can have is noted
/// as a flaw.
final class TokenPreparation {

  /// What the operator `_Pragma` becomes, whose text CDT drops.
  static final String PRAGMA = "__tenon_pragma";

  private static final Set<String> ATTRIBUTE = Set.of("__attribute__", "__attribute");
  private static final Set<String> DECLSPEC = Set.of("__declspec", "_declspec");
  private static final Set<String> ASSERT = Set.of("_Static_assert", "static_assert");
  private static final Set<String> LABEL = Set.of("asm", "__asm", "__asm__");
  private static final Set<String> WIDE =
      Set.of("__int128", "_BitInt", "__int128_t", "__uint128_t");
  private static final Set<String> DROPPED = Set.of("_Thread_local", "thread_local", "__thread");
  private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum");

  private final List<IToken> in;
  private final Preparation preparation;
  private final List<IToken> out = new ArrayList<>();
  private final List<List<IToken>> variables = new ArrayList<>();
  private final Deque<Bracket> open = new ArrayDeque<>();
  private int next;

  /// 1 behind the keyword of a struct, union or enumeration, 2 behind its tag, else 0.
  private int inType;

  private int arguments;

  /// An open bracket.
  private static final class Bracket {
    final String image;

    /// Attributes of an enumeration, which CDT expects behind its body.
    List<IToken> afterwards = List.of();

    /// Attributes in front of a further declarator, which CDT expects behind it.
    List<IToken> behind = List.of();

    Bracket(String image) {
      this.image = image;
    }
  }

  private TokenPreparation(List<IToken> in, Preparation preparation) {
    this.in = in;
    this.preparation = preparation;
    open.push(new Bracket(""));
  }

  /// Rewrites the tokens of a text.
  static List<IToken> prepare(List<IToken> tokens, Preparation preparation) {
    if (!preparation.dropsBodies()) {
      SpecifierRules.check(tokens, preparation);
    }
    TokenPreparation work = new TokenPreparation(tokens, preparation);
    work.declareTags();
    while (work.next < tokens.size()) {
      work.step();
    }
    work.variables.forEach(work.out::addAll);
    return work.out;
  }

  /// Declares each struct and union in front of all, since one that is mentioned first among the
  /// parameters of a function would be another type than the one behind it.
  private void declareTags() {
    Set<String> known = new HashSet<>();
    for (int index = 0; index + 1 < in.size(); index++) {
      IToken keyword = in.get(index);
      IToken tag = in.get(index + 1);
      boolean isTag = keyword.getImage().equals("struct") || keyword.getImage().equals("union");
      if (isTag && tag.getType() == IToken.tIDENTIFIER && known.add(tag.getImage())) {
        out.add(made(in.getFirst(), keyword.getType(), keyword.getImage()));
        out.add(made(in.getFirst(), IToken.tIDENTIFIER, tag.getImage()));
        out.add(made(in.getFirst(), IToken.tSEMI, ";"));
      }
    }
  }

  private void step() {
    IToken token = in.get(next);
    String image = token.getImage();
    if (ATTRIBUTE.contains(image) && isAt(1, "(") && isAt(2, "(")) {
      List<IToken> whole = balanced(next + 1);
      place(token, attributes(whole.subList(2, whole.size() - 2), false));
    } else if (DECLSPEC.contains(image) && isAt(1, "(")) {
      List<IToken> whole = balanced(next + 1);
      place(token, attributes(whole.subList(1, whole.size() - 1), true));
    } else if (image.equals("[") && isAt(1, "[")) {
      List<IToken> whole = balanced(next);
      place(token, attributes(whole.subList(2, whole.size() - 2), false));
    } else if (ASSERT.contains(image) && isAt(1, "(")) {
      assertion(token, balanced(next + 1));
    } else if (image.equals(PRAGMA) && isAt(1, "(")) {
      pragma(token, balanced(next + 1));
    } else if (LABEL.contains(image) && isAt(1, "(")) {
      label(token, balanced(next + 1));
    } else if (image.equals("__builtin_offsetof") && isAt(1, "(")) {
      offset(token, balanced(next + 1));
    } else if (WIDE.contains(image)) {
      wide(token);
    } else if (image.equals("_Atomic")) {
      atomic(token);
    } else if (DROPPED.contains(image)) {
      flaw(token, "a variable of each thread has no address that could be bound");
      next++;
    } else if (image.equals("{") && preparation.dropsBodies() && isBodyOfFunction()) {
      List<IToken> _ = balanced(next);
      preparation.addBody(token.getOffset());
      out.add(made(token, IToken.tSEMI, ";"));
      inType = 0;
    } else {
      note(token, image);
      plain(token, image);
    }
  }

  /// Whether a brace outside of all others begins the body of a function, not of a type.
  private boolean isBodyOfFunction() {
    return open.size() == 1
        && inType == 0
        && !out.isEmpty()
        && !out.getLast().getImage().equals("=");
  }

  /// Notes whether a type has begun whose body may follow.
  private void note(IToken token, String image) {
    if (KEYWORDS.contains(image)) {
      inType = 1;
    } else if (inType == 1 && token.getType() == IToken.tIDENTIFIER) {
      inType = 2;
    } else if (!(inType == 2 && image.equals("{"))) {
      inType = 0;
    }
  }

  private boolean isAt(int distance, String image) {
    return next + distance < in.size() && in.get(next + distance).getImage().equals(image);
  }

  /// The tokens from an opening bracket to its closing one; moves on behind it. Without a closing
  /// one only the two brackets are there, so that the parser reports the rest.
  private List<IToken> balanced(int start) {
    int depth = 0;
    for (int index = start; index < in.size(); index++) {
      String image = in.get(index).getImage();
      if (isOpening(image)) {
        depth++;
      } else if (isClosing(image) && --depth == 0) {
        next = index + 1;
        return in.subList(start, index + 1);
      }
    }
    next = in.size();
    flaw(in.get(start), "the bracket is not closed");
    IToken bracket = in.get(start);
    return List.of(bracket, bracket, bracket, bracket);
  }

  private static boolean isOpening(String image) {
    return image.equals("(") || image.equals("[") || image.equals("{");
  }

  private static boolean isClosing(String image) {
    return image.equals(")") || image.equals("]") || image.equals("}");
  }

  private void flaw(IToken token, String message) {
    preparation.add(new Preparation.Flaw(token.getOffset(), message));
  }

  private void plain(IToken token, String image) {
    Bracket innermost = open.element();
    if (image.equals(";") || image.equals(",") || image.equals("=")) {
      out.addAll(innermost.behind);
      innermost.behind = List.of();
    }
    if (isOpening(image)) {
      open.push(new Bracket(image));
    } else if (isClosing(image) && open.size() > 1) {
      out.addAll(open.pop().behind);
      out.add(token);
      out.addAll(innermost.afterwards);
      next++;
      return;
    }
    out.add(token);
    next++;
  }

  /// Puts a list of attributes where CDT keeps it.
  private void place(IToken token, List<Attribute> list) {
    String before = out.isEmpty() ? "" : out.getLast().getImage();
    boolean leading = next < in.size() && KEYWORDS.contains(in.get(next).getImage());
    String name = preparation.add(new Preparation.Occurrence(token.getOffset(), leading, list));
    List<IToken> written =
        List.of(
            made(token, IGCCToken.t__attribute__, "__attribute__"),
            made(token, IToken.tLPAREN, "("),
            made(token, IToken.tLPAREN, "("),
            made(token, IToken.tIDENTIFIER, name),
            made(token, IToken.tRPAREN, ")"),
            made(token, IToken.tRPAREN, ")"));
    Bracket innermost = open.element();
    if (before.equals("enum")) {
      afterBody(written);
    } else if (before.equals(",") && !innermost.image.equals("(")) {
      innermost.behind = written;
    } else if (!before.equals("*")) {
      out.addAll(written);
    }
  }

  /// Keeps the attributes between the keyword `enum` and the body for the end of the body.
  private void afterBody(List<IToken> written) {
    while (next < in.size() && in.get(next).getType() == IToken.tIDENTIFIER) {
      out.add(in.get(next++));
    }
    if (isAt(0, "{")) {
      out.add(in.get(next++));
      Bracket body = new Bracket("{");
      body.afterwards = written;
      open.push(body);
    }
  }

  private static IToken made(IToken place, int type, String image) {
    return new TokenWithImage(
        type, null, place.getOffset(), place.getEndOffset(), image.toCharArray());
  }

  private List<Attribute> attributes(List<IToken> tokens, boolean declspec) {
    List<Attribute> found = new ArrayList<>();
    for (List<IToken> each : split(tokens)) {
      Attribute attribute = attribute(each, declspec);
      if (attribute != null) {
        found.add(attribute);
      }
    }
    return found;
  }

  private @Nullable Attribute attribute(List<IToken> tokens, boolean declspec) {
    int index = 0;
    StringBuilder name = new StringBuilder();
    while (index < tokens.size() && !tokens.get(index).getImage().equals("(")) {
      name.append(tokens.get(index++).getImage());
    }
    if (name.isEmpty()) {
      return null;
    }
    List<IToken> inside =
        index < tokens.size() ? tokens.subList(index + 1, tokens.size() - 1) : List.of();
    String bare = bare(name.toString());
    if (declspec && bare.equals("align")) {
      bare = "aligned";
    }
    boolean valued = bare.equals("aligned") && !inside.isEmpty();
    return new Attribute(
        bare, text(inside), valued ? argument(tokens.get(index), inside) : Attribute.NONE);
  }

  private static String bare(String name) {
    String local =
        name.startsWith("gnu::") || name.startsWith("__gnu__::") || name.startsWith("clang::")
            ? name.substring(name.indexOf("::") + 2)
            : name;
    return local.length() > 4 && local.startsWith("__") && local.endsWith("__")
        ? local.substring(2, local.length() - 2)
        : local;
  }

  private int argument(IToken place, List<IToken> expression) {
    variables.add(variable(place, Preparation.ARGUMENT + arguments, expression));
    return arguments++;
  }

  /// The tokens of `int NAME = (EXPRESSION);`.
  private static List<IToken> variable(IToken place, String name, List<IToken> expression) {
    List<IToken> tokens = new ArrayList<>();
    tokens.add(made(place, IToken.t_int, "int"));
    tokens.add(made(place, IToken.tIDENTIFIER, name));
    tokens.add(made(place, IToken.tASSIGN, "="));
    tokens.add(made(place, IToken.tLPAREN, "("));
    expression.forEach(each -> tokens.add(made(place, each.getType(), each.getImage())));
    tokens.add(made(place, IToken.tRPAREN, ")"));
    tokens.add(made(place, IToken.tSEMI, ";"));
    return tokens;
  }

  /// The parts between commas.
  private static List<List<IToken>> split(List<IToken> tokens) {
    List<List<IToken>> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int index = 0; index < tokens.size(); index++) {
      String image = tokens.get(index).getImage();
      if (isOpening(image)) {
        depth++;
      } else if (isClosing(image)) {
        depth--;
      } else if (depth == 0 && image.equals(",")) {
        parts.add(tokens.subList(start, index));
        start = index + 1;
      }
    }
    parts.add(tokens.subList(start, tokens.size()));
    return parts;
  }

  private static String text(List<IToken> tokens) {
    StringBuilder text = new StringBuilder();
    for (IToken each : tokens) {
      boolean apart =
          !text.isEmpty()
              && Character.isJavaIdentifierPart(text.charAt(text.length() - 1))
              && Character.isJavaIdentifierPart(each.getImage().charAt(0));
      text.append(apart ? " " : "").append(each.getImage());
    }
    return text.toString();
  }

  private void assertion(IToken token, List<IToken> whole) {
    List<List<IToken>> parts = split(whole.subList(1, whole.size() - 1));
    List<IToken> condition = new ArrayList<>();
    rewriteOffsets(parts.getFirst(), condition);
    String message = parts.size() > 1 ? text(parts.get(1)) : "";
    String name =
        preparation.add(
            new Preparation.Assertion(token.getOffset(), text(parts.getFirst()), message));
    variables.add(variable(token, name, condition));
    if (isAt(0, ";")) {
      next++;
    }
  }

  private void pragma(IToken token, List<IToken> whole) {
    String text = text(whole.subList(1, whole.size() - 1));
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String inside = quoted ? text.substring(1, text.length() - 1) : text;
    preparation.add(
        new Preparation.Pragma(
            token.getOffset(), inside.replace("\\\"", "\"").replace("\\\\", "\\")));
  }

  /// A name for the assembler is the symbol of a function.
  private void label(IToken token, List<IToken> whole) {
    StringBuilder label = new StringBuilder();
    for (IToken each : whole.subList(1, whole.size() - 1)) {
      label.append(each.getImage().replace("\"", ""));
    }
    String name = declared();
    if (!name.isEmpty() && !label.toString().equals("_" + name)) {
      preparation.putSymbol(name, label.toString());
    } else if (name.isEmpty()) {
      flaw(token, "a name for the assembler is understood behind a function only");
    }
  }

  /// The name of the function whose declarator was just read; empty for none. In `int (f)(void)`
  /// and `int (*f(void))(int)` it stands within brackets.
  private String declared() {
    int open = opening(out.size() - 1);
    while (open > 1 && out.get(open - 1).getImage().equals(")")) {
      int last = open - 2;
      if (!isClosing(out.get(last).getImage())) {
        return out.get(last).getImage();
      }
      open = opening(last);
    }
    return open > 0 ? out.get(open - 1).getImage() : "";
  }

  /// The place of the bracket that opens the last group of this declaration; -1 for none.
  ///
  /// @param end where to look first
  private int opening(int end) {
    int depth = 0;
    for (int index = end; index > 0; index--) {
      String image = out.get(index).getImage();
      if (isClosing(image)) {
        depth++;
      } else if (isOpening(image) && --depth == 0) {
        return index;
      } else if (depth == 0 && image.equals(";")) {
        return -1;
      }
    }
    return -1;
  }

  private void rewriteOffsets(List<IToken> tokens, List<IToken> into) {
    TokenPreparation inner = new TokenPreparation(tokens, preparation);
    while (inner.next < tokens.size()) {
      inner.step();
    }
    into.addAll(inner.out);
  }

  /// `offsetof(T, m)` is the address of the member of a struct at address 0.
  private void offset(IToken token, List<IToken> whole) {
    List<List<IToken>> parts = split(whole.subList(1, whole.size() - 1));
    if (parts.size() != 2) {
      flaw(token, "expected 'offsetof(type, member)'");
      return;
    }
    out.add(made(token, IToken.tLPAREN, "("));
    out.add(made(token, IToken.tLPAREN, "("));
    out.add(made(token, IToken.t_unsigned, "unsigned"));
    out.add(made(token, IToken.t_long, "long"));
    out.add(made(token, IToken.t_long, "long"));
    out.add(made(token, IToken.tRPAREN, ")"));
    out.add(made(token, IToken.tAMPER, "&"));
    out.add(made(token, IToken.tLPAREN, "("));
    out.add(made(token, IToken.tLPAREN, "("));
    out.addAll(parts.get(0));
    out.add(made(token, IToken.tSTAR, "*"));
    out.add(made(token, IToken.tRPAREN, ")"));
    out.add(made(token, IToken.tINTEGER, "0"));
    out.add(made(token, IToken.tRPAREN, ")"));
    out.add(made(token, IToken.tARROW, "->"));
    out.addAll(parts.get(1));
    out.add(made(token, IToken.tRPAREN, ")"));
  }

  private void wide(IToken token) {
    next++;
    if (isAt(0, "(")) {
      balanced(next);
    }
    flaw(
        token,
        "'%s' is not supported: no value of a module has that many bits"
            .formatted(token.getImage()));
    out.add(made(token, IToken.t_int, "int"));
  }

  private void atomic(IToken token) {
    next++;
    flaw(token, "'_Atomic' is not supported: reading and writing it takes C's atomic operations");
    if (isAt(0, "(")) {
      List<IToken> whole = balanced(next);
      out.addAll(whole.subList(1, whole.size() - 1));
    }
  }
}
