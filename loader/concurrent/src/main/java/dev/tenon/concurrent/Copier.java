// SPDX-License-Identifier: Apache-2.0
package dev.tenon.concurrent;

import dev.tenon.text.TypeNames;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies one value for another interpreter. It knows where in the value it is, so that a refusal
/// can name the place.
final class Copier {

  private static final int DEEPEST = 1000;

  private final @Nullable Object whole;
  private final List<String> trail = new ArrayList<>();
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

  Copier(@Nullable Object whole) {
    this.whole = whole;
  }

  /// The copy.
  ///
  /// @throws NotShareableError if a part of the value may not cross
  @Nullable Object copy() {
    return copy(whole);
  }

  private @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean _, Character _, String _, BigInteger _, BigDecimal _ -> value;
      case Byte _, Short _, Integer _, Long _, Float _, Double _ -> value;
      case Shared<?> _, InterpreterQueue _, UnboundItem _ -> value;
      default -> copyOnce(value);
    };
  }

  private Object copyOnce(Object value) {
    Object known = copies.get(value);
    if (known != null) {
      return known;
    }
    return switch (value) {
      case List<?> list ->
          copyItems(list, kept(value, new ArrayList<@Nullable Object>(list.size())));
      case Set<?> set -> copyItems(set, kept(value, new LinkedHashSet<@Nullable Object>()));
      case Map<?, ?> map ->
          copyEntries(map, kept(value, new LinkedHashMap<@Nullable Object, @Nullable Object>()));
      case Object[] array -> copyArray(array, kept(value, new @Nullable Object[array.length]));
      default -> value.getClass().isArray() ? copyNumbers(value) : refuse(value);
    };
  }

  /// Remembers a copy before it is filled: the value may contain itself.
  private <T> T kept(Object value, T copy) {
    copies.put(value, copy);
    return copy;
  }

  private <T extends Collection<@Nullable Object>> T copyItems(Iterable<?> items, T result) {
    int index = 0;
    for (Object item : items) {
      enter("[" + index++ + "]");
      result.add(copy(item));
      leave();
    }
    return result;
  }

  private @Nullable Object[] copyArray(@Nullable Object[] items, @Nullable Object[] result) {
    for (int index = 0; index < items.length; index++) {
      enter("[" + index + "]");
      result[index] = copy(items[index]);
      leave();
    }
    return result;
  }

  private Map<@Nullable Object, @Nullable Object> copyEntries(
      Map<?, ?> entries, Map<@Nullable Object, @Nullable Object> result) {
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      enter("." + entry.getKey());
      result.put(copy(entry.getKey()), copy(entry.getValue()));
      leave();
    }
    return result;
  }

  private Object copyNumbers(Object array) {
    int length = Array.getLength(array);
    Object result = kept(array, Array.newInstance(array.getClass().getComponentType(), length));
    System.arraycopy(array, 0, result, 0, length);
    return result;
  }

  private void enter(String step) {
    trail.add(step);
    if (trail.size() > DEEPEST) {
      throw new NotShareableError(
          TypeNames.of(whole), "it is nested more than %d deep".formatted(DEEPEST));
    }
  }

  private void leave() {
    trail.removeLast();
  }

  private Object refuse(Object value) {
    String reason = Belongings.whyBound(value);
    throw new NotShareableError(
        TypeNames.of(whole) + String.join("", trail),
        reason == null
            ? ("a '%s' is no data; pass what is in it as numbers, text, bytes, lists and maps, or"
                    + " wrap it in Shared.of() if several interpreters may use it at once")
                .formatted(TypeNames.of(value))
            : reason);
  }
}
