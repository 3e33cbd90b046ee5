// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.debug;

import dev.tenon.input.Escapes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An entry of DWARF debug information: what a compiler recorded about one type, function, variable
/// or part of one. Unmodifiable once [DebugInformation] has been read; any thread may use it.
public final class DebugEntry {

  /// Adds a constant to an address: the old way to write where a member lies.
  private static final int PLUS_CONSTANT = 0x23;

  private final long offset;
  private final String tag;
  private final DebugUnit unit;
  private final Map<String, Object> attributes = HashMap.newHashMap(8);
  private final List<DebugEntry> children = new ArrayList<>(0);

  DebugEntry(long offset, String tag, DebugUnit unit) {
    this.offset = offset;
    this.tag = tag;
    this.unit = unit;
  }

  /// A reference of an attribute to another entry, by its offset.
  record Reference(long offset) {}

  /// Returns the offset in the debug information that names the entry.
  public long offset() {
    return offset;
  }

  /// Returns the kind, without `DW_TAG_`: `base_type`.
  public String tag() {
    return tag;
  }

  /// Returns the entries below it that are parts of it: parameters, members, enumerators, bounds.
  public List<DebugEntry> children() {
    return children;
  }

  /// Returns the parts of one kind.
  public List<DebugEntry> children(String wanted) {
    return children.stream().filter(child -> child.tag.equals(wanted)).toList();
  }

  /// Whether an attribute is there.
  ///
  /// @param attribute its name without `DW_AT_`
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /// Returns the name; empty if it has none.
  public String name() {
    return text("name").orElse("");
  }

  /// Returns the text of an attribute.
  public Optional<String> text(String attribute) {
    return attributes.get(attribute) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// Returns the offset of the entry that an attribute refers to, for [DebugInformation#at].
  public Optional<Long> reference(String attribute) {
    return attributes.get(attribute) instanceof Reference reference
        ? Optional.of(reference.offset())
        : Optional.empty();
  }

  /// Returns the number of an attribute; `otherwise` if it has none that is constant.
  public long number(String attribute, long otherwise) {
    Object value = attributes.get(attribute);
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof byte[] expression
        && expression.length > 1
        && expression[0] == PLUS_CONSTANT) {
      ByteCursor cursor = new ByteCursor(ByteBuffer.wrap(expression), new ReadBudget());
      cursor.skip(1);
      return cursor.uleb();
    }
    return otherwise;
  }

  Optional<Long> address(String attribute) {
    return attributes.get(attribute) instanceof AttributeReader.Address address
        ? Optional.of(address.value())
        : Optional.empty();
  }

  DebugUnit unit() {
    return unit;
  }

  void add(DebugEntry child) {
    children.add(child);
  }

  void put(String attribute, Object value) {
    attributes.putIfAbsent(attribute, value);
  }

  @Override
  public String toString() {
    return "%s %s at %#x".formatted(tag, Escapes.quoted(name()), offset);
  }
}
