// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cli.repl;

import dev.tenon.Interpreter;
import dev.tenon.cli.module.IdentityText;
import dev.tenon.error.kind.SystemExit;
import dev.tenon.error.kind.TypeError;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleObject;
import dev.tenon.registry.ModuleIdentity;
import dev.tenon.text.Repr;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions that a prompt adds to the builtins: `dir`, `help`, `identity`, `reload`, `exit`
/// and `quit`.
final class ReplFunctions {

  private final Interpreter interpreter;
  private final PrintStream out;

  private ReplFunctions(Interpreter interpreter) {
    this.interpreter = interpreter;
    out = interpreter.out();
  }

  static void addTo(Interpreter interpreter) {
    ReplFunctions functions = new ReplFunctions(interpreter);
    ModuleObject builtins = interpreter.builtins();
    builtins.set("dir", (TenonCallable) functions::dir);
    builtins.set("identity", (TenonCallable) functions::identity);
    builtins.set("help", (TenonCallable) functions::help);
    builtins.set("reload", (TenonCallable) functions::reload);
    builtins.set("exit", (TenonCallable) ReplFunctions::exit);
    builtins.set("quit", (TenonCallable) ReplFunctions::exit);
  }

  private List<String> dir(@Nullable Object... arguments) {
    if (arguments.length == 0) {
      return sliceable(interpreter.main().dir());
    }
    if (arguments.length == 1 && arguments[0] instanceof Attributed object) {
      return sliceable(object.dir());
    }
    if (arguments.length == 1 && arguments[0] instanceof FunctionObject function) {
      return sliceable(function.attributes());
    }
    throw new TypeError(
        "dir() takes one object with attributes, or nothing for those of __main__; found "
            + kinds(arguments));
  }

  private @Nullable Object help(@Nullable Object... arguments) {
    if (arguments.length > 1) {
      throw new TypeError("help() takes one object; found " + kinds(arguments));
    }
    String text =
        arguments.length == 0
            ? "help(OBJECT) describes a module, a function or a resource; dir() lists names\n"
            : HelpText.of(arguments[0]);
    out.print(text);
    return null;
  }

  /// Jython takes a slice of a list by making another of its class.
  private static List<String> sliceable(List<String> names) {
    return new ArrayList<>(names);
  }

  /// Prints which module objects exist and who holds earlier values of theirs.
  private @Nullable Object identity(@Nullable Object... arguments) {
    List<ModuleIdentity> all = interpreter.modules().identity();
    if (arguments.length > 0) {
      Object wanted = arguments[0];
      all =
          all.stream()
              .filter(each ->
                  wanted instanceof String name
                      ? each.names().contains(name)
                      : each.module() == wanted)
              .toList();
      if (arguments.length > 1 || all.isEmpty()) {
        throw new TypeError(
            "identity() takes one imported module or its name, or nothing for all of them; found "
                + kinds(arguments));
      }
    }
    out.print(IdentityText.of(all));
    return null;
  }

  private ModuleObject reload(@Nullable Object... arguments) {
    if (arguments.length == 1 && arguments[0] instanceof ModuleObject module) {
      return interpreter.reload(module);
    }
    throw new TypeError("reload() takes one module; found " + kinds(arguments));
  }

  private static Object exit(@Nullable Object... arguments) {
    if (arguments.length == 0) {
      throw new SystemExit(0);
    }
    if (arguments.length == 1 && arguments[0] instanceof Number status) {
      throw new SystemExit(status.intValue());
    }
    throw new SystemExit(Repr.of(arguments[0]));
  }

  private static String kinds(@Nullable Object... arguments) {
    List<String> kinds = Arrays.stream(arguments).map(TypeNames::of).toList();
    return kinds.isEmpty() ? "nothing" : String.join(", ", kinds);
  }
}
