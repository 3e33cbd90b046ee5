// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.function.ModuleFunction;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ThreadSupport;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A type of resources as one module instance has it, with its methods linked to that instance.
public final class InstanceType {

  private final ResourceType type;
  private final String moduleName;
  private final String implModuleName;
  private final Map<String, ModuleFunction> methods = new HashMap<>();

  /// @param module the module that the instance belongs to
  InstanceType(ModuleObject module, ResourceType type) {
    this.type = type;
    this.moduleName = Defined.importName(module);
    this.implModuleName = module.name();
    ModuleDef def = module.def();
    ThreadSupport threads = def == null ? ThreadSupport.SERIALIZED : def.threads();
    for (FunctionDef method : type.declaration().methods()) {
      methods.put(
          method.name(),
          new ModuleFunction(
              method, module, threads, moduleName, type.name() + "." + method.name()));
    }
  }

  public ResourceType type() {
    return type;
  }

  public String moduleName() {
    return moduleName;
  }

  public String implModuleName() {
    return implModuleName;
  }

  public String name() {
    return type.name();
  }

  /// What messages call an object of the type.
  public String objectText() {
    return "'%s.%s' object".formatted(moduleName, name());
  }

  /// A method, which takes the resource first.
  public @Nullable ModuleFunction method(String attribute) {
    return methods.get(attribute);
  }

  public ResourceType.@Nullable Property property(String attribute) {
    return type.properties().get(attribute);
  }

  /// The names of the attributes, sorted.
  public Set<String> attributes() {
    Set<String> names = new TreeSet<>(Set.of("__doc__", "__impl_module__", "__module__"));
    names.addAll(methods.keySet());
    names.addAll(type.properties().keySet());
    return names;
  }
}
