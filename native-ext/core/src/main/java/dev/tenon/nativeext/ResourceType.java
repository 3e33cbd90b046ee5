package dev.tenon.nativeext;

import dev.tenon.error.TypeError;
import dev.tenon.error.ValueError;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A type of resources, read from the constant data of a library.
///
/// @param address where it lies: its identity
/// @param name its name
/// @param doc its documentation
/// @param methods by their names
/// @param properties by their names
/// @param destructor a `TnDestructor`; 0 for none
record ResourceType(
    long address,
    String name,
    @Nullable String doc,
    Map<String, Long> methods,
    Map<String, Property> properties,
    long destructor) {

  private static final int MAX_ENTRIES = 4096;

  /// A getter and a setter; 0 for none.
  record Property(long getter, long setter) {}

  /// Reads a type.
  ///
  /// @throws TypeError if there is none at the address
  /// @throws ValueError if it points outside of its library
  static ResourceType at(long address) {
    if (address == 0) {
      throw new TypeError("tn_resource_new() was given NULL as its type");
    }
    MappedImage image = NativeHost.get().imageAt(address);
    if (!image.contains(address, Abi.RESOURCE_TYPE_SIZE)
        || Memory.getInt(address) < Abi.RESOURCE_TYPE_SIZE) {
      throw new TypeError(
          "expected constant data of a library that begins with sizeof(TnResourceType) as a type");
    }
    return new ResourceType(
        address,
        image.text(Memory.getLong(address + Abi.RESOURCE_TYPE_NAME)),
        optionalText(image, Memory.getLong(address + Abi.RESOURCE_TYPE_DOC)),
        readMethods(image, Memory.getLong(address + Abi.RESOURCE_TYPE_METHODS)),
        readProperties(image, Memory.getLong(address + Abi.RESOURCE_TYPE_PROPERTIES)),
        requireCode(Memory.getLong(address + Abi.RESOURCE_TYPE_DESTROY), true, "destroy"));
  }

  private static @Nullable String optionalText(MappedImage image, long pointer) {
    return pointer == 0 ? null : image.text(pointer);
  }

  private static Map<String, Long> readMethods(MappedImage image, long table) {
    Map<String, Long> methods = new TreeMap<>();
    for (long entry : entries(image, table, Abi.METHOD_SIZE)) {
      String name = image.text(Memory.getLong(entry));
      if (Memory.getLong(entry + Abi.METHOD_SIGNATURE) != 0) {
        throw new TypeError(
            "method '%s' of a resource is typed, expected a TN_BOUND one".formatted(name));
      }
      long function = requireCode(Memory.getLong(entry + Abi.METHOD_FUNCTION), false, name);
      methods.put(name, function);
    }
    return methods;
  }

  private static Map<String, Property> readProperties(MappedImage image, long table) {
    Map<String, Property> properties = new TreeMap<>();
    for (long entry : entries(image, table, Abi.PROPERTY_SIZE)) {
      String name = image.text(Memory.getLong(entry));
      properties.put(
          name,
          new Property(
              requireCode(Memory.getLong(entry + Abi.PROPERTY_GET), false, name),
              requireCode(Memory.getLong(entry + Abi.PROPERTY_SET), true, name)));
    }
    return properties;
  }

  /// The addresses of the entries of a table, which ends with one whose name is NULL.
  private static long[] entries(MappedImage image, long table, int size) {
    int count = 0;
    while (table != 0) {
      long entry = table + (long) count * size;
      if (count == MAX_ENTRIES || !image.contains(entry, size)) {
        throw new ValueError(
            "no end of a table of a resource type after %d entries; add TN_METHODS_END or"
                    .formatted(count)
                + " TN_PROPERTIES_END");
      }
      if (Memory.getLong(entry) == 0) {
        break;
      }
      count++;
    }
    long[] entries = new long[count];
    for (int index = 0; index < count; index++) {
      entries[index] = table + (long) index * size;
    }
    return entries;
  }

  private static long requireCode(long function, boolean optional, String name) {
    if (function == 0 ? !optional : !NativeHost.get().isCode(function)) {
      throw new TypeError(
          "'%s' of a resource type is %s, expected the address of a function"
              .formatted(
                  name,
                  function == 0 ? "NULL" : "%#x, where there is no code".formatted(function)));
    }
    return function;
  }
}
