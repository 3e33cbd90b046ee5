// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.error.TenonError;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleObject;
import dev.tenon.search.MetaPathFinder;
import dev.tenon.value.Attributed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What could be typed next: the attributes that `dir()` lists, bare names, and behind `import` and
/// `from` the modules that are loaded or can be found.
final class Completion {

  private static final Pattern WORD = Pattern.compile("[\\p{javaUnicodeIdentifierPart}.]*$");
  private static final Pattern IMPORT =
      Pattern.compile("(?:^|;|\\n)\\s*(?:import|from)\\s+[\\p{javaUnicodeIdentifierPart}.]*$");
  private static final Pattern FROM =
      Pattern.compile(
          "(?:^|;|\\n)\\s*from\\s+([\\p{javaUnicodeIdentifierPart}.]+)\\s+import\\s+[^;\\n]*$");

  private static final Pattern CALL =
      Pattern.compile("([\\p{javaUnicodeIdentifierPart}.]+)\\([^()]*$");

  private final Interpreter interpreter;

  Completion(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// The word that ends at the cursor: names with dots between them.
  static String wordOf(String before) {
    Matcher matcher = WORD.matcher(before);
    return matcher.find() ? matcher.group() : "";
  }

  /// All words that begin as the one before the cursor does, sorted. Attributes that only
  /// `__getattr__` knows are not among them; those that are read on the way may run code.
  ///
  /// @param before the entry up to the cursor
  List<String> candidates(String before) {
    String word = wordOf(before);
    try {
      return interpreter.enter(() -> matching(word, names(before, word)));
    } catch (Exception _) {
      // Who presses the tabulator wants no traceback.
      return List.of();
    }
  }

  /// The function whose call has just been opened, with its types and the first line of its
  /// documentation; null if the cursor is not behind an opening bracket.
  ///
  /// @param before the entry up to the cursor
  @Nullable String signature(String before) {
    Matcher call = CALL.matcher(before);
    if (!call.find()) {
      return null;
    }
    try {
      return interpreter.enter(
          () -> find(call.group(1)) instanceof FunctionObject function ? describe(function) : null);
    } catch (Exception _) {
      return null; // as for candidates
    }
  }

  /// What is shown beside a candidate; null for what is not a function.
  @Nullable String description(String path) {
    try {
      return interpreter.enter(
          () -> find(path) instanceof FunctionObject function ? function.callText() : null);
    } catch (Exception _) {
      return null; // as for candidates
    }
  }

  private static String describe(FunctionObject function) {
    String doc = function.doc();
    return HelpText.signatureOf(function)
        + (doc == null ? "" : ": " + doc.lines().findFirst().orElse(""));
  }

  private static List<String> matching(String word, Collection<String> names) {
    boolean showsPrivate = word.substring(word.lastIndexOf('.') + 1).startsWith("_");
    return new TreeSet<>(names)
        .stream()
            .filter(name -> name.startsWith(word))
            .filter(
                name -> showsPrivate || !name.substring(name.lastIndexOf('.') + 1).startsWith("_"))
            .toList();
  }

  private Collection<String> names(String before, String word) {
    if (IMPORT.matcher(before).find()) {
      return modules(word);
    }
    Matcher from = FROM.matcher(before);
    if (from.find()) {
      Object module = interpreter.modules().get(from.group(1));
      return module instanceof Attributed object ? object.dir() : List.of();
    }
    int dot = word.lastIndexOf('.');
    return dot < 0 ? bareNames() : attributes(word.substring(0, dot));
  }

  private Collection<String> bareNames() {
    List<String> names = new ArrayList<>(interpreter.main().dir());
    names.addAll(interpreter.builtins().dir());
    return names;
  }

  private Collection<String> attributes(String path) {
    return switch (find(path)) {
      case Attributed object -> object.dir().stream().map(name -> path + "." + name).toList();
      case FunctionObject function ->
          function.attributes().stream().map(name -> path + "." + name).toList();
      case null, default -> List.of();
    };
  }

  private @Nullable Object find(String path) {
    Object object = null;
    for (String name : path.split("\\.", -1)) {
      if (object == null) {
        ModuleObject main = interpreter.main();
        object = main.has(name) ? main.get(name) : interpreter.builtins().getOrDefault(name, null);
      } else {
        object = object instanceof Attributed owner ? owner.get(name) : null;
      }
      if (object == null) {
        return null;
      }
    }
    return object;
  }

  private Collection<String> modules(String word) {
    int dot = word.lastIndexOf('.');
    List<String> path = dot < 0 ? null : pathOf(word.substring(0, dot));
    List<String> names = new ArrayList<>(interpreter.modules().names());
    if (dot < 0 || path != null) {
      for (MetaPathFinder finder : interpreter.imports().metaPath()) {
        names.addAll(namesIn(finder, word, path));
      }
    }
    return names;
  }

  private static Collection<String> namesIn(
      MetaPathFinder finder, String word, @Nullable List<String> path) {
    try {
      return finder.namesBeside(word, path);
    } catch (TenonError _) {
      return List.of(); // one entry of the path that cannot be read hides no others
    }
  }

  private @Nullable List<String> pathOf(String parent) {
    return interpreter.modules().get(parent) instanceof ModuleObject module
            && module.getOrDefault("__path__", null) instanceof List<?> path
        ? path.stream().map(String::valueOf).toList()
        : null;
  }
}
