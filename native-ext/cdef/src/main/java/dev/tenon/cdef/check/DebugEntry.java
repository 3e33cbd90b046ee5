package dev.tenon.cdef.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An entry of DWARF debug information, with its children.
final class DebugEntry {

  private static final Pattern REFERENCE = Pattern.compile("<0x([0-9a-f]+)>");
  private static final Pattern NUMBER =
      Pattern.compile("(?:.*DW_OP_plus_uconst: )?(-?\\d+|0x[0-9a-f]+)\\b.*");

  private final String tag;
  private final Map<String, String> attributes = new HashMap<>();
  private final List<DebugEntry> children = new ArrayList<>();

  DebugEntry(String tag) {
    this.tag = tag;
  }

  /// What it describes: `base_type`.
  String tag() {
    return tag;
  }

  List<DebugEntry> children() {
    return children;
  }

  List<DebugEntry> children(String wanted) {
    return children.stream().filter(child -> child.tag.equals(wanted)).toList();
  }

  void add(DebugEntry child) {
    children.add(child);
  }

  void put(String attribute, String value) {
    attributes.put(attribute, value);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /// The name; empty if it has none.
  String name() {
    return attributes.getOrDefault("name", "");
  }

  /// Where the entry is that an attribute refers to.
  Optional<Long> reference(String attribute) {
    Matcher matcher = REFERENCE.matcher(attributes.getOrDefault(attribute, ""));
    return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1), 16)) : Optional.empty();
  }

  /// A number; the given one if there is none.
  long number(String attribute, long otherwise) {
    Matcher matcher = NUMBER.matcher(attributes.getOrDefault(attribute, ""));
    return matcher.matches() ? Long.decode(matcher.group(1)) : otherwise;
  }
}
