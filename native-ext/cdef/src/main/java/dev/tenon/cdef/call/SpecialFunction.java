// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.instance.CallFrame;
import dev.tenon.cdef.library.Linking;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.value.CMemory;
import dev.tenon.cdef.value.IntegerRange;
import dev.tenon.cdef.value.MemoryObject;
import dev.tenon.cdef.value.Ownership;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.cdef.value.Words;
import dev.tenon.error.kind.TypeError;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionBody;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import dev.tenon.value.TenonCallable;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.WrongMethodTypeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A function of one module instance of which a call has to look at more than arguments and result:
/// a variadic one, one with out-parameters, one that can fail, hands something over or takes it
/// back, or that returns a struct.
final class SpecialFunction implements FunctionBody.ForeignCall {

  private static final MethodHandle CALL =
      Handles.findVirtual(MethodHandles.lookup(), "call", Object.class, Object[].class);

  private final CFunctionPlan plan;
  private final CInstance instance;
  private final List<Integer> given;

  /// By the types of the variable arguments.
  private final Map<List<NativeValue>, MethodHandle> linked = new ConcurrentHashMap<>();

  SpecialFunction(CFunctionPlan plan, CInstance instance) {
    this.plan = plan;
    this.instance = instance;
    this.given =
        java.util.stream.IntStream.range(0, plan.passings().size())
            .filter(index -> !plan.out().containsKey(index) && !plan.lengths().fills(index))
            .boxed()
            .toList();
  }

  @Override
  public MethodType type() {
    List<Class<?>> parameters =
        new ArrayList<>(
            given.stream().<Class<?>>map(index -> plan.passings().get(index).natural()).toList());
    if (plan.isVariadic()) {
      parameters.add(Object[].class);
    }
    boolean plainResult = plan.out().isEmpty() && plan.failure().isEmpty();
    return MethodType.methodType(
        plainResult && plan.free().isEmpty() ? plan.result().natural() : Object.class, parameters);
  }

  @Override
  public MethodHandle handleFor(MethodType wanted) {
    int count = wanted.parameterCount();
    boolean fits = plan.isVariadic() ? count >= given.size() : count == given.size();
    if (!fits) {
      throw new WrongMethodTypeException(
          "%s takes %d arguments, not %d".formatted(plan.declaration(), given.size(), count));
    }
    if (!plan.isVariadic()) {
      handle(List.of()); // what cannot be called is refused now
    }
    boolean spread =
        plan.isVariadic() && count > 0 && wanted.parameterType(count - 1) == Object[].class;
    MethodHandle call =
        spread ? spreadingLast(count) : CALL.bindTo(this).asCollector(Object[].class, count);
    Class<?> natural = answered();
    boolean unboxes =
        natural.isPrimitive() && natural != void.class && wanted.returnType().isPrimitive();
    MethodHandle typed =
        unboxes
            ? MethodHandles.explicitCastArguments(call, call.type().changeReturnType(natural))
            : call;
    return typed.asType(wanted);
  }

  /// The type of the one number that a call answers with, which a primitive result takes without
  /// loss; any object for other answers.
  private Class<?> answered() {
    if (plan.out().isEmpty()) {
      return plan.free().isEmpty() ? plan.result().natural() : Object.class;
    }
    boolean hasOwn = plan.failure().isEmpty() && !(plan.result().type() instanceof CType.VoidType);
    if (hasOwn || plan.out().size() > 1) {
      return Object.class;
    }
    int index = plan.out().keySet().iterator().next();
    CType.Pointer place = (CType.Pointer) plan.declared().type().parameters().get(index).type();
    return ResultReader.natural(place.target());
  }

  private MethodHandle spreadingLast(int count) {
    MethodHandle joined =
        MethodHandles.insertArguments(JOIN, 0, count - 1).asCollector(0, Object[].class, count - 1);
    return MethodHandles.collectArguments(CALL.bindTo(this), 0, joined);
  }

  private static final MethodHandle JOIN =
      Handles.findStatic(
          MethodHandles.lookup(),
          "join",
          Object[].class,
          int.class,
          Object[].class,
          Object[].class);

  @SuppressWarnings("UnusedMethod") // called through JOIN
  private static @Nullable Object[] join(
      int count, @Nullable Object[] fixed, @Nullable Object[] rest) {
    @Nullable Object[] all = Arrays.copyOf(fixed, count + rest.length);
    System.arraycopy(rest, 0, all, count, rest.length);
    return all;
  }

