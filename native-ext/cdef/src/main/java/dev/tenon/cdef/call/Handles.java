// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.input.Escapes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;

/// Finds and composes method handles.
final class Handles {

  private Handles() {}

  /// A static method that is known to be there.
  static MethodHandle findStatic(
      MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... parameters) {
    try {
      return lookup.findStatic(
          lookup.lookupClass(), name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// An instance method that is known to be there.
  static MethodHandle findVirtual(
      MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... parameters) {
    try {
      return lookup.findVirtual(
          lookup.lookupClass(), name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  /// Whether a handle's first parameter is a frame.
  static boolean isFramed(MethodHandle handle) {
    return handle.type().parameterCount() > 0 && handle.type().parameterType(0) == CallFrame.class;
  }

  /// Merges the frames that a handle takes into one parameter, the first.
  static MethodHandle withOneFrame(MethodHandle handle) {
    MethodType type = handle.type();
    int[] order = new int[type.parameterCount()];
    MethodType merged = MethodType.methodType(type.returnType(), CallFrame.class);
    for (int index = 0; index < order.length; index++) {
      if (type.parameterType(index) != CallFrame.class) {
        merged = merged.appendParameterTypes(type.parameterType(index));
        order[index] = merged.parameterCount() - 1;
      }
    }
    return MethodHandles.permuteArguments(handle, merged, order);
  }

  /// An error for a Java type that cannot be given or taken.
  static WrongMethodTypeException mismatch(String place, Object type, Class<?> given) {
    return new WrongMethodTypeException(
        "%s is %s, which does not fit %s"
            .formatted(place, Escapes.quoted(type), given.getSimpleName()));
  }
}
