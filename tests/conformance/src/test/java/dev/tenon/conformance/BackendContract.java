// SPDX-License-Identifier: Apache-2.0
package dev.tenon.conformance;

import static dev.tenon.nativeext.spi.NativeType.DOUBLE;
import static dev.tenon.nativeext.spi.NativeType.FLOAT;
import static dev.tenon.nativeext.spi.NativeType.POINTER;
import static dev.tenon.nativeext.spi.NativeType.VOID;
import static dev.tenon.nativeext.spi.NativeType.WORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenon.nativeext.spi.HostFunction;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeCallback;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every native backend does. A backend's test says which one it is about.
@SuppressWarnings("restricted") // looks symbols and texts up as C lays them out
abstract class BackendContract {

  private static final Path LIBRARY = NativeWorld.FIXTURES.resolve("backend.so");
  private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(LIBRARY, Arena.global());

  private final String name;
  private final NativeBackend backend;

  BackendContract(String name) {
    this.name = name;
    this.backend =
        ServiceLoader.load(NativeBackend.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  NativeBackend backend() {
    return backend;
  }

  static long address(String symbol) {
    return SYMBOLS.find(symbol).orElseThrow().address();
  }

  MethodHandle link(String symbol, NativeType result, NativeType... parameters) {
    return backend.link(address(symbol), List.of(parameters), result, false);
  }

  private static MethodHandle method(Class<?> owner, String method, MethodType type) {
    try {
      return MethodHandles.lookup().findStatic(owner, method, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method, e);
    }
  }

  // --- functions of four words ----------------------------------------------------------------

  @Test
  void hostFunction_exported_isCalled() {
    assertThat(backend.hostFunction(LIBRARY, "words_4").call(1, 2, 3, 4)).isEqualTo(30);
  }

  @Test
  void hostFunction_thatIsNotExported_isRefusedByName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> backend.hostFunction(LIBRARY, "no_such_symbol"))
        .withMessageContaining("no_such_symbol")
        .withMessageContaining("backend.so");
  }

