// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.ErrorType;
import dev.tenon.error.kind.AttributeError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.Defined;
import dev.tenon.text.TypeNames;
import dev.tenon.value.Attributed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The attributes of any object, as C sees them. Modules and resources answer for themselves,
/// exception types keep what they are given, functions and types have a few names that are fixed,
/// and other objects have none.
record Attributes(@Nullable Object object) {

  /// Those of a value of a request; no value stands for the module itself.
  static Attributes ofOrSelf(Request request, int index) {
    Object object = request.get(index);
    return new Attributes(object == null ? request.instance().module() : object);
  }

  @Nullable Object get(String name) {
    if (object instanceof Attributed attributed) {
      return attributed.get(name);
    }
    Map<String, @Nullable Object> known = names();
    if (known.containsKey(name)) {
      return known.get(name);
    }
    throw missing(name);
  }

  void set(String name, @Nullable Object value) {
    switch (object) {
      case Attributed attributed -> attributed.set(name, value);
      case ErrorType type when !name.equals("__impl_module__") ->
          type.attributes().put(name, requireValue(name, value));
      case null, default ->
          throw names().containsKey(name)
              ? new AttributeError(
                  "'%s' object attribute %s is read-only"
                      .formatted(TypeNames.of(object), Escapes.quoted(name)))
              : missing(name);
    }
  }

  private static Object requireValue(String name, @Nullable Object value) {
    if (value == null) {
      throw new TypeError(
          "attribute %s of an exception type cannot be None; delete it"
              .formatted(Escapes.quoted(name)));
    }
    return value;
  }

  void delete(String name) {
    if (object instanceof Attributed attributed) {
      attributed.delete(name);
    } else if (!(object instanceof ErrorType type) || type.attributes().remove(name) == null) {
      throw missing(name);
    }
  }

  List<String> dir() {
    return object instanceof Attributed attributed
        ? attributed.dir()
        : List.copyOf(names().keySet());
  }

  private Map<String, @Nullable Object> names() {
    Map<String, @Nullable Object> names = new TreeMap<>();
    if (object instanceof ErrorType type) {
      names.put("__name__", type.name().substring(type.name().lastIndexOf('.') + 1));
      names.putAll(type.attributes());
    }
    if (object instanceof Defined defined) {
      names.putAll(defined.attributeMap());
    }
    return names;
  }

  private AttributeError missing(String name) {
    return new AttributeError(
        "'%s' object has no attribute %s"
            .formatted(TypeNames.of(object), Escapes.quoted(Objects.requireNonNull(name))),
        name,
        object);
  }
}
