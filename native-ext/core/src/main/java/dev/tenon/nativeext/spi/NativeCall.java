// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.spi;

import java.util.List;

/// How a C function is called, or calls back.
///
/// @param parameters how the arguments travel; no [NativeType#VOID] among them
/// @param result how the result travels
/// @param fixedParameters how many parameters a variadic function declares; [#NOT_VARIADIC] for
///   others
/// @param leaf the function returns soon and calls nothing of the JVM, so that the call may leave
///   out what only others need; if it calls back all the same, the process may end
/// @param keepsErrno whether the caller wants to know `errno` as it was right after the call
public record NativeCall(
    List<NativeValue> parameters,
    NativeValue result,
    int fixedParameters,
    boolean leaf,
    boolean keepsErrno) {

  /// What [#fixedParameters] is for a function that is not variadic.
  public static final int NOT_VARIADIC = -1;

  /// A call.
  public NativeCall {
    parameters = List.copyOf(parameters);
  }

  /// A call of a function that is neither variadic nor a leaf, whose `errno` nobody asks for.
  public static NativeCall of(List<? extends NativeValue> parameters, NativeValue result) {
    return new NativeCall(List.copyOf(parameters), result, NOT_VARIADIC, false, false);
  }
}