  @Test
  void function_ofFewerWords_ignoresTheRest() {
    assertThat(backend.function(address("words_1")).call(Long.MIN_VALUE, 2, 3, 4))
        .isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void function_ofThousands_eachCallsItsOwn() {
    List<HostFunction> functions = new ArrayList<>();
    for (int round = 0; round < 1000; round++) {
      functions.add(backend.function(address(round % 2 == 0 ? "words_1" : "words_4")));
    }
    for (int round = 0; round < 1000; round++) {
      assertThat(functions.get(round).call(round, 1, 1, 1))
          .isEqualTo(round % 2 == 0 ? round : round + 9);
    }
  }

  // --- linked functions -------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 5, 6, 8})
  void link_words_arriveInOrder(int count) throws Throwable {
    NativeType[] parameters = Collections.nCopies(count, WORD).toArray(NativeType[]::new);
    List<Long> arguments = new ArrayList<>();
    long expected = count == 0 ? -7 : 0;
    for (long index = 1; index <= count; index++) {
      arguments.add(-index * 1_000_000_000_000L);
      expected -= index * index * 1_000_000_000_000L;
    }
    Object result = link("words_" + count, WORD, parameters).invokeWithArguments(arguments);

    assertThat(result).isEqualTo(expected);
  }

  @Test
  void link_tenDoubles_arriveInOrder() throws Throwable {
    NativeType[] parameters = Collections.nCopies(10, DOUBLE).toArray(NativeType[]::new);

    assertThat(
            link("numbers_10", DOUBLE, parameters)
                .invokeWithArguments(0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0))
        .isEqualTo(192.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 24})
  void link_manyOfEachType_arriveInOrder(int count) throws Throwable {
    List<NativeType> cycle = List.of(WORD, FLOAT, WORD, DOUBLE);
    List<NativeType> parameters = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    double expected = 0;
    for (int index = 0; index < count; index++) {
      NativeType type = cycle.get(index % cycle.size());
      double value = type == WORD ? -index : index + 0.25;
      parameters.add(type);
      arguments.add(
          switch (type) {
            case WORD -> (long) value;
            case FLOAT -> (float) value;
            default -> value;
          });
      expected += value * (index % 12 + 1) * (index < 12 ? 1 : 100);
    }

    assertThat(
            backend
                .link(address("mixed_" + count), parameters, DOUBLE, false)
                .invokeWithArguments(arguments))
        .isEqualTo(expected);
  }

  @Test
  void link_float_keepsItsBits() throws Throwable {
    MethodHandle half = link("half", FLOAT, FLOAT);

    assertThat((float) half.invokeExact(-5f)).isEqualTo(-2.5f);
    assertThat((float) half.invokeExact(Float.MIN_NORMAL)).isEqualTo(Float.MIN_NORMAL / 2);
    assertThat((float) half.invokeExact(Float.NaN)).isNaN();
  }

  @Test
  void link_narrowResult_hasItsLowerBits() throws Throwable {
    assertThat((byte) (long) link("low_byte", WORD, WORD).invokeExact(0x1ffL)).isEqualTo((byte) -1);
  }

  @Test
  void link_leaf_isCalled() throws Throwable {
    MethodHandle leaf = backend.link(address("words_2"), List.of(WORD, WORD), WORD, true);

    assertThat((long) leaf.invokeExact(1L, 2L)).isEqualTo(5);
  }

  @Test
  void link_pointer_isWrittenThrough() throws Throwable {
    MethodHandle put = link("put", VOID, POINTER, WORD);
    MethodHandle scale = link("scale", VOID, POINTER, DOUBLE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment place = arena.allocate(8, 8);
      put.invokeExact(place, -12L);
      assertThat(place.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(-12);
      place.set(ValueLayout.JAVA_DOUBLE, 0, 3.0);
      scale.invokeExact(place, 1.5);
      assertThat(place.get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(4.5);
    }
  }

  @Test
  void link_pointerToHeap_isRefused() {
    MethodHandle put = link("put", VOID, POINTER, WORD);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> put.invoke(MemorySegment.ofArray(new long[1]), 1L))
        .withMessageContaining("eap");
  }

  @Test
  void link_pointerToFreedMemory_isRefused() {
    MethodHandle put = link("put", VOID, POINTER, WORD);
    MemorySegment freed;
    try (Arena arena = Arena.ofConfined()) {
      freed = arena.allocate(8, 8);
    }

    assertThatIllegalStateException().isThrownBy(() -> put.invoke(freed, 1L));
  }

  @Test
  void link_variadic_readsDoublesAndWords() throws Throwable {
    MethodHandle sum = variadic("sum_of", DOUBLE, 1, WORD, DOUBLE, DOUBLE, DOUBLE);
    MethodHandle format =
        variadic("format", WORD, 3, POINTER, WORD, POINTER, WORD, DOUBLE, WORD, DOUBLE, POINTER);

    assertThat((double) sum.invokeExact(3L, 0.5, 1.25, -4.0)).isEqualTo(-2.25);
    assertThat((double) variadic("sum_of", DOUBLE, 1, WORD).invokeExact(0L)).isEqualTo(0.0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(100);
      MemorySegment form = arena.allocateFrom("%ld %.2f %ld %.1f %s");
      long length =
          (long)
              format.invokeExact(
                  text, 100L, form, -1L, 2.5, Long.MAX_VALUE, 1e10, arena.allocateFrom("end"));
      assertThat(text.getString(0)).isEqualTo("-1 2.50 9223372036854775807 10000000000.0 end");
      assertThat(length).isEqualTo(text.getString(0).length());
    }
  }

  private MethodHandle variadic(
      String symbol, NativeType result, int fixed, NativeType... parameters) {
    return backend.link(
        address(symbol), new NativeCall(List.of(parameters), result, fixed, false, false));
  }

  @Test
  void link_keepingErrno_tellsIt() throws Throwable {
    MethodHandle words = keepingErrno("fail", WORD);
    MethodHandle numbers = keepingErrno("fail_double", DOUBLE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment kept = arena.allocate(backend.errnoSize(), 8);
      assertThat((long) words.invokeExact(kept, 17L)).isEqualTo(-1);
      assertThat(backend.errno(kept)).isEqualTo(17);
      assertThat((double) numbers.invokeExact(kept, 21.0)).isEqualTo(-1);
      assertThat(backend.errno(kept)).isEqualTo(21);
    }
  }

  private MethodHandle keepingErrno(String symbol, NativeType type) {
    return backend.link(
        address(symbol), new NativeCall(List.of(type), type, NativeCall.NOT_VARIADIC, false, true));
  }

  @Test
  void errno_ofManyThreads_doesNotMix() throws Exception {
    MethodHandle fail = keepingErrno("fail", WORD);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (long number = 1; number <= 8; number++) {
      long own = number;
      tasks.add(() -> {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment kept = arena.allocate(backend.errnoSize(), 8);
          for (int round = 0; round < 2000; round++) {
            assertThat(failed(fail, kept, own)).isEqualTo(own);
          }
        }
        return null;
      });
    }
    runAll(tasks);
  }

  private long failed(MethodHandle fail, MemorySegment kept, long number) {
    try {
      long _ = (long) fail.invokeExact(kept, number);
      return backend.errno(kept);
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  // --- callbacks --------------------------------------------------------------------------------

  static long weigh(long a, long b) {
    return a + 3 * b;
  }

  private static final MethodHandle WEIGH =
      method(
          BackendContract.class,
          "weigh",
          MethodType.methodType(long.class, long.class, long.class));

  private NativeCallback weighing() {
    return backend.callback(WEIGH, NativeCall.of(List.of(WORD, WORD), WORD));
  }

  @Test
  void callback_ofTheHost_isCalledFromC() {
    long address = backend.callback((a, b, _, _) -> a - b);

    assertThat(backend.function(address("call_words")).call(address, 5, 7, 0)).isEqualTo(-2);
  }

  @Test
  void callback_words_areGivenAndTaken() {
    try (NativeCallback callback = weighing()) {
      assertThat(backend.function(address("call_words")).call(callback.address(), -5, 7, 0))
          .isEqualTo(16);
    }
  }

  static double describe(long a, float b, double c, MemorySegment text) {
    return a + b + c + text.reinterpret(5).getString(0).length();
  }

  @Test
  void callback_numbersAndPointer_areGivenAndTaken() throws Throwable {
    MethodHandle target =
        method(
            BackendContract.class,
            "describe",
            MethodType.methodType(
                double.class, long.class, float.class, double.class, MemorySegment.class));
    NativeCall type = NativeCall.of(List.of(WORD, FLOAT, DOUBLE, POINTER), DOUBLE);
    MethodHandle call = link("call_numbers", DOUBLE, WORD);
    try (NativeCallback callback = backend.callback(target, type)) {
      assertThat((double) call.invokeExact(callback.address())).isEqualTo(3.75);
    }
  }

  @Test
  void callback_float_isGivenAndTaken() throws Throwable {
    MethodHandle target =
        method(Math.class, "abs", MethodType.methodType(float.class, float.class));
    MethodHandle call = link("call_float", FLOAT, WORD, FLOAT);
    try (NativeCallback callback = backend.callback(target, NativeCall.of(List.of(FLOAT), FLOAT))) {
      assertThat((float) call.invokeExact(callback.address(), -2.5f)).isEqualTo(2.5f);
    }
  }

  @Test
  void callback_withoutResult_isCalled() throws Throwable {
    List<Long> seen = new ArrayList<>();
    Function<Long, Object> add = seen::add;
    MethodHandle target =
        MethodHandles.publicLookup()
            .findVirtual(Function.class, "apply", MethodType.methodType(Object.class, Object.class))
            .bindTo(add)
            .asType(MethodType.methodType(void.class, long.class));
    MethodHandle call = link("call_void", VOID, WORD, WORD);
    try (NativeCallback callback = backend.callback(target, NativeCall.of(List.of(WORD), VOID))) {
      call.invokeExact(callback.address(), 41L);
      call.invokeExact(callback.address(), -1L);
    }
    assertThat(seen).containsExactly(41L, -1L);
  }

  @Test
  void callback_onThreadOfC_isCalled() {
    try (NativeCallback callback = weighing()) {
      assertThat(
              backend.function(address("call_words_in_thread")).call(callback.address(), 10, 1, 0))
          .isEqualTo(13 + 31);
    }
  }

  @Test
  void callback_ofManyThreadsAtOnce_isCalledByEach() throws Exception {
    HostFunction call = backend.function(address("call_words_in_thread"));
    HostFunction here = backend.function(address("call_words"));
    try (NativeCallback callback = weighing()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (long thread = 0; thread < 8; thread++) {
        long own = thread;
        tasks.add(() -> {
          for (int round = 0; round < 100; round++) {
            assertThat(call.call(callback.address(), own, round, 0)).isEqualTo(4L * (own + round));
            assertThat(here.call(callback.address(), own, round, 0)).isEqualTo(own + 3L * round);
          }
          return null;
        });
      }
      runAll(tasks);
    }
  }

  @Test
  void callback_thatCallsBackAgain_nests() throws Throwable {
    HostFunction call = backend.function(address("call_words"));
    long[] self = new long[1];
    self[0] = backend.callback((a, b, _, _) -> a == 0 ? b : call.call(self[0], a - 1, b + 1, 0));

    assertThat(call.call(self[0], 50, 0, 0)).isEqualTo(50);
  }

  @Test
  void callback_openedAndClosedOften_isItsOwnEachTime() {
    HostFunction call = backend.function(address("call_words"));
    for (long round = 0; round < 2000; round++) {
      MethodHandle target =
          MethodHandles.dropArguments(
              MethodHandles.constant(long.class, round), 0, long.class, long.class);
      try (NativeCallback callback =
          backend.callback(target, NativeCall.of(List.of(WORD, WORD), WORD))) {
        assertThat(call.call(callback.address(), 0, 0, 0)).isEqualTo(round);
      }
    }
  }

  @Test
  void callback_notClosed_outlivesCollections() throws Throwable {
    HostFunction call = backend.function(address("call_words"));
    List<Long> addresses = new ArrayList<>();
    for (long round = 0; round < 50; round++) {
      long own = round;
      addresses.add(backend.callback((a, _, _, _) -> a + own));
    }
    long forgotten =
        backend
            .callback(
                method(Math.class, "abs", MethodType.methodType(double.class, double.class)),
                NativeCall.of(List.of(DOUBLE), DOUBLE))
            .address();
    System.gc();

    assertThat((double) link("call_double", DOUBLE, WORD, DOUBLE).invokeExact(forgotten, -1.5))
        .isEqualTo(1.5);
    for (int round = 0; round < 50; round++) {
      assertThat(call.call(addresses.get(round), 1, 0, 0)).isEqualTo(1 + round);
    }
  }

  @Test
  void values_ofEveryType_haveTheirCarrier() {
    List<NativeValue> types = List.of(WORD, POINTER, FLOAT, DOUBLE);

    assertThat(backend.link(address("words_0"), NativeCall.of(types, VOID)).type())
        .isEqualTo(
            MethodType.methodType(
                void.class, long.class, MemorySegment.class, float.class, double.class));
    assertThat(backend.name()).isEqualTo(name);
  }
}
