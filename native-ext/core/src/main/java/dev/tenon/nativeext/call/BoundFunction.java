// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.error.TenonError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.module.Defined;
import dev.tenon.module.FunctionObject;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.OwnedPointers;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.value.Signature;
import java.lang.ref.Reference;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function that C made at run time: a C function with a pointer of its own.
public final class BoundFunction implements FunctionObject, BoundCall.Target {

  private final NativeInstance instance;
  private final String moduleName;
  private final String implModuleName;
  private final String name;
  private final @Nullable String doc;
  private final long function;
  private final OwnedPointers.Owned data;

  /// The function that a `TnFunctionSpec` describes.
  public BoundFunction(NativeInstance instance, long spec) {
    this.instance = instance;
    this.moduleName = Defined.importName(instance.module());
    this.implModuleName = instance.module().name();
    String given = textAt(Memory.getLong(spec + Abi.FUNCTION_SPEC_NAME));
    this.name = given == null ? "<lambda>" : given;
    this.doc = textAt(Memory.getLong(spec + Abi.FUNCTION_SPEC_DOC));
    this.function = Memory.getLong(spec + Abi.FUNCTION_SPEC_FUNCTION);
    this.data =
        instance
            .ownedPointers()
            .add(
                this,
                Memory.getLong(spec + Abi.FUNCTION_SPEC_DATA),
                Memory.getLong(spec + Abi.FUNCTION_SPEC_DESTROY),
                toString());
  }

  private static @Nullable String textAt(long pointer) {
    try {
      return pointer == 0 ? null : Memory.getText(pointer, Memory.lengthOfTerminated(pointer));
    } catch (CharacterCodingException e) {
      throw new UnicodeError("the name or documentation of a function is no UTF-8", e);
    }
  }

  @Override
  public String moduleName() {
    return moduleName;
  }

  @Override
  public String implModuleName() {
    return implModuleName;
  }

  @Override
  public Map<String, @Nullable Object> attributeMap() {
    return Defined.attributesOfFunction(this, name, doc, module());
  }

  @Override
  public ModuleObject module() {
    return instance.module();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable String doc() {
    return doc;
  }

  @Override
  public @Nullable Signature signature() {
    return null;
  }

  @Override
  public NativeInstance instance() {
    return instance;
  }

  @Override
  public @Nullable Resource receiver() {
    return null;
  }

  @Override
  public long use(NativeContext context) {
    return context.use(data);
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    try {
      return BoundCall.call(this, name, function, arguments);
    } catch (TenonError e) {
      throw BoundCall.passed(e, this, instance, name, function);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String toString() {
    return "<built-in function %s.%s>".formatted(moduleName, name);
  }
}
