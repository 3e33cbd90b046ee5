// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.instance;

import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleState;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.image.CodeImage;
import dev.tenon.spi.ModuleOwner;
import org.jspecify.annotations.Nullable;

/// What the state of the instances of a native module is like.
///
/// @param descriptor the address of the `TnModuleDef`, which distinguishes versions of a module
/// @param size how many bytes it has
/// @param version of its layout; 0 for none
/// @param resourceTypes the types of resources that the code has
/// @param answers what answers when the code asks something of Java
/// @param image what the code lies in; null if it is never unmapped
/// @param apart the bridge to the process that the code runs in; null for this one
public record StateLayout(
    long descriptor,
    long size,
    long version,
    ResourceTypes resourceTypes,
    HostAnswers answers,
    @Nullable CodeImage image,
    @Nullable NativeHost apart)
    implements ModuleDef.StateOpener {

  /// The bridge by which the code is called.
  ///
  /// @param owner the interpreter of the module; null if it lives in none
  NativeHost host(@Nullable ModuleOwner owner) {
    return apart == null ? NativeHost.of(owner) : apart;
  }

  /// Begins a use of the code.
  ///
  /// @throws dev.tenon.error.kind.InterpreterError if its image cannot be used any more
  void enterImage() {
    if (image != null) {
      image.enter();
    }
  }

  /// Ends a use of the code.
  void leaveImage() {
    if (image != null) {
      image.leave();
    }
  }

  @Override
  public ModuleState open(ModuleObject module) {
    return NativeInstance.open(module, this);
  }

  @Override
  public @Nullable ModuleState openFrom(ModuleObject module, ModuleState earlier) {
    // State in another process cannot be reached from here.
    return earlier instanceof NativeInstance instance && apart == null && !instance.isApart()
        ? instance.successor(this)
        : null;
  }
}
