// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.ExtensionContractException;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.call.ResourceMethod;
import dev.tenon.nativeext.instance.ResourceType;
import dev.tenon.nativeext.instance.ResourceTypes;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The types of resources that a module lists, read with its descriptor and by their addresses.
final class ListedResources implements ResourceTypes {

  /// Of how many listed types the places are noted before they are read.
  private static final int MOST_LOOKED_AT = 4096;

  private final long descriptor;
  private final Map<Long, ResourceType> types = new HashMap<>();

  /// @param descriptor the address of the descriptor of the module
  ListedResources(long descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public ResourceType at(long address, String module) {
    ResourceType listed = types.get(address);
    return listed == null ? readUnlisted(address, module) : listed;
  }

  private ResourceType readUnlisted(long address, String module) {
    if (address == 0) {
      throw new TypeError("tn_resource_new() was given NULL as its type");
    }
    ModuleDef.Builder def = ModuleDef.of(module);
    ListedResources single = new ListedResources(descriptor);
    MappedImage image = NativeHost.get().imageAt(address);
    DescriptorMap map = new DescriptorMap(address);
    addStartsOf(image, map, address);
    single.read(new TableReader(image, def, 0, descriptor, map), "resource type", address);
    ModuleDef read = def.build();
    if (!read.faults().isEmpty()) {
      throw new ExtensionContractException(module, null, read.faults());
    }
    return Objects.requireNonNull(single.types.get(address));
  }

  /// Reads a `TnResourceType`; faults are noted where the tables are read for.
  void read(TableReader tables, String place, long address) {
    if (!tables.image().contains(address, Abi.RESOURCE_TYPE_SIZE)
        || Memory.getInt(address) < Abi.RESOURCE_TYPE_SIZE) {
      tables.fault(
          place,
          "pointer %#x, at which there is no type".formatted(address),
          "constant data of the library that begins with sizeof(TnResourceType)",
          "fix the pointer, or the size member");
      return;
    }
    String name = tables.text(place + ".name", Memory.getLong(address + Abi.RESOURCE_TYPE_NAME));
    if (name != null) {
      ResourceType type =
          new Reading(tables, "resource type %s".formatted(Escapes.quoted(name)))
              .type(address, name);
      tables.def().slot(type.declaration());
      types.put(address, type);
    }
  }

  /// Notes where the listed types and their tables lie.
  static void addStarts(MappedImage image, DescriptorMap map, long table) {
    for (int index = 0; index < MOST_LOOKED_AT; index++) {
      long entry = table + (long) index * Long.BYTES;
      if (!image.contains(entry, Long.BYTES) || !addStartsOf(image, map, Memory.getLong(entry))) {
        return;
      }
    }
  }

  private static boolean addStartsOf(MappedImage image, DescriptorMap map, long type) {
    if (!image.contains(type, Abi.RESOURCE_TYPE_SIZE)
        || Memory.getInt(type) != Abi.RESOURCE_TYPE_SIZE) {
      return false;
    }
    map.addStart(type);
    map.addStart(Memory.getLong(type + Abi.RESOURCE_TYPE_METHODS));
    map.addStart(Memory.getLong(type + Abi.RESOURCE_TYPE_PROPERTIES));
    return true;
  }

  /// The reading of one type.
  private record Reading(
      TableReader tables,
      String place,
      List<FunctionDef> methods,
      Map<String, ResourceType.Property> properties,
      List<ModuleSlot.ResourceProperty> declared) {

    Reading(TableReader tables, String place) {
      this(tables, place, new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    ResourceType type(long address, String name) {
      String doc =
          tables.optionalText(place + ": doc", Memory.getLong(address + Abi.RESOURCE_TYPE_DOC));
      int flags = Memory.getInt(address + Abi.RESOURCE_TYPE_FLAGS);
      if (flags != 0) {
        tables.fault(place, "flags %#x".formatted(flags), "0", "set them to 0");
      }
      long table = Memory.getLong(address + Abi.RESOURCE_TYPE_METHODS);
      if (table != 0) {
        tables.walkMethods(place + ": methods", table, this::method);
      }
      readProperties(Memory.getLong(address + Abi.RESOURCE_TYPE_PROPERTIES));
      long destructor = Memory.getLong(address + Abi.RESOURCE_TYPE_DESTROY);
      tables.isFunction(place + ": destroy", destructor, true);
      tables.addFunction(place + ": destroy", destructor, NativePrototype.DESTRUCTOR);
      return new ResourceType(
          address,
          new ModuleSlot.ResourceType(name, doc, methods, declared),
          properties,
          destructor);
    }

    private void method(String entry, MethodEntry method) {
      if (method.signature() == null) {
        tables.addFunction(
            TableReader.named(entry, method), method.function(), NativePrototype.BOUND);
      }
      try {
        Path copied = tables.image().copiedFrom();
        FunctionDef checked = ResourceMethod.of(method, tables.descriptor());
        methods.add(copied == null ? checked : UnloadedFunction.of(method, copied));
      } catch (ValueError e) {
        tables.faultOfWhole(
            entry,
            Objects.requireNonNullElse(e.getMessage(), "an unreadable signature"),
            "a TN_BOUND method, or a typed one with a signature such as '(self, i64) -> i64'",
            "fix the table");
      }
    }

    private void readProperties(long table) {
      if (table == 0) {
        return;
      }
      tables.walk(
          place + ": properties",
          table,
          Abi.PROPERTY_SIZE,
          "TN_PROPERTIES_END",
          (entry, property) -> {
            String name = tables.text(entry + ".name", Memory.getLong(property));
            String doc =
                tables.optionalText(entry + ".doc", Memory.getLong(property + Abi.PROPERTY_DOC));
            long getter = Memory.getLong(property + Abi.PROPERTY_GET);
            long setter = Memory.getLong(property + Abi.PROPERTY_SET);
            boolean reads = tables.isFunction(entry + ".get", getter, false);
            boolean writes = tables.isFunction(entry + ".set", setter, true);
            if (name != null && reads && writes) {
              tables.addFunction(entry + ".get", getter, NativePrototype.GETTER);
              tables.addFunction(entry + ".set", setter, NativePrototype.SETTER);
              declared.add(new ModuleSlot.ResourceProperty(name, doc, setter != 0));
              addProperty(entry, name, new ResourceType.Property(getter, setter));
            }
          });
    }

    private void addProperty(String entry, String name, ResourceType.Property property) {
      if (properties.putIfAbsent(name, property) != null) {
        tables.fault(
            entry,
            "a second property %s".formatted(Escapes.quoted(name)),
            "each name once",
            "rename or remove one of them");
      }
    }
  }
}
