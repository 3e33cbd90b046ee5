// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.helper;

import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.memory.Memory;
import java.lang.foreign.Arena;

/// A call of a function in a helper process.
///
/// @param shape what `tenon_host_invoke` knows the type of the function by
/// @param function its address there
/// @param context the address of the context here
/// @param argument a word that the function is given
/// @param values the address of the first argument
/// @param count how many arguments there are
/// @param result where the result goes; 0 for nowhere
record HelperCall(
    int shape, long function, long context, long argument, long values, long count, long result) {

  /// A call as `tenon_host_invoke` is given it.
  ///
  /// @param argument as for that function
  static HelperCall of(int shape, long function, long context, long argument) {
    long next = argument + Abi.VALUE_SIZE;
    return switch (shape) {
      case Abi.TN_SLOT_CREATE -> new HelperCall(shape, function, context, 0, argument, 1, next);
      case Abi.INVOKE_HOOK, Abi.INVOKE_DESTRUCTOR ->
          new HelperCall(shape, function, context, argument, 0, 0, 0);
      case Abi.INVOKE_GETTER ->
          new HelperCall(shape, function, context, wordAt(argument), 0, 0, next);
      case Abi.INVOKE_SETTER ->
          new HelperCall(shape, function, context, wordAt(argument), next, 1, 0);
      case Abi.INVOKE_BOUND, Abi.INVOKE_TYPED -> {
        long count = Memory.getInt(argument + Abi.VALUE_LENGTH);
        yield new HelperCall(
            shape, function, context, wordAt(argument), next, count, next + count * Abi.VALUE_SIZE);
      }
      default -> new HelperCall(shape, function, context, 0, 0, 0, 0);
    };
  }

  private static long wordAt(long value) {
    return Memory.getLong(value + Abi.VALUE_PAYLOAD);
  }

  /// A call of a `TnFunction`.
  static HelperCall ofFunction(long function, long context, long values, long count, long result) {
    return new HelperCall(Abi.INVOKE_FUNCTION, function, context, 0, values, count, result);
  }

  /// A call of a main slot.
  ///
  /// @param arguments the address of the `TnMainArguments`
  /// @param arena where its texts become values
  static HelperCall ofMain(long function, long context, long arguments, Arena arena) {
    long count = Memory.getLong(arguments + Abi.MAIN_ARGUMENTS_COUNT);
    long values = arena.allocate((count + 1) * Abi.VALUE_SIZE, 16).address();
    putTexts(values, Memory.getLong(arguments + Abi.MAIN_ARGUMENTS_VECTOR), count);
    return new HelperCall(
        Abi.TN_SLOT_MAIN, function, context, 0, values, count, values + count * Abi.VALUE_SIZE);
  }

  /// A call of a `TnKeywordFunction`, whose names follow its values.
  ///
  /// @param keywords the address of the `TnKeywords`
  /// @param arena where values and names are put together
  static HelperCall ofKeywords(
      long function, long context, long values, long keywords, long result, Arena arena) {
    long positional = Memory.getLong(keywords);
    long named = Memory.getLong(keywords + Abi.KEYWORDS_COUNT);
    long given = (positional + named) * Abi.VALUE_SIZE;
    long all = arena.allocate(given + named * Abi.VALUE_SIZE + 1, 16).address();
    Memory.at(all, given).copyFrom(Memory.at(values, given));
    putTexts(all + given, Memory.getLong(keywords + Abi.KEYWORDS_NAMES), named);
    return new HelperCall(
        Abi.INVOKE_KEYWORDS, function, context, positional, all, positional + 2 * named, result);
  }

  private static void putTexts(long values, long vector, long count) {
    for (long index = 0; index < count; index++) {
      long text = Memory.getLong(vector + index * Long.BYTES);
      long value = values + index * Abi.VALUE_SIZE;
      Memory.putInt(value, Abi.STR);
      Memory.putInt(value + Abi.VALUE_LENGTH, Memory.lengthOfTerminated(text));
      Memory.putLong(value + Abi.VALUE_PAYLOAD, text);
    }
  }

  /// Writes it as an `ApartCall`.
  void write(long address) {
    Memory.putLong(address + Abi.APART_CALL_SHAPE, shape);
    Memory.putLong(address + Abi.APART_CALL_FUNCTION, function);
    Memory.putLong(address + Abi.APART_CALL_CONTEXT, context);
    Memory.putLong(address + Abi.APART_CALL_ARGUMENT, argument);
    Memory.putLong(address + Abi.APART_CALL_VALUES, values);
    Memory.putLong(address + Abi.APART_CALL_COUNT, count);
    Memory.putLong(address + Abi.APART_CALL_RESULT, result);
  }
}
