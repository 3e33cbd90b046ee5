// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports.load;

import dev.tenon.code.Code;
import dev.tenon.code.CodeLoader;
import dev.tenon.error.ModuleFrame;
import dev.tenon.error.Phase;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleSpec;
import org.jspecify.annotations.Nullable;

/// Loads modules whose body is a piece of Java. Other than a module of a descriptor such a module
/// has no state, and its body runs again on a reload.
///
/// @param body what fills the module
/// @param inPackage whether the module is a package
public record BodyLoader(ModuleSlot.ExecBody body, boolean inPackage) implements CodeLoader {

  @Override
  public @Nullable Object createModule(ModuleSpec spec) {
    return null;
  }

  @Override
  public void execModule(Object module) throws Exception {
    ModuleObject object = (ModuleObject) module;
    ImportProgress.reached(object.name(), Phase.EXEC);
    try {
      body.run(object);
    } catch (TenonError error) {
      error.passThrough(ModuleFrame.of(object.name(), ModuleFrame.BODY, null));
      throw error;
    }
  }

  @Override
  public Code getCode(String name) {
    return Code.of(
        name,
        globals -> {
          ModuleObject module = globals.module();
          if (module == null) {
            throw new TypeError(
                "the body of %s fills a module; run it with a module as its globals"
                    .formatted(Escapes.quoted(name)));
          }
          body.run(module);
          return null;
        });
  }

  @Override
  public boolean isPackage(String name) {
    return inPackage;
  }

  @Override
  public String toString() {
    return "BodyLoader";
  }
}
