package dev.tenon.module;

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

  /// The `__module__` of what a module defines now: its `__import_name__` if it has one, else its
  /// `__name__` (MAIN-10, MAIN-11).
  static String importName(ModuleObject module) {
    return module.namespace().get(IMPORT_NAME) instanceof String name ? name : module.name();
  }
}
