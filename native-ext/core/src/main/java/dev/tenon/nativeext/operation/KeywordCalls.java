// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.call.Callables;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.UnicodeError;
import dev.tenon.input.Escapes;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.call.KeywordFunction;
import dev.tenon.nativeext.memory.Memory;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls by C with arguments by name: `tn_call_keywords`, the counterpart of [KeywordFunction].
final class KeywordCalls {

  private KeywordCalls() {}

  static void call(Request request) {
    long values = request.payload(1);
    long layout = request.payload(2);
    if (layout == 0) {
      throw new TypeError("tn_call_keywords() was given NULL as its keywords");
    }
    long positional = Memory.getLong(layout);
    long named = Memory.getLong(layout + Abi.KEYWORDS_COUNT);
    @Nullable Object[] all = request.valuesAt(values, Math.addExact(positional, named));
    @Nullable Object[] arguments = new @Nullable Object[Math.toIntExact(positional)];
    System.arraycopy(all, 0, arguments, 0, arguments.length);
    long names = Memory.getLong(layout + Abi.KEYWORDS_NAMES);
    if (names == 0 && named != 0) {
      throw new TypeError("tn_call_keywords() was given NULL as the names of its keywords");
    }
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
    for (int index = arguments.length; index < all.length; index++) {
      String name = name(Memory.getLong(names + 8L * (index - arguments.length)));
      if (keywords.containsKey(name)) {
        throw new TypeError(
            "tn_call_keywords() got multiple values for keyword argument %s"
                .formatted(Escapes.quoted(name)));
      }
      keywords.put(name, all[index]);
    }
    request.put(3, Callables.of(request.get(0)).callWith(keywords, arguments));
  }

  private static String name(long pointer) {
    if (pointer == 0) {
      throw new TypeError("tn_call_keywords() was given NULL as the name of a keyword");
    }
    try {
      return Memory.getText(pointer, Memory.lengthOfTerminated(pointer));
    } catch (CharacterCodingException e) {
      throw new UnicodeError("the name of a keyword argument is no UTF-8", e);
    }
  }
}
