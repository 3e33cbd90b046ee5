// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.call.HandleSource;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A method of a resource that knows its resource. It checks its arguments as a [ModuleFunction]
/// does, binds to functional interfaces, and keeps the resource alive. Any thread may call it.
public final class BoundMethod implements FunctionObject, HandleSource {

  private final ModuleFunction function;
  private final Resource receiver;

  /// The method of one resource.
  ///
  /// @param function takes the resource as its first argument
  public BoundMethod(ModuleFunction function, Resource receiver) {
    this.function = function;
    this.receiver = receiver;
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public String qualifiedName() {
    return receiver.typeName() + "." + name();
  }

  @Override
  public Optional<SourcePlace> place() {
    return function.place();
  }

  @Override
  public Object self() {
    return receiver;
  }

  @Override
  public @Nullable String doc() {
    return function.doc();
  }

  /// The types of the method, `self` among them; null for a dynamic one.
  @Override
  public @Nullable Signature signature() {
    return function.signature();
  }

  /// The resource; CPython's `__self__`.
  public Resource receiver() {
    return receiver;
  }

  @Override
  public String moduleName() {
    return function.moduleName();
  }

  @Override
  public String implModuleName() {
    return function.implModuleName();
  }

  @Override
  public Map<String, @Nullable Object> attributeMap() {
    return Defined.attributesOfFunction(this, name(), doc(), receiver);
  }

  @Override
  public ModuleObject module() {
    return function.module();
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    try {
      return function.call(withReceiver(arguments));
    } finally {
      Reference.reachabilityFence(receiver);
    }
  }

  @Override
  public @Nullable Object callWith(
      Map<String, ? extends @Nullable Object> keywords, @Nullable Object... arguments) {
    try {
      return function.callWith(keywords, withReceiver(arguments));
    } finally {
      Reference.reachabilityFence(receiver);
    }
  }

  private @Nullable Object[] withReceiver(@Nullable Object[] arguments) {
    @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
    all[0] = receiver;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  @Override
  public boolean hasHandle() {
    return function.signature() != null;
  }

  @Override
  public String signatureText() {
    return function.signature() == null ? "(any) -> any" : function.signature().toString();
  }

  @Override
  public boolean isRefusedAtEntry() {
    return false;
  }

  /// The method as a handle with the types of its signature, whose arguments are checked.
  @Override
  public MethodHandle typedHandle() {
    return MethodHandles.insertArguments(function.typedHandle(), 0, receiver);
  }

  /// The method as a handle for callers of this type.
  @Override
  public MethodHandle handleFor(MethodType wanted) {
    return MethodHandles.insertArguments(
        function.handleFor(wanted.insertParameterTypes(0, Object.class)), 0, receiver);
  }

  @Override
  public String toString() {
    return "<built-in method %s of '%s.%s' object>"
        .formatted(name(), moduleName(), receiver.typeName());
  }
}
