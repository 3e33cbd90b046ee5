// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import org.jspecify.annotations.Nullable;

/// A property of a native module. Its accessors get the state of the module instance as their
/// pointer.
///
/// @param name the attribute
/// @param descriptor the address of the descriptor that it belongs to
public record NativeProperty(String name, long descriptor) {

  /// The slot for its accessors; 0 for a setter or deleter that it does not have.
  public ModuleSlot.Property slot(@Nullable String doc, long getter, long setter, long deleter) {
    return new ModuleSlot.Property(
        name,
        doc,
        module -> BoundCall.get(target(module), name, getter),
        setter == 0 ? null : (module, value) -> BoundCall.set(target(module), name, setter, value),
        deleter == 0 ? null : module -> BoundCall.delete(target(module), name, deleter));
  }

  private BoundCall.Target target(ModuleObject module) {
    return new State(NativeInstance.of(module, descriptor));
  }

  /// The state of an instance as what accessors get.
  private record State(NativeInstance instance) implements BoundCall.Target {
    @Override
    public @Nullable Resource receiver() {
      return null;
    }

    @Override
    public long use(NativeContext context) {
      return context.state();
    }
  }
}
