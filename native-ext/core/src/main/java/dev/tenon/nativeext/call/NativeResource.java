// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.call;

import dev.tenon.call.Callables;
import dev.tenon.error.TenonError;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.function.BoundMethod;
import dev.tenon.function.ModuleFunction;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.nativeext.instance.InstanceType;
import dev.tenon.nativeext.instance.NativeContext;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.OwnedPointers;
import dev.tenon.nativeext.instance.ResourceType;
import dev.tenon.text.TypeNames;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A C pointer behind an object of a type that its module defines.
public final class NativeResource implements Resource, BoundCall.Target, OwnedPointers.Holder {

  private final NativeInstance instance;
  private final InstanceType type;
  private final OwnedPointers.Owned pointer;

  /// @param instance the module instance that made it
  /// @param type as that instance has it
  public NativeResource(NativeInstance instance, InstanceType type, long address) {
    this.instance = instance;
    this.type = type;
    this.pointer =
        instance.ownedPointers().add(this, address, type.type().destructor(), type.objectText());
  }

  /// The resource that a method was given as its first argument.
  static NativeResource cast(@Nullable Object receiver) {
    if (receiver instanceof NativeResource resource) {
      return resource;
    }
    throw new TypeError("expected a resource, found '%s'".formatted(TypeNames.of(receiver)));
  }

  @Override
  public OwnedPointers.Owned owned() {
    return pointer;
  }

  @Override
  public NativeInstance instance() {
    return instance;
  }

  @Override
  public NativeResource receiver() {
    return this;
  }

  /// Whether the type is the one at an address.
  public boolean isOf(long typeAddress) {
    return type.type().address() == typeAddress;
  }

  @Override
  public long use(NativeContext context) {
    return context.use(pointer);
  }

  @Override
  public String typeName() {
    return type.name();
  }

  @Override
  public ModuleObject module() {
    return instance.module();
  }

  @Override
  public String moduleName() {
    return type.moduleName();
  }

  @Override
  public String implModuleName() {
    return type.implModuleName();
  }

  @Override
  public boolean isClosed() {
    return pointer.isClosed();
  }

  @Override
  public void close() {
    pointer.close();
  }

  @Override
  public @Nullable Object get(String attribute) {
    ResourceType.Property property = type.property(attribute);
    if (property != null) {
      try {
        return BoundCall.get(this, attribute, property.getter());
      } catch (TenonError e) {
        throw passed(e, attribute, property.getter());
      } finally {
        Reference.reachabilityFence(this);
      }
    }
    ModuleFunction method = type.method(attribute);
    if (method != null) {
      return new BoundMethod(method, this);
    }
    return switch (attribute) {
      case "__module__" -> moduleName();
      case "__impl_module__" -> implModuleName();
      case "__doc__" -> type.type().declaration().doc();
      default -> throw missing(attribute);
    };
  }

  @Override
  public void set(String attribute, @Nullable Object value) {
    ResourceType.Property property = type.property(attribute);
    if (property == null || property.setter() == 0) {
      throw property == null && !dir().contains(attribute)
          ? missing(attribute)
          : readOnly(attribute);
    }
    try {
      BoundCall.set(this, attribute, property.setter(), value);
    } catch (TenonError e) {
      throw passed(e, attribute, property.setter());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void delete(String attribute) {
    throw dir().contains(attribute) ? readOnly(attribute) : missing(attribute);
  }

  private TenonError passed(TenonError error, String attribute, long accessor) {
    return BoundCall.passed(error, this, instance, type.name() + "." + attribute, accessor);
  }

  private AttributeError missing(String attribute) {
    return new AttributeError(
        "%s object has no attribute %s"
            .formatted(Escapes.quoted(type.name()), Escapes.quoted(attribute)),
        attribute,
        this);
  }

  private AttributeError readOnly(String attribute) {
    return new AttributeError(
        "attribute %s of %s objects is not writable"
            .formatted(Escapes.quoted(attribute), Escapes.quoted(type.name())),
        attribute,
        this);
  }

  @Override
  public List<String> dir() {
    return List.copyOf(type.attributes());
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object... arguments) {
    return Callables.of(get(function)).call(arguments);
  }

  @Override
  public String toString() {
    return "<%s%s>".formatted(isClosed() ? "closed " : "", type.objectText());
  }
}
