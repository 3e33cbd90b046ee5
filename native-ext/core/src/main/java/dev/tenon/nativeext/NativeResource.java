package dev.tenon.nativeext;

import dev.tenon.error.AttributeError;
import dev.tenon.error.ValueError;
import dev.tenon.module.Callables;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.Resource;
import dev.tenon.module.TenonCallable;
import java.lang.ref.Reference;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A C pointer behind an object of a type that its module defines.
final class NativeResource implements Resource, BoundCall.Target {

  private final NativeInstance instance;
  private final ResourceType type;
  private final OwnedPointers.Owned pointer;

  NativeResource(NativeInstance instance, ResourceType type, long address) {
    this.instance = instance;
    this.type = type;
    this.pointer =
        instance.ownedPointers().add(this, address, type.destructor(), fullName(instance, type));
  }

  private static String fullName(NativeInstance instance, ResourceType type) {
    return "'%s.%s' object".formatted(instance.module().name(), type.name());
  }

  private String fullName() {
    return fullName(instance, type);
  }

  /// A method that knows its resource.
  private record Method(NativeResource resource, String name, long function)
      implements TenonCallable {
    @Override
    public @Nullable Object call(@Nullable Object... arguments) {
      try {
        return BoundCall.call(resource, name, function, arguments);
      } finally {
        Reference.reachabilityFence(resource);
      }
    }

    @Override
    public String toString() {
      return "<built-in method %s of %s>".formatted(name, resource.fullName());
    }
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
  boolean isOf(long typeAddress) {
    return type.address() == typeAddress;
  }

  @Override
  public long liveAddress() {
    instance.checkOpen();
    if (pointer.isDestroyed()) {
      throw new ValueError("operation on closed %s; make a new one".formatted(fullName()));
    }
    return pointer.address();
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
  public boolean isClosed() {
    return pointer.isDestroyed();
  }

  @Override
  public void close() {
    if (!pointer.isDestroyed()) {
      pointer.destroy();
    }
  }

  @Override
  public @Nullable Object get(String attribute) {
    ResourceType.Property property = type.properties().get(attribute);
    if (property != null) {
      try {
        return BoundCall.get(this, attribute, property.getter());
      } finally {
        Reference.reachabilityFence(this);
      }
    }
    Long method = type.methods().get(attribute);
    if (method != null) {
      return new Method(this, attribute, method);
    }
    return switch (attribute) {
      case "__module__" -> module().name();
      case "__doc__" -> type.doc();
      default -> throw missing(attribute);
    };
  }

  @Override
  public void set(String attribute, @Nullable Object value) {
    ResourceType.Property property = type.properties().get(attribute);
    if (property == null || property.setter() == 0) {
      throw property == null && !dir().contains(attribute)
          ? missing(attribute)
          : readOnly(attribute);
    }
    try {
      BoundCall.set(this, attribute, property.setter(), value);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void delete(String attribute) {
    throw dir().contains(attribute) ? readOnly(attribute) : missing(attribute);
  }

  private AttributeError missing(String attribute) {
    return new AttributeError(
        "'%s' object has no attribute '%s'".formatted(type.name(), attribute));
  }

  private AttributeError readOnly(String attribute) {
    return new AttributeError(
        "attribute '%s' of '%s' objects is not writable".formatted(attribute, type.name()));
  }

  @Override
  public List<String> dir() {
    TreeSet<String> names = new TreeSet<>(List.of("__doc__", "__module__"));
    names.addAll(type.methods().keySet());
    names.addAll(type.properties().keySet());
    return List.copyOf(names);
  }

  @Override
  public @Nullable Object call(String function, @Nullable Object... arguments) {
    return Callables.of(get(function)).call(arguments);
  }

  @Override
  public String toString() {
    return "<%s%s>".formatted(isClosed() ? "closed " : "", fullName());
  }
}
