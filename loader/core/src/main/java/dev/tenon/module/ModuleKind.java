// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The kind of a module object, what its class is in CPython. A kind gives its modules properties,
/// a call operator and hooks for stores and deletes; modules of the [#STANDARD] kind have none of
/// these and pay nothing for them. Kinds are immutable and may be shared between interpreters.
public final class ModuleKind {

  /// Computes the value of a property.
  @FunctionalInterface
  public interface Getter {
    /// Returns the value of the property for `module`.
    @Nullable Object get(ModuleObject module);
  }

  /// Stores the value of a property.
  @FunctionalInterface
  public interface Setter {
    /// Stores `value` as the property of `module`.
    void set(ModuleObject module, @Nullable Object value);
  }

  /// Deletes a property.
  @FunctionalInterface
  public interface Deleter {
    /// Deletes the property of `module`.
    void delete(ModuleObject module);
  }

  /// Handles all reads of attributes of a module (`__getattribute__`).
  @FunctionalInterface
  public interface ReadHook {
    /// Reads the attribute; [ModuleObject#getRaw] is what would have happened without the hook.
    ///
    /// @throws AttributeError if there is none
    @Nullable Object read(ModuleObject module, String name);
  }

  /// Handles all stores to attributes of a module (`__setattr__`).
  @FunctionalInterface
  public interface SetHook {
    /// Stores the attribute; [ModuleObject#setRaw] is what would have happened without the hook.
    void set(ModuleObject module, String name, @Nullable Object value);
  }

  /// Handles all deletions of attributes of a module (`__delattr__`).
  @FunctionalInterface
  public interface DeleteHook {
    /// Deletes the attribute; [ModuleObject#deleteRaw] is what would have happened without the
    /// hook.
    void delete(ModuleObject module, String name);
  }

  /// Makes the modules of a kind callable.
  @FunctionalInterface
  public interface CallOperator {
    /// Calls the module.
    @Nullable Object call(ModuleObject module, @Nullable Object[] arguments);
  }

  /// The kind of ordinary modules.
  public static final ModuleKind STANDARD = new Builder("module", null).build();

  private final String name;
  private final @Nullable ModuleKind base;
  private final Map<String, Property> properties;

  /// A bit for each property, by the hash of its name. Most other names have another bit and need
  /// not be looked up.
  private final long propertyBits;

  private final @Nullable ReadHook readHook;
  private final @Nullable SetHook setHook;
  private final @Nullable DeleteHook deleteHook;
  private final @Nullable CallOperator callOperator;

  private ModuleKind(Builder builder) {
    name = builder.name;
    base = builder.base;
    properties = new LinkedHashMap<>(base == null ? Map.of() : base.properties);
    properties.putAll(builder.properties);
    propertyBits =
        properties.keySet().stream()
            .mapToLong(ModuleKind::bitOf)
            .reduce(0, (one, more) -> one | more);
    readHook = builder.readHook != null || base == null ? builder.readHook : base.readHook;
    setHook = builder.setHook != null || base == null ? builder.setHook : base.setHook;
    deleteHook = builder.deleteHook != null || base == null ? builder.deleteHook : base.deleteHook;
    callOperator =
        builder.callOperator != null || base == null ? builder.callOperator : base.callOperator;
  }

  /// A property of a kind.
  record Property(
      @Nullable String doc, Getter getter, @Nullable Setter setter, @Nullable Deleter deleter) {}

  /// Starts a kind that extends [#STANDARD].
  public static Builder of(String name) {
    Objects.requireNonNull(name, "name");
    return new Builder(name, STANDARD);
  }

  /// Starts a kind that extends this one.
  public Builder extend(String kindName) {
    Objects.requireNonNull(kindName, "kindName");
    return new Builder(kindName, this);
  }

  /// The name of the kind; `"module"` for the standard one.
  public String name() {
    return name;
  }

  /// The kind that this one extends; null for the standard kind.
  public @Nullable ModuleKind base() {
    return base;
  }

  /// The names of the properties, inherited ones first.
  public List<String> propertyNames() {
    return new ArrayList<>(properties.keySet());
  }

  private static long bitOf(String attribute) {
    // The upper six bits of a product: the low bits of the hash of a text depend on little of it.
    return 1L << ((attribute.hashCode() * 0x9E3779B9) >>> 26);
  }

  @Nullable Property property(String attribute) {
    return (propertyBits & bitOf(attribute)) == 0 ? null : properties.get(attribute);
  }

