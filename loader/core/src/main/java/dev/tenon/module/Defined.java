// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something that a module has defined, a function for instance. It has two names of a module: that
/// of the one users import it from, and that of the one whose code implements it. They differ for a
/// module that runs as `__main__`, and for an accelerator module that works for another one.
public interface Defined {

  /// The attribute of a module that holds the name under which users import it.
  String IMPORT_NAME = "__import_name__";

  /// The `__module__`: where users import it from.
  String moduleName();

  /// The `__impl_module__`: the `__name__` of the implementing module when it made this. It stays
  /// as it is when `__module__` is changed.
  String implModuleName();

  /// The implementing module itself.
  ModuleObject module();

  /// The attributes that everything has which a module defined. Functions add `__name__`, `__doc__`
  /// and `__self__`. C, scripts and the prompt read them here.
  default Map<String, @Nullable Object> attributeMap() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("__module__", moduleName());
    all.put("__impl_module__", implModuleName());
    return all;
  }

  /// The attributes of a function.
  ///
  /// @param self the module or resource that it belongs to
  static Map<String, @Nullable Object> attributesOfFunction(
      Defined function, String name, @Nullable String doc, Object self) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(self, "self");
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("__module__", function.moduleName());
    all.put("__impl_module__", function.implModuleName());
    all.put("__name__", name);
    all.put("__doc__", doc);
    all.put("__self__", self);
    return all;
  }

  /// The `__module__` of what a module defines now: its `__import_name__` if it has one, else its
  /// `__name__` (MAIN-10, MAIN-11).
  static String importName(ModuleObject module) {
    return module.namespace().get(IMPORT_NAME) instanceof String name ? name : module.name();
  }
}
