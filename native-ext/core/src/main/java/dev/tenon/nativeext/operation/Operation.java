// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.TypeError;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The operations that modules ask of the host through `TnApi.request`, each with its number in
/// `tenon/operation.h` and the length of its frame.
public enum Operation {
  TYPE_NAME(32, 2, ObjectCalls::typeName),
  REPR(33, 2, ObjectCalls::repr),
  TEXT(34, 2, ObjectCalls::text),
  TRAITS(35, 2, ObjectCalls::traits),
  DIR(36, 2, ObjectCalls::dir),
  VALUE(37, 2, ObjectCalls::value),
  SAME(38, 3, ObjectCalls::same),
  EQUAL(39, 3, ObjectCalls::equal),
  CALL_METHOD(40, 5, ObjectCalls::callMethod),
  FUNCTION_NEW(41, 2, ObjectCalls::newFunction),
  CALL_KEYWORDS(42, 4, KeywordCalls::call),
  LIST_NEW(48, 3, CollectionCalls::newList),
  MAP_NEW(49, 1, CollectionCalls::newMap),
  LENGTH(50, 2, CollectionCalls::length),
  ITEM_GET(51, 3, CollectionCalls::getItem),
  ITEM_SET(52, 3, CollectionCalls::setItem),
  ITEM_DELETE(53, 2, CollectionCalls::deleteItem),
  APPEND(54, 2, CollectionCalls::append),
  CONTAINS(55, 3, CollectionCalls::contains),
  ITERATE(56, 2, CollectionCalls::iterate),
  NEXT(57, 3, CollectionCalls::next),
  ERROR_FETCH(64, 1, ErrorCalls::fetch),
  ERROR_RAISE(65, 2, ErrorCalls::raise),
  ERROR_CHAIN(66, 1, ErrorCalls::chain),
  ERROR_MATCHES(67, 3, ErrorCalls::matches),
  ERROR_TYPE_NEW(68, 3, ErrorCalls::newType),
  EXIT_HOOK(69, 2, ErrorCalls::addExitHook),
  STATE_VERSION(70, 1, ErrorCalls::stateVersion),
  RESOURCE_NEW(80, 3, ResourceCalls::newResource),
  RESOURCE_GET(81, 3, ResourceCalls::pointer),
  RESOURCE_CLOSE(82, 1, ResourceCalls::close),
  RESOURCE_SELF(83, 1, ResourceCalls::self),
  BUFFER_ACQUIRE(96, 4, BufferCalls::acquire),
  BUFFER_RELEASE(97, 1, BufferCalls::release);

  /// What the host does for an operation.
  @FunctionalInterface
  interface Answer {
    /// Reads the arguments of the request and writes its result.
    ///
    /// @throws Throwable what becomes the error of the module
    void to(Request request) throws Throwable;
  }

  private static final Map<Integer, Operation> BY_NUMBER =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(each -> each.number, each -> each));

  private final int number;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // method references have no state
  private final Answer answer;

  Operation(int number, int length, Answer answer) {
    this.number = number;
    this.length = length;
    this.answer = answer;
  }

  /// Answers a request.
  ///
  /// @throws NotImplementedError if the host does not know the operation
  /// @throws TypeError if the frame has another length than the operation's
  /// @throws Throwable what the operation raises
  static void answer(int number, Request request) throws Throwable {
    Operation operation = BY_NUMBER.get(number);
    if (operation == null) {
      throw new NotImplementedError(
          "host operation %d is unknown to this host; ask tn_capability() before".formatted(number)
              + " use of what newer hosts offer");
    }
    if (request.count() != operation.length) {
      throw new TypeError(
          "a frame of %d values for host operation %d, expected %d"
              .formatted(request.count(), number, operation.length));
    }
    operation.answer.to(request);
  }
}
