// SPDX-License-Identifier: Apache-2.0
package dev.tenon.function;

import dev.tenon.module.FunctionBody;
import dev.tenon.value.Signature;
import dev.tenon.value.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls a typed function of integers with boxed values: what [FunctionBody.Words] are for.
final class WordCall {

  private final FunctionBody.Words target;
  private final String function;
  private final ValueType[] types;
  private final ValueType result;

  WordCall(FunctionBody.Words target, String function, Signature signature) {
    List<ValueType> visible = signature.visibleParameters();
    this.target = target;
    this.function = function;
    this.types = visible.toArray(ValueType[]::new);
    this.result = signature.result();
  }

  /// Calls with as many values as the function takes.
  @Nullable Object call(@Nullable Object[] values) {
    long word = target.call(word(values, 0), word(values, 1), word(values, 2), word(values, 3));
    return WordConversions.fromWord(result, word);
  }

  int arity() {
    return types.length;
  }

  private long word(@Nullable Object[] values, int index) {
    return index < types.length
        ? WordConversions.toWord(types[index], values[index], function, index + 1)
        : 0;
  }
}
