// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.operation;

import dev.tenon.error.kind.NotImplementedError;
import dev.tenon.error.kind.TypeError;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.instance.NativeContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What C asks of the host, each with its number and the length of its frame: the operations that
/// modules ask through `TnApi.request`, numbered in `tenon/operation.h`, and below them those that
/// only the host library asks, numbered in `host.h`.
enum Operation {
  ATTRIBUTE_GET(Abi.HOST_ATTRIBUTE_GET, 3, ContextCalls::getAttribute),
  ATTRIBUTE_SET(Abi.HOST_ATTRIBUTE_SET, 3, ContextCalls::setAttribute),
  ATTRIBUTE_DELETE(Abi.HOST_ATTRIBUTE_DELETE, 2, ContextCalls::deleteAttribute),
  IMPORT(Abi.HOST_IMPORT, 2, ContextCalls::importModule),
  CALL(Abi.HOST_CALL, 4, ContextCalls::call),
  HOLD(Abi.HOST_HOLD, 2, ContextCalls::hold),
  RELEASE(Abi.HOST_RELEASE, 1, ContextCalls::release),
  WRITE(Abi.HOST_WRITE, 2, ContextCalls::write),
  FLUSH(Abi.HOST_FLUSH, 1, ContextCalls::flush),
  WARN(Abi.HOST_WARN, 2, ContextCalls::warn),
  SELF(Abi.HOST_SELF, 1, ContextCalls::self),
  ATTACH(Abi.HOST_ATTACH, ContextCalls::attach),
  DETACH(Abi.HOST_DETACH, 1, ContextCalls::detach),
  THREAD_END(Abi.HOST_THREAD_END, 1, ContextCalls::endThread),
  STALE(Abi.HOST_STALE, ContextCalls::reportStale),
  TYPE_NAME(Abi.TN_OP_TYPE_NAME, 2, ObjectCalls::typeName),
  REPR(Abi.TN_OP_REPR, 2, ObjectCalls::repr),
  TEXT(Abi.TN_OP_TEXT, 2, ObjectCalls::text),
  TRAITS(Abi.TN_OP_TRAITS, 2, ObjectCalls::traits),
  DIR(Abi.TN_OP_DIR, 2, ObjectCalls::dir),
  VALUE(Abi.TN_OP_VALUE, 2, ObjectCalls::value),
  SAME(Abi.TN_OP_SAME, 3, ObjectCalls::same),
  EQUAL(Abi.TN_OP_EQUAL, 3, ObjectCalls::equal),
  CALL_METHOD(Abi.TN_OP_CALL_METHOD, 5, ObjectCalls::callMethod),
  FUNCTION_NEW(Abi.TN_OP_FUNCTION_NEW, 2, ObjectCalls::newFunction),
  CALL_KEYWORDS(Abi.TN_OP_CALL_KEYWORDS, 4, KeywordCalls::call),
  LIST_NEW(Abi.TN_OP_LIST_NEW, 3, CollectionCalls::newList),
  MAP_NEW(Abi.TN_OP_MAP_NEW, 1, CollectionCalls::newMap),
  LENGTH(Abi.TN_OP_LENGTH, 2, CollectionCalls::length),
  ITEM_GET(Abi.TN_OP_ITEM_GET, 3, CollectionCalls::getItem),
  ITEM_SET(Abi.TN_OP_ITEM_SET, 3, CollectionCalls::setItem),
  ITEM_DELETE(Abi.TN_OP_ITEM_DELETE, 2, CollectionCalls::deleteItem),
  APPEND(Abi.TN_OP_APPEND, 2, CollectionCalls::append),
  CONTAINS(Abi.TN_OP_CONTAINS, 3, CollectionCalls::contains),
  ITERATE(Abi.TN_OP_ITERATE, 2, CollectionCalls::iterate),
  NEXT(Abi.TN_OP_NEXT, 3, CollectionCalls::next),
  ERROR_FETCH(Abi.TN_OP_ERROR_FETCH, 1, ErrorCalls::fetch),
  ERROR_RAISE(Abi.TN_OP_ERROR_RAISE, 2, ErrorCalls::raise),
  ERROR_CHAIN(Abi.TN_OP_ERROR_CHAIN, 1, ErrorCalls::chain),
  ERROR_MATCHES(Abi.TN_OP_ERROR_MATCHES, 3, ErrorCalls::matches),
  ERROR_TYPE_NEW(Abi.TN_OP_ERROR_TYPE_NEW, 3, ErrorCalls::newType),
  EXIT_HOOK(Abi.TN_OP_EXIT_HOOK, 2, ErrorCalls::addExitHook),
  STATE_VERSION(Abi.TN_OP_STATE_VERSION, 1, ErrorCalls::stateVersion),
  RESOURCE_NEW(Abi.TN_OP_RESOURCE_NEW, 3, ResourceCalls::newResource),
  RESOURCE_GET(Abi.TN_OP_RESOURCE_GET, 3, ResourceCalls::pointer),
  RESOURCE_CLOSE(Abi.TN_OP_RESOURCE_CLOSE, 1, ResourceCalls::close),
  RESOURCE_SELF(Abi.TN_OP_RESOURCE_SELF, 1, ResourceCalls::self),
  BUFFER_ACQUIRE(Abi.TN_OP_BUFFER_ACQUIRE, 4, BufferCalls::acquire),
  BUFFER_RELEASE(Abi.TN_OP_BUFFER_RELEASE, 1, BufferCalls::release);

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

  /// The number by which C asks for it.
  int number() {
    return number;
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
