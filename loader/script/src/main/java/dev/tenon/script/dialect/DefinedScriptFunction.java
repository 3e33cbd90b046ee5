// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.dialect;

import dev.tenon.function.FunctionReference;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A function or class that the script of a module has defined. It is serialized by reference, as
/// functions of modules in C and Java are.
@SuppressWarnings("serial") // Only the reference is ever written.
final class DefinedScriptFunction extends ScriptFunction implements Defined, Serializable {

  private static final long serialVersionUID = 1L;

  private final ModuleObject module;

  DefinedScriptFunction(ScriptValues values, Object function, ModuleObject module) {
    super(values, function);
    this.module = module;
  }

  private String name() {
    return Objects.requireNonNullElse(values().nameOf(function()), "?");
  }

  @Override
  public String moduleName() {
    String own = text("__module__");
    return own == null ? Defined.importName(module) : own;
  }

  @Override
  public String implModuleName() {
    String own = text("__impl_module__");
    return own == null ? module.name() : own;
  }

  @Override
  public ModuleObject module() {
    return module;
  }

  @Override
  public Map<String, @Nullable Object> attributeMap() {
    return Defined.attributesOfFunction(this, name(), text("__doc__"), module);
  }

  @Override
  public @Nullable Object get(String attribute) {
    return switch (attribute) {
      case "__module__" -> moduleName();
      case "__impl_module__" -> implModuleName();
      case "__name__" -> name();
      case "__doc__" -> text("__doc__");
      default -> super.get(attribute);
    };
  }

  @Override
  public List<String> dir() {
    TreeSet<String> all = new TreeSet<>(super.dir());
    all.addAll(List.of("__module__", "__impl_module__", "__name__", "__doc__"));
    return List.copyOf(all);
  }

  private Object writeReplace() throws ObjectStreamException {
    return FunctionReference.to(this, name());
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("a function is serialized by reference");
  }

  @Override
  public String toString() {
    return "<script function %s.%s>".formatted(moduleName(), name());
  }
}