  /// The documentation of a property; null if there is no such property or it has none.
  public @Nullable String propertyDoc(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    Property property = properties.get(attribute);
    return property == null ? null : property.doc();
  }

  void set(ModuleObject module, String attribute, @Nullable Object value) {
    if (setHook != null) {
      setHook.set(module, attribute, value);
    } else {
      module.setRaw(attribute, value);
    }
  }

  void delete(ModuleObject module, String attribute) {
    if (deleteHook != null) {
      deleteHook.delete(module, attribute);
    } else {
      module.deleteRaw(attribute);
    }
  }

  /// Stores through a property's setter.
  ///
  /// @return false if there is no such property
  boolean setProperty(ModuleObject module, String attribute, @Nullable Object value) {
    Property property = properties.get(attribute);
    if (property == null) {
      return false;
    }
    if (property.setter() == null) {
      throw new AttributeError(
          "property %s of %s object has no setter"
              .formatted(Escapes.quoted(attribute), Escapes.quoted(name)),
          attribute,
          module);
    }
    try {
      property.setter().set(module, value);
    } catch (StackOverflowError e) {
      throw new RecursionError(e);
    }
    return true;
  }

  /// Deletes through a property's deleter.
  ///
  /// @return false if there is no such property
  boolean deleteProperty(ModuleObject module, String attribute) {
    Property property = properties.get(attribute);
    if (property == null) {
      return false;
    }
    if (property.deleter() == null) {
      throw new AttributeError(
          "property %s of %s object has no deleter"
              .formatted(Escapes.quoted(attribute), Escapes.quoted(name)),
          attribute,
          module);
    }
    property.deleter().delete(module);
    return true;
  }

  @Nullable ReadHook readHook() {
    return readHook;
  }

  @Nullable CallOperator callOperator() {
    return callOperator;
  }

  @Override
  public String toString() {
    return "<class '" + name + "'>";
  }

  /// Describes a kind.
  public static final class Builder {
    private final String name;
    private final @Nullable ModuleKind base;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private @Nullable ReadHook readHook;
    private @Nullable SetHook setHook;
    private @Nullable DeleteHook deleteHook;
    private @Nullable CallOperator callOperator;

    private Builder(String name, @Nullable ModuleKind base) {
      this.name = Objects.requireNonNull(name);
      this.base = base;
    }

    /// Adds a property that can only be read.
    public Builder property(String attribute, Getter getter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      properties.put(attribute, new Property(null, getter, null, null));
      return this;
    }

    /// Adds a property that can be read and stored to.
    public Builder property(String attribute, Getter getter, Setter setter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      Objects.requireNonNull(setter, "setter");
      properties.put(attribute, new Property(null, getter, setter, null));
      return this;
    }

    /// Adds a property that can be read, stored to and deleted.
    public Builder property(String attribute, Getter getter, Setter setter, Deleter deleter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      Objects.requireNonNull(setter, "setter");
      Objects.requireNonNull(deleter, "deleter");
      properties.put(attribute, new Property(null, getter, setter, deleter));
      return this;
    }

    /// Adds a property with a documentation text.
    ///
    /// @param text its documentation; null for none
    /// @param setter stores it; null if it can only be read
    /// @param deleter deletes it; null if it cannot be deleted
    public Builder property(
        String attribute,
        @Nullable String text,
        Getter getter,
        @Nullable Setter setter,
        @Nullable Deleter deleter) {
      Objects.requireNonNull(attribute, "attribute");
      Objects.requireNonNull(getter, "getter");
      properties.put(attribute, new Property(text, getter, setter, deleter));
      return this;
    }

    /// Handles all reads (`__getattribute__`).
    public Builder onRead(ReadHook hook) {
      Objects.requireNonNull(hook, "hook");
      readHook = hook;
      return this;
    }

    /// Handles all stores (`__setattr__`).
    public Builder onSet(SetHook hook) {
      Objects.requireNonNull(hook, "hook");
      setHook = hook;
      return this;
    }

    /// Handles all deletions (`__delattr__`).
    public Builder onDelete(DeleteHook hook) {
      Objects.requireNonNull(hook, "hook");
      deleteHook = hook;
      return this;
    }

    /// Makes modules of this kind callable.
    public Builder onCall(CallOperator operator) {
      Objects.requireNonNull(operator, "operator");
      callOperator = operator;
      return this;
    }

    /// The kind.
    public ModuleKind build() {
      return new ModuleKind(this);
    }
  }
}
