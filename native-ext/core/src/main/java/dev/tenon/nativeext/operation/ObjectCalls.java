// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.call.Callables;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.call.BoundFunction;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.text.Repr;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What C asks about objects of any kind: `tenon/object.h`.
final class ObjectCalls {

  private ObjectCalls() {}

  static void typeName(Request request) {
    request.put(1, TypeNames.of(request.get(0)));
  }

  static void repr(Request request) {
    request.put(1, Repr.of(request.get(0)));
  }

  static void text(Request request) {
    Object value = request.get(0);
    request.put(1, value instanceof String ? value : textOf(value));
  }

  private static String textOf(@Nullable Object value) {
    return value instanceof Throwable error
        ? Objects.requireNonNullElse(error.getMessage(), "")
        : Repr.of(value);
  }

  static void traits(Request request) {
    request.put(1, traits(request.get(0)));
  }

  private static int traits(@Nullable Object value) {
    boolean isList = value instanceof List || (value != null && value.getClass().isArray());
    boolean isText = value instanceof String;
    return bit(Abi.TN_IS_CALLABLE, Callables.isCallable(value))
        | bit(Abi.TN_IS_LIST, isList && !(value instanceof byte[]))
        | bit(Abi.TN_IS_MAP, value instanceof Map)
        | bit(
            Abi.TN_IS_ITERABLE,
            isList || isText || value instanceof Map || Iteration.isPossible(value))
        | bit(Abi.TN_IS_MODULE, value instanceof ModuleObject)
        | bit(Abi.TN_IS_RESOURCE, value instanceof Resource)
        | bit(Abi.TN_IS_ERROR, value instanceof Throwable)
        | bit(Abi.TN_HAS_LENGTH, isList || isText || Sized.isPossible(value))
        | bit(Abi.TN_HAS_ATTRIBUTES, value instanceof Attributed);
  }

  private static int bit(int trait, boolean has) {
    return has ? trait : 0;
  }

  static void dir(Request request) {
    request.put(1, new ArrayList<>(Attributes.ofOrSelf(request, 0).dir()));
  }

  static void value(Request request) {
    request.put(1, request.get(0));
  }

  static void same(Request request) {
    Object one = request.get(0);
    Object other = request.get(1);
    request.put(
        2, one == other || (isPlain(one) && Objects.equals(one, other)) || equalBytes(one, other));
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof Number || value instanceof String || value instanceof Boolean;
  }

  static void equal(Request request) {
    Object one = request.get(0);
    Object other = request.get(1);
    request.put(2, Objects.equals(one, other) || equalBytes(one, other));
  }

  private static boolean equalBytes(@Nullable Object one, @Nullable Object other) {
    return one instanceof byte[] && other instanceof byte[] && Objects.deepEquals(one, other);
  }

  static void callMethod(Request request) {
    Object method = Attributes.ofOrSelf(request, 0).get(request.text(1));
    request.put(4, Callables.of(method).call(request.values(2)));
  }

  static void newFunction(Request request) {
    long spec = request.payload(0);
    NativeHost host = request.instance().host();
    Pointers.requireReadable(
        host, spec, Abi.FUNCTION_SPEC_SIZE, "tn_function_new(): the parameter spec");
    Pointers.requireCode(
        host,
        Memory.getLong(spec + Abi.FUNCTION_SPEC_FUNCTION),
        "tn_function_new(): the member function of its spec");
    long destroy = Memory.getLong(spec + Abi.FUNCTION_SPEC_DESTROY);
    if (destroy != 0) {
      Pointers.requireCode(host, destroy, "tn_function_new(): the member destroy of its spec");
    }
    Pointers.requireText(
        host,
        Memory.getLong(spec + Abi.FUNCTION_SPEC_NAME),
        "tn_function_new(): the member name of its spec");
    Pointers.requireText(
        host,
        Memory.getLong(spec + Abi.FUNCTION_SPEC_DOC),
        "tn_function_new(): the member doc of its spec");
    request.put(1, new BoundFunction(request.instance(), spec));
  }
}
