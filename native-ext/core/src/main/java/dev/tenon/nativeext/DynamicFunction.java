package dev.tenon.nativeext;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.spi.HostFunction;
import org.jspecify.annotations.Nullable;

/// The body of a dynamic C function: any values in, one value out. Numbers, texts and bytes cross
/// without a call back.
final class DynamicFunction implements FunctionBody.Dynamic {

  private final String name;
  private final long address;
  private volatile @Nullable HostFunction linked;

  DynamicFunction(String name, long address) {
    this.name = name;
    this.address = address;
  }

  @Override
  public @Nullable Object call(ModuleObject module, @Nullable Object[] arguments) {
    return NativeInstance.of(module).callDynamic(name, function(), arguments);
  }

  private HostFunction function() {
    HostFunction known = linked;
    if (known == null) {
      known = NativeHost.get().backend().function(address);
      linked = known;
    }
    return known;
  }
}
