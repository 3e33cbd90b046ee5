// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.error.ErrorType;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;

/// An exception type that knows the module instance that has defined it. Its full name is that of
/// the module users import it from.
public final class ModuleErrorType extends ErrorType implements Defined {

  private final ModuleObject module;
  private final String moduleName;
  private final String implModuleName;

  /// A type that a module defines.
  ///
  /// @param simpleName the name without the module's
  /// @param baseKind the kind that those see who do not know the type, `"ValueError"`
  /// @see Defined#importName
  public ModuleErrorType(ModuleObject module, String simpleName, String baseKind) {
    super(Defined.importName(module) + "." + simpleName, baseKind);
    this.module = module;
    this.moduleName = Defined.importName(module);
    this.implModuleName = module.name();
  }

  @Override
  public String moduleName() {
    return attributes().get("__module__") instanceof String changed ? changed : moduleName;
  }

  @Override
  public String implModuleName() {
    return implModuleName;
  }

  @Override
  public ModuleObject module() {
    return module;
  }
}