  @Override
  public @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    boolean fits =
        plan.isVariadic() ? arguments.length >= given.size() : arguments.length == given.size();
    if (!fits) {
      throw new TypeError(
          "%s() takes %s%d arguments (%d given); it is declared as %s"
              .formatted(
                  plan.name(),
                  plan.isVariadic() ? "at least " : "",
                  given.size(),
                  arguments.length,
                  Escapes.quoted(plan.declaration())));
    }
    if (arguments.length + plan.out().size() > Shapes.MOST_PARAMETERS) {
      throw new TypeError(
          "%s() was given %d arguments, expected at most %d; make several calls, or pass an array"
              .formatted(
                  plan.name(), arguments.length, Shapes.MOST_PARAMETERS - plan.out().size()));
    }
    instance.symbols().requireStack();
    if (instance.life().countsCalls()) {
      instance.life().beginCall();
    }
    try {
      return callHere(arguments);
    } finally {
      if (instance.life().countsCalls()) {
        instance.life().endCall();
      }
    }
  }

  private @Nullable Object callHere(@Nullable Object[] arguments) throws Throwable {
    CallFrame frame = instance.enter();
    try {
      return new Call(frame).run(arguments);
    } finally {
      frame.close();
    }
  }

  private MethodHandle handle(List<NativeValue> extra) {
    return linked.computeIfAbsent(extra, this::link);
  }

  private MethodHandle link(List<NativeValue> extra) {
    List<NativeValue> all = new ArrayList<>();
    plan.passings().forEach(passing -> all.add(passing.carried(Object.class)));
    int fixed = plan.isVariadic() ? all.size() : NativeCall.NOT_VARIADIC;
    all.addAll(extra);
    NativeValue result = Shapes.of(plan.result().type(), instance.layouts());
    MethodHandle handle =
        Linking.function(
            instance.backend(),
            plan.address(),
            plan.name(),
            plan.declaration(),
            new NativeCall(all, result, fixed, plan.leaf(), keepsErrno()));
    int count = handle.type().parameterCount();
    return handle.asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count);
  }

  private boolean keepsErrno() {
    return plan.failure().map(FailureCheck::errno).orElse(false);
  }

  /// One call.
  private final class Call {
    private final CallFrame frame;
    private final List<@Nullable Object> words = new ArrayList<>();
    private final List<NativeValue> extra = new ArrayList<>();
    private final List<Ownership> freed = new ArrayList<>();
    private final MemorySegment[] out = new MemorySegment[plan.passings().size()];
    private @Nullable MemoryObject struct;
    private @Nullable MemorySegment errno;

    Call(CallFrame frame) {
      this.frame = frame;
    }

    @Nullable Object run(@Nullable Object[] arguments) throws Throwable {
      lowerHead();
      int head = words.size();
      lowerAll(arguments);
      freed.forEach(Ownership::forget);
      Object carrier;
      try {
        carrier = (Object) handle(extra).invokeExact(words.toArray());
      } finally {
        frame.copyBack();
      }
      instance.parked().check();
      checkFailure(carrier, head);
      return answer(carrier);
    }

    /// What goes before the arguments.
    private void lowerHead() {
      if (plan.result().type() instanceof CType.Struct type) {
        MemoryObject made = instance.memory().allocate(type, 1);
        struct = made;
        words.add(made.segment());
      }
      if (keepsErrno()) {
        MemorySegment kept = frame.allocateZeroed(instance.backend().errnoSize());
        errno = kept;
        words.add(kept);
      }
    }

    private void lowerAll(@Nullable Object[] arguments) {
      int next = given.size();
      for (int index = 0; index < plan.passings().size(); index++) {
        if (plan.out().containsKey(index) || plan.lengths().receives(index)) {
          words.add(lowerOut(index));
        } else if (plan.lengths().fills(index)) {
          Object length = plan.lengths().length(index, plan, each -> argument(arguments, each));
          words.add(plan.passings().get(index).lower(instance, frame, length));
        } else {
          Object value = argument(arguments, index);
          words.add(
              plan.passings()
                  .get(index)
                  .lower(instance, frame, plan.lengths().given(index, plan, value)));
          noteFreed(index, value);
        }
      }
      for (; next < arguments.length; next++) {
        lowerExtra(next + 1, arguments[next]);
      }
    }

    private @Nullable Object argument(@Nullable Object[] arguments, int index) {
      return arguments[given.indexOf(index)];
    }

    private Object lowerOut(int index) {
      CType.Pointer type = (CType.Pointer) plan.declared().type().parameters().get(index).type();
      MemorySegment place = frame.allocateZeroed(instance.layouts().sizeOf(type.target()));
      out[index] = place;
      return place;
    }

    private void noteFreed(int index, @Nullable Object value) {
      if (plan.freed().contains(index) && value instanceof MemoryObject object) {
        if (object.ownership() == null) {
          return;
        }
        freed.add(object.ownership());
      }
    }

    /// An argument that C has no declared type for travels as what it is in Java.
    private void lowerExtra(int position, @Nullable Object value) {
      String place = "%s() argument %d".formatted(plan.name(), position);
      switch (value) {
        case Double number -> extend(NativeType.DOUBLE, number);
        case Float number -> extend(NativeType.DOUBLE, (double) number);
        case Boolean flag -> extend(NativeType.WORD, flag ? 1L : 0L);
        case java.math.BigInteger number ->
            extend(
                NativeType.WORD,
                new IntegerRange(Long.SIZE, number.signum() < 0, "long").word(number, place));
        case Number number -> extend(NativeType.WORD, number.longValue());
        case MemoryObject object -> extend(NativeType.POINTER, passed(place, true, object));
        case TenonCallable _ ->
            throw new TypeError(
                "%s is a callable, and C declares no type for it; make a function pointer of it with"
                        .formatted(place)
                    + " CLibrary.callback(TYPE, callable)");
        case String _ -> extend(NativeType.POINTER, passed(place, true, value));
        case null, default -> extend(NativeType.POINTER, passed(place, false, value));
      }
    }

    /// Memory that C may write to is copied back.
    private Object passed(String place, boolean readOnly, @Nullable Object value) {
      return new PointerPassing(place, new CType.Pointer(new CType.VoidType(), readOnly), true)
          .lower(instance, frame, value);
    }

    private void extend(NativeValue type, Object word) {
      extra.add(type);
      words.add(word);
    }

    private void checkFailure(Object carrier, int head) throws Throwable {
      if (plan.failure().isEmpty()) {
        return;
      }
      FailureCheck check = plan.failure().get();
      long result = comparable(carrier);
      if (check.condition().test(carrier)) {
        freed.forEach(Ownership::recall);
        int number = errno == null ? 0 : instance.backend().errno(errno);
        throw new Failures(instance, plan.name())
            .error(check, result, number, words.subList(head, words.size()));
      }
    }

    private long comparable(Object carrier) {
      if (!(carrier instanceof Long word)) {
        return carrier instanceof Number number ? (long) number.doubleValue() : 0;
      }
      return switch (plan.result().type()) {
        case CType.Arithmetic number ->
            Words.narrowed(word, IntegerRange.of(number.kind(), instance.layouts().model()));
        case CType.Enumeration enumeration ->
            Words.narrowed(word, IntegerRange.of(enumeration.kind(), instance.layouts().model()));
        default -> word;
      };
    }

    private @Nullable Object answer(Object carrier) {
      Object own = ownAnswer(carrier);
      if (plan.out().isEmpty()) {
        return own;
      }
      List<@Nullable Object> all = new ArrayList<>();
      if (plan.failure().isEmpty() && !(plan.result().type() instanceof CType.VoidType)) {
        all.add(own);
      }
      plan.out().forEach((index, free) -> all.add(outAnswer(index, free)));
      return all.size() == 1 ? all.getFirst() : java.util.Collections.unmodifiableList(all);
    }

    private @Nullable Object outAnswer(int index, Optional<CFunctionPlan.FreeFunction> free) {
      CType.Pointer type = (CType.Pointer) plan.declared().type().parameters().get(index).type();
      if (type.target() instanceof CType.Struct target) {
        MemoryObject copy = instance.memory().allocate(target, 1);
        copy.segment().copyFrom(out[index]);
        return copy;
      }
      long pointer = out[index].address();
      if (type.target() instanceof CType.Pointer handed
          && !handed.isText()
          && CMemory.getPointer(pointer) != 0
          && free.isPresent()) {
        return adopted(handed, CMemory.getPointer(pointer), free.get());
      }
      return instance.memory().access().read(type.target(), pointer, null);
    }

    private @Nullable Object ownAnswer(Object carrier) {
      if (struct != null) {
        return struct;
      }
      if (plan.lengths().result().isPresent() && (long) carrier != 0) {
        return counted((long) carrier, plan.lengths().result().get());
      }
      if (plan.free().isPresent()
          && plan.result().type() instanceof CType.Pointer type
          && (long) carrier != 0) {
        CFunctionPlan.FreeFunction free = plan.free().get();
        if (!plan.result().asText()) {
          return adopted(type, (long) carrier, free);
        }
        try {
          return plan.result().read(instance, carrier);
        } finally {
          boolean _ = free.run((long) carrier);
        }
      }
      return plan.result().read(instance, carrier);
    }

    /// The bytes or the text that a result points to; the function releases them at once.
    private Object counted(long address, Lengths.OfResult counted) {
      CType.Pointer place =
          (CType.Pointer) plan.declared().type().parameters().get(counted.index()).type();
      Object length =
          instance.memory().access().read(place.target(), out[counted.index()].address(), null);
      try {
        return CMemory.counted(
            address,
            ((Number) Objects.requireNonNull(length)).longValue(),
            1,
            counted.isText(),
            "the result of %s()".formatted(plan.name()));
      } finally {
        plan.free()
            .ifPresent(free -> {
              boolean _ = free.run(address);
            });
      }
    }

    private MemoryObject adopted(
        CType.Pointer type, long address, CFunctionPlan.FreeFunction free) {
      return instance.memory().adopt(type, address, () -> free.run(address));
    }
  }
}
