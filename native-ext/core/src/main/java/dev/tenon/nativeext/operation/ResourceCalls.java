// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.RuntimeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.call.NativeResource;
import dev.tenon.nativeext.instance.InstanceType;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.text.TypeNames;
import org.jspecify.annotations.Nullable;

/// What C asks about its resources: `tenon/resource.h`.
final class ResourceCalls {

  private ResourceCalls() {}

  static void newResource(Request request) {
    NativeInstance instance = request.instance();
    InstanceType type = instance.resourceType(request.payload(0));
    request.put(2, new NativeResource(instance, type, request.payload(1)));
  }

  static void pointer(Request request) {
    NativeInstance instance = request.instance();
    String expected = instance.resourceType(request.payload(1)).name();
    NativeResource resource = require(request.get(0), expected);
    if (!resource.isOf(request.payload(1))) {
      throw mismatch(resource, expected);
    }
    if (resource.instance() != instance) {
      throw new TypeError(
          "expected %s of this instance of module %s, found one of another instance"
              .formatted(Escapes.quoted(expected), Escapes.quoted(instance.module().name())));
    }
    request.put(2, resource.use(request.context()));
  }

  static void close(Request request) {
    require(request.get(0), "resource").close();
  }

  static void self(Request request) {
    Resource receiver = request.context().receiver();
    if (receiver == null) {
      throw new RuntimeError(
          "tn_resource_self() was called in a function, expected a method or property of a"
              + " resource");
    }
    request.put(0, receiver);
  }

  private static NativeResource require(@Nullable Object value, String expected) {
    if (value instanceof NativeResource resource) {
      return resource;
    }
    throw mismatch(value, expected);
  }

  private static TypeError mismatch(@Nullable Object value, String expected) {
    return new TypeError(
        "expected %s, found '%s'".formatted(Escapes.quoted(expected), TypeNames.of(value)));
  }
}
