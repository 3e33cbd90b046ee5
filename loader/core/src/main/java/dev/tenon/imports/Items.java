// SPDX-License-Identifier: Apache-2.0
package dev.tenon.imports;

import dev.tenon.error.kind.TypeError;
import dev.tenon.text.TypeNames;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads sequences that modules hand in.
final class Items {

  private Items() {}

  /// The items of a list, a tuple (an array) or a text.
  ///
  /// @throws TypeError if it is no sequence
  static List<? extends @Nullable Object> of(@Nullable Object sequence) {
    return switch (sequence) {
      case List<?> list -> list;
      case Object[] array -> Arrays.asList(array);
      case String text -> text.codePoints().mapToObj(Character::toString).toList();
      case null, default ->
          throw new TypeError(
              "'%s' object does not support indexing".formatted(TypeNames.of(sequence)));
    };
  }
}
