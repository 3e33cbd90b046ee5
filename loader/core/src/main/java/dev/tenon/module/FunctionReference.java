package dev.tenon.module;

import dev.tenon.error.TenonError;
import dev.tenon.input.Escapes;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// The serial form of a function: where users import it from. As CPython's `pickle` does, it is
/// written only if that leads back to the function.
///
/// @param module the `__module__` of the function
/// @param function its name there
record FunctionReference(String module, String function) implements Serializable {

  private static final long serialVersionUID = 1L;

  static FunctionReference to(ModuleFunction function) throws NotSerializableException {
    FunctionReference reference = new FunctionReference(function.moduleName(), function.name());
    ModuleOwner owner = function.module().owner();
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
    Object found;
    try {
      found = find(ModuleOwner.CURRENT.get());
    } catch (TenonError e) {
      throw failed(new InvalidObjectException(cannot("read", e.summary())), e);
    }
    if (found == null) {
      throw new InvalidObjectException(cannot("read", "there is no such attribute"));
    }
    return found;
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
