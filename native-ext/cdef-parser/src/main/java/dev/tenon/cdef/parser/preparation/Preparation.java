// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTEqualsInitializer;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFileLocation;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorPragmaStatement;
import org.eclipse.cdt.core.dom.ast.IASTPreprocessorStatement;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.internal.core.dom.parser.ASTNode;
import org.eclipse.cdt.internal.core.parser.scanner.ILocationResolver;
import org.jspecify.annotations.Nullable;

/// What the [TokenPreparation] of one text took out of it or replaced, for those who read the
/// declarations. It is filled before the parser reads the first token.
public final class Preparation {

  /// How the variables behind the text begin that have the arguments of attributes as their values.
  static final String ARGUMENT = "__tenon_argument_";

  /// How the variables behind the text begin that have the conditions of static assertions as their
  /// values.
  static final String ASSERTION = "__tenon_assertion_";

  /// How the names begin that stand for lists of attributes.
  public static final String LIST = "__tenon_attributes_";

  /// A list of attributes.
  ///
  /// @param offset its place, in the parser's numbers
  /// @param leading whether it stands before the keyword `struct`, `union` or `enum`
  public record Occurrence(int offset, boolean leading, List<Attribute> attributes) {
    public Occurrence {
      attributes = List.copyOf(attributes);
    }
  }

  /// A static assertion.
  ///
  /// @param offset its place, in the parser's numbers
  /// @param text its condition
  /// @param message may be empty
  public record Assertion(int offset, String text, String message) {}

  /// Something that no declaration here can have.
  ///
  /// @param offset its place, in the parser's numbers
  public record Flaw(int offset, String message) {}

  /// A pragma.
  ///
  /// @param offset its place, in the parser's numbers
  public record Pragma(int offset, String text) {}

  private final List<Pragma> pragmas = new ArrayList<>();
  private final List<Occurrence> occurrences = new ArrayList<>();
  private final Set<Integer> read = new HashSet<>();
  private final List<Assertion> assertions = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private final Map<String, String> symbols = new HashMap<>();
  private final List<Integer> bodies = new ArrayList<>();
  private boolean dropsBodies;
  private @Nullable ILocationResolver locations;
  private final Map<String, IASTExpression> variables = new HashMap<>();

  /// Sets what knows the places of the parser's numbers.
  void setLocations(ILocationResolver resolver) {
    locations = resolver;
  }

  /// The place in the text of an offset in the parser's numbers.
  public int place(int offset) {
    IASTFileLocation location =
        locations == null ? null : locations.getMappedFileLocation(offset, 1);
    return location == null ? 0 : location.getNodeOffset();
  }

  /// Adds a list of attributes; returns the name that stands for it.
  String add(Occurrence occurrence) {
    occurrences.add(occurrence);
    return LIST + (occurrences.size() - 1);
  }

  /// Adds a static assertion; returns the name of its variable.
  String add(Assertion assertion) {
    assertions.add(assertion);
    return ASSERTION + (assertions.size() - 1);
  }

  void add(Pragma pragma) {
    pragmas.add(pragma);
  }

  /// The pragmas of a text in their order.
  public List<Pragma> pragmas(IASTTranslationUnit unit) {
    List<Pragma> all = new ArrayList<>(pragmas);
    for (IASTPreprocessorStatement statement : unit.getAllPreprocessorStatements()) {
      if (statement instanceof IASTPreprocessorPragmaStatement pragma) {
        String text = new String(pragma.getMessage()).strip();
        all.add(new Pragma(((ASTNode) pragma).getOffset(), text));
      }
    }
    all.sort(Comparator.comparingInt(Pragma::offset));
    return all;
  }

  void add(Flaw flaw) {
    flaws.add(flaw);
  }

  /// Lets the bodies of functions be taken out, for headers that a compiler has accepted.
  public void setDropsBodies() {
    dropsBodies = true;
  }

  boolean dropsBodies() {
    return dropsBodies;
  }

  /// Adds the place of the body of a function that was taken out.
  void addBody(int offset) {
    bodies.add(offset);
  }

  /// Whether a declaration had a body.
  public boolean hasBody(IASTNode declaration) {
    ASTNode node = (ASTNode) declaration;
    return bodies.stream()
        .anyMatch(each -> each >= node.getOffset() && each <= node.getOffset() + node.getLength());
  }

  /// Gives a function another symbol than its name.
  void putSymbol(String function, String symbol) {
    symbols.put(function, symbol);
  }

  /// The symbol of a function.
  public String symbol(String function) {
    return symbols.getOrDefault(function, function);
  }

  /// The message of the first flaw within a node; empty if it has none.
  public String flawIn(IASTNode node) {
    ASTNode place = (ASTNode) node;
    return flaws.stream()
        .filter(each ->
            each.offset() >= place.getOffset()
                && each.offset() < place.getOffset() + place.getLength())
        .map(Flaw::message)
        .findFirst()
        .orElse("");
  }

  public List<Flaw> flaws() {
    return flaws;
  }

  /// The list of attributes that a name stands for; it counts as read.
  public Occurrence occurrence(String name) {
    int index = Integer.parseInt(name.substring(LIST.length()));
    read.add(index);
    return occurrences.get(index);
  }

  /// The lists that nobody read although they are not harmless: they stand in places where the
  /// parser does not expect them.
  public List<Occurrence> unread() {
    List<Occurrence> unread = new ArrayList<>();
    for (int index = 0; index < occurrences.size(); index++) {
      Occurrence each = occurrences.get(index);
      if (!read.contains(index) && !each.attributes().stream().allMatch(Attribute::isHarmless)) {
        unread.add(each);
      }
    }
    return unread;
  }

  public List<Assertion> assertions() {
    return assertions;
  }

  /// Whether a name is that of a variable behind the text.
  public static boolean isVariable(String name) {
    return name.startsWith(ARGUMENT) || name.startsWith(ASSERTION);
  }

  /// Keeps the variables behind the text that are this preparation's.
  public void keepVariables(IASTTranslationUnit unit) {
    for (IASTDeclaration declaration : unit.getDeclarations()) {
      if (declaration instanceof IASTSimpleDeclaration simple
          && simple.getDeclarators().length == 1) {
        String name = simple.getDeclarators()[0].getName().toString();
        if (isVariable(name)
            && simple.getDeclarators()[0].getInitializer() instanceof IASTEqualsInitializer value
            && value.getInitializerClause() instanceof IASTExpression expression) {
          variables.put(name, expression);
        }
      }
    }
  }

  /// The argument of an attribute, by its number; null if it could not be read.
  public @Nullable IASTExpression argument(int number) {
    return variables.get(ARGUMENT + number);
  }

  /// The condition of a static assertion, by its number; null if it could not be read.
  public @Nullable IASTExpression condition(int number) {
    return variables.get(ASSERTION + number);
  }
}
