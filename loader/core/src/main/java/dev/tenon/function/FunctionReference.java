// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.error.ErrorType;
import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.module.ModuleObject;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import dev.tenon.value.TenonCallable;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// The serial form of a function: where users import it from. As CPython's `pickle` does, it is
/// written only if that leads back to the function.
///
/// What is read may have been written by anybody. It resolves to functions, classes and error types
/// only, of modules that the interpreter allows ([ModuleOwner#allowsReference]), and nothing is
/// imported before the interpreter and its audit hooks (`pickle.find_class`) were asked.
///
/// @param module the `__module__` of the function
/// @param function its name there
public record FunctionReference(String module, String function) implements Serializable {

  private static final long serialVersionUID = 1L;

  /// The reference to a function.
  ///
  /// @param name its name in its module
  /// @throws NotSerializableException if its module does not give it under that name
  public static FunctionReference to(Defined function, String name)
      throws NotSerializableException {
    FunctionReference reference = new FunctionReference(function.moduleName(), name);
    ModuleOwner owner = ModuleOwner.of(function.module());
    Object found;
    try {
      found = owner == null ? null : owner.enter(() -> reference.find(owner));
    } catch (Exception e) {
      throw failed(new NotSerializableException(reference.cannot("serialize", e.toString())), e);
    }
    if (!function.equals(found)) {
      throw new NotSerializableException(
          reference.cannot("serialize", "it's not the same object as " + reference));
    }
    return reference;
  }

  private @Nullable Object find(ModuleOwner owner) {
    return owner.importByName(module) instanceof ModuleObject found ? found.get(function) : null;
  }

  private Object readResolve() throws ObjectStreamException {
    if (!ModuleOwner.CURRENT.isBound()) {
      throw new InvalidObjectException(
          cannot("read", "this thread has entered no interpreter; read it in one's run()"));
    }
    return resolve(ModuleOwner.CURRENT.get());
  }

  private Object resolve(ModuleOwner owner) throws ObjectStreamException {
    Object found;
    try {
      owner.audit("pickle.find_class", module, function);
      checkAllowed(owner);
      found = find(owner);
    } catch (TenonError e) {
      throw failed(new InvalidObjectException(cannot("read", e.summary())), e);
    }
    return switch (found) {
      case Serializable named when named instanceof Defined && named instanceof TenonCallable ->
          named;
      case ErrorType named -> named;
      case Class<?> named -> named;
      case Defined named when named instanceof TenonCallable && !(named instanceof Attributed) ->
          named;
      case null, default ->
          throw new InvalidObjectException(
              cannot(
                  "read",
                  "it is of the type '%s', expected a function, a class or an error type"
                      .formatted(TypeNames.of(found))));
    };
  }

  private void checkAllowed(ModuleOwner owner) throws InvalidObjectException {
    if (!owner.allowsReference(module)) {
      String reason =
          owner.listsReferences()
              ? "the module %s is not among those that allowReferences lists for this interpreter;"
                  + " add it there, importing it has no effect: allowReferences(\"%s\")"
              : "this interpreter does not let references lead to the module %s; import it before,"
                  + " or allow it where the interpreter is built: allowReferences(\"%s\")";
      throw new InvalidObjectException(
          cannot("read", reason.formatted(Escapes.quoted(module), Escapes.inline(module))));
    }
  }

  private static <E extends Exception> E failed(E error, Exception cause) {
    error.initCause(cause);
    return error;
  }

  private String cannot(String verb, String reason) {
    return "cannot %s function %s: %s".formatted(verb, Escapes.quoted(this), reason);
  }

  @Override
  public String toString() {
    return module + "." + function;
  }
}
