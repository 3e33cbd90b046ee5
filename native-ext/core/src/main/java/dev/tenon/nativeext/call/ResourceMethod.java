// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.abi.MethodFlags;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.value.Signature;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes module functions of the methods of resources. They take the resource as their first
/// argument, and keep it alive while C uses what is behind it.
public final class ResourceMethod {

  private ResourceMethod() {}

  /// The function for a method.
  ///
  /// @param descriptor the address of the descriptor of its module
  /// @throws ValueError if its signature is none, or it takes keyword arguments
  public static FunctionDef of(MethodEntry method, long descriptor) {
    MethodFlags flags = method.flags();
    if (flags.takesKeywords()) {
      throw new ValueError(
          "the method %s with TN_KEYWORDS".formatted(Escapes.quoted(method.name())));
    }
    if (method.signature() == null) {
      return new FunctionDef(method.name(), method.doc(), null, dynamic(method), flags.traits());
    }
    Signature signature = Signature.parse(method.signature());
    return new FunctionDef(
        method.name(),
        method.doc(),
        signature,
        new TypedFunction(method, signature, descriptor),
        flags.traits());
  }

  private static FunctionBody.Dynamic dynamic(MethodEntry method) {
    return new Body(method.name(), method.function());
  }

  /// The body of a `TnBoundFunction` that is a method.
  private record Body(String name, long address) implements FunctionBody.Dynamic {
    @Override
    public long offset() {
      return NativeHost.get().imageAt(address).offsetOf(address);
    }

    @Override
    public @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) {
      NativeResource receiver = NativeResource.cast(arguments[0]);
      try {
        @Nullable Object[] given = Arrays.copyOfRange(arguments, 1, arguments.length);
        return BoundCall.callMethod(receiver, name, address, given);
      } finally {
        Reference.reachabilityFence(receiver);
      }
    }
  }
}
