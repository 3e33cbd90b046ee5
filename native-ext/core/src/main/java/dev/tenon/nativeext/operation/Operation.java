// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.instance.NativeContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What C asks of the host, each with its number and the length of its frame: the operations that
/// modules ask through `TnApi.request`, numbered in `tenon/operation.h`, and below them those that
/// only the host library asks, numbered in `host.h`.
enum Operation {
  ATTRIBUTE_GET(1, 3, ContextCalls::getAttribute),
  ATTRIBUTE_SET(2, 3, ContextCalls::setAttribute),
  ATTRIBUTE_DELETE(3, 2, ContextCalls::deleteAttribute),
  IMPORT(4, 2, ContextCalls::importModule),
  CALL(5, 4, ContextCalls::call),
  HOLD(6, 2, ContextCalls::hold),
  RELEASE(7, 1, ContextCalls::release),
  WRITE(8, 2, ContextCalls::write),
  FLUSH(9, 1, ContextCalls::flush),
  WARN(10, 2, ContextCalls::warn),
  SELF(11, 1, ContextCalls::self),
  ATTACH(12, ContextCalls::attach),
  DETACH(13, 1, ContextCalls::detach),
  THREAD_END(14, 1, ContextCalls::endThread),
  STALE(15, ContextCalls::reportStale),
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

  /// What the host does for an operation that belongs to no call.
  @FunctionalInterface
  interface Notice {
    /// Acts on a frame.
    ///
    /// @return whether it was done; a failure has no context that it could be parked in
    boolean to(NativeContext caller, long frame);
  }

  private static final Operation[] BY_NUMBER =
      new Operation[Arrays.stream(values()).mapToInt(each -> each.number).max().orElse(0) + 1];

  static {
    for (Operation each : values()) {
      BY_NUMBER[each.number] = each;
    }
  }

  private final int number;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // method references have no state
  private final @Nullable Answer answer;

  @SuppressWarnings("ImmutableEnumChecker") // method references have no state
  private final @Nullable Notice notice;

  Operation(int number, int length, Answer answer) {
    this.number = number;
    this.length = length;
    this.answer = answer;
    notice = null;
  }

  Operation(int number, Notice notice) {
    this.number = number;
    length = 0;
    answer = null;
    this.notice = notice;
  }

  /// Answers a request.
  ///
  /// @return 0, or -1 without an error for what belongs to no call of this thread
  /// @throws NotImplementedError if the host does not know the operation
  /// @throws TypeError if the frame has another length than the operation's
  /// @throws Throwable what the operation raises
  static long answer(int number, NativeContext caller, long frame, long count) throws Throwable {
    Operation operation = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    if (operation != null && operation.notice != null) {
      return operation.notice.to(caller, frame) ? 0 : -1;
    }
    if (!caller.mayBeUsed()) {
      return -1;
    }
    if (operation == null || operation.answer == null) {
      throw new NotImplementedError(
          "host operation %d is unknown to this host; ask tn_capability() before use of what newer"
                  .formatted(number)
              + " hosts offer");
    }
    if (count != operation.length) {
      throw new TypeError(
          "a frame of %d values for host operation %d, expected %d"
              .formatted(count, number, operation.length));
    }
    operation.answer.to(new Request(caller, frame, count));
    return 0;
  }
}
