// SPDX-License-Identifier: Apache-2.0
package template;

import dev.tenon.error.kind.TypeError;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleProvider;
import java.lang.invoke.MethodHandles;
import java.util.List;

/// A module to start from. The file META-INF/services names this class.
public final class TemplateModule implements ModuleProvider {

  /// One of these for each interpreter that imports the module.
  static final class State {
    private long greeted;

    /// A typed function: its signature is written below.
    long greeted() {
      return greeted;
    }
  }

  @Override
  public List<ModuleDef> moduleDefs() {
    return List.of(
        ModuleDef.of("template")
            .doc("A module to start from.")
            .state(State.class, State::new)
            .typed("greeted", "(state) -> i64", "How many were greeted.", MethodHandles.lookup())
            .dynamic("greet", "Greet somebody by name.", TemplateModule::greet)
            .constant("version", "1.0")
            .main(TemplateModule::run)
            .interpreters(InterpreterSupport.ISOLATED)
            .build());
  }

  /// A dynamic function: any values in, one value out.
  private static String greet(ModuleObject module, Object[] arguments) {
    if (arguments.length != 1 || !(arguments[0] instanceof String name)) {
      throw new TypeError("greet() takes one argument, a str");
    }
    State state = module.state(State.class);
    state.greeted++;
    return "Hello, %s! You are number %d.".formatted(name, state.greeted);
  }

  /// Runs when the module is the main program: tenon run --path JAR -m template NAME…
  private static int run(ModuleObject module, List<String> names) {
    for (String name : names) {
      module.interpreter().out().println(greet(module, new Object[] {name}));
    }
    return 0;
  }
}
