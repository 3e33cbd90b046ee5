// SPDX-License-Identifier: Apache-2.0
package dev.tenon.sample.counter;

import dev.tenon.error.kind.TypeError;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleProvider;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Publishes the module `counter`.
public final class CounterModule implements ModuleProvider {

  @Override
  public List<ModuleDef> moduleDefs() {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    return List.of(
        ModuleDef.of("counter")
            .doc("A counter that lives in module state.")
            .state(Counter.class, Counter::new)
            .typed("next", "(state) -> i64", "Add one and return the new value.", lookup)
            .typed("add", "(state, i64) -> i64", "Add an amount and return the new value.", lookup)
            .typed("value", "(state) -> i64", "Return the value.", lookup)
            .typed("reset", "(state) -> void", "Set the value to 0.", lookup)
            .dynamic(
                "describe", "Return the value as text, behind a prefix.", CounterModule::describe)
            .exec(module -> module.set("unit", "ticks"))
            .interpreters(InterpreterSupport.ISOLATED)
            .build());
  }

  private static String describe(ModuleObject module, @Nullable Object[] arguments) {
    if (arguments.length > 1) {
      throw new TypeError(
          "describe() takes at most one argument (%d given)".formatted(arguments.length));
    }
    if (arguments.length == 1 && !(arguments[0] instanceof String)) {
      throw new TypeError("describe() argument 1 must be str");
    }
    String prefix = arguments.length == 0 ? "" : (String) arguments[0];
    return prefix + module.state(Counter.class).value() + " ticks";
  }
}
