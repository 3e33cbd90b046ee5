// SPDX-License-Identifier: Apache-2.0
package dev.tenon.module;

import dev.tenon.call.CallGate;
import dev.tenon.call.CloseWait;
import dev.tenon.error.kind.InterpreterError;
import dev.tenon.error.kind.RecursionError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.source.JavaPlaces;
import dev.tenon.value.Signature;
import dev.tenon.value.SourcePlace;
import dev.tenon.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The state object of one instance of a Java module. A module that declares a version of its state
/// may be replaced by a newer one: its calls are counted, so that no call runs on a state that has
/// been handed over.
final class ObjectState implements ModuleState {

  private static final MethodHandle VALUE;
  private static final MethodHandle ENTERED;
  private static final MethodHandle EXIT;
  private static final MethodHandle TOO_DEEP;

  static {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      VALUE = lookup.findVirtual(ModuleState.class, "value", MethodType.methodType(Object.class));
      ENTERED =
          lookup.findVirtual(ObjectState.class, "entered", MethodType.methodType(Object.class));
      EXIT = lookup.findVirtual(ObjectState.class, "exit", MethodType.methodType(void.class));
      TOO_DEEP =
          lookup.findStatic(
              ObjectState.class,
              "tooDeep",
              MethodType.methodType(RecursionError.class, StackOverflowError.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private final ModuleObject module;
  private final long version;
  private final @Nullable CallGate gate;
  private ModuleSlot.@Nullable EarlierState earlier;
  private final boolean hasValue;
  private volatile boolean released;

  /// Whether calls are kept out because another version takes the place of this one.
  private volatile boolean replacing;

  private volatile @Nullable Object live;

  /// @param value null for a module that has a version and no state object
  /// @param version 0 for a module that declares none
  private ObjectState(
      ModuleObject module,
      @Nullable Object value,
      long version,
      ModuleSlot.@Nullable EarlierState earlier) {
    this.module = module;
    this.version = version;
    this.earlier = earlier;
    gate = version == 0 ? null : new CallGate();
    hasValue = value != null;
    live = value;
  }

  /// Makes the states of a descriptor.
  ///
  /// @param maker null for a module that has a version and no state object
  record Opener(@Nullable Supplier<?> maker, long version) implements ModuleDef.StateOpener {
    @Override
    public ModuleState open(ModuleObject module) {
      return new ObjectState(module, made(), version, null);
    }

    /// An earlier version without a number, or in another language, did not count its calls: it
    /// cannot be replaced.
    @Override
    public @Nullable ModuleState openFrom(ModuleObject module, ModuleState state) {
      return state instanceof ObjectState before && before.gate != null
          ? new ObjectState(
              module, made(), version, new ModuleSlot.EarlierState(before.version, before.live))
          : null;
    }

    private @Nullable Object made() {
      return maker == null
          ? null
          : Objects.requireNonNull(maker.get(), "a state maker must not return null");
    }
  }

  @Override
  public @Nullable Object value() {
    Object value = live;
    if (value == null && (hasValue || released)) {
      ModuleState now = module.state();
      throw now == null || now == this
          ? ModuleText.closed(module.name(), module.interpreter())
          : InterpreterError.ofEarlierVersion(module, module.name());
    }
    return value;
  }

  @Override
  public void awaitCalls() {
    if (gate != null) {
      replacing = module.isBeingReplaced();
      ModuleHost host = module.interpreter();
      gate.close(new CloseWait(module.name(), host == null ? null : host::warn));
    }
  }

  @Override
  public boolean isEntered() {
    return gate != null && gate.isEntered();
  }

  @Override
  public void resumeCalls() {
    if (gate != null) {
      gate.open();
    }
  }

  @Override
  public void release() {
    released = true;
    live = null;
  }

  /// The state object for a call, which [#exit] ends.
  @SuppressWarnings("UnusedMethod") // called through ENTERED, too
  private @Nullable Object entered() {
    if (gate != null && !gate.enter()) {
      // The replacement may have come to an end since the call was refused.
      throw replacing
          ? InterpreterError.duringReplacement(module, module.name())
          : ModuleText.closed(module.name(), module.interpreter());
    }
    try {
      return value();
    } catch (RuntimeException e) {
      exit();
      throw e;
    }
  }

  private void exit() {
    if (gate != null) {
      gate.exit();
    }
  }

  @SuppressWarnings("UnusedMethod") // called through TOO_DEEP
  private static RecursionError tooDeep(StackOverflowError e) {
    return new RecursionError(e);
  }

  /// An upgrade slot with the state that it receives.
  static ModuleSlot.ExecBody upgrade(ModuleSlot.UpgradeBody body) {
    return module -> {
      if (module.state() instanceof ObjectState state && state.earlier != null) {
        ModuleSlot.EarlierState from = state.earlier;
        state.earlier = null;
        body.run(module, from);
      }
    };
  }

  static @Nullable Object field(ModuleSlot.EarlierState state, String name) {
    Object object = state.object();
    List<Field> fields = new ArrayList<>();
    for (Class<?> type = object == null ? null : object.getClass();
        type != null;
        type = type.getSuperclass()) {
      Arrays.stream(type.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .forEach(fields::add);
    }
    Field found =
        fields.stream()
            .filter(field -> field.getName().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the state of version %d has no field %s; it has %s"
                        .formatted(
                            state.version(),
                            Escapes.quoted(name),
                            fields.isEmpty()
                                ? "none"
                                : String.join(
                                    ", ", fields.stream().map(Field::getName).toList()))));
    try {
      found.setAccessible(true);
      return found.get(object);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "field %s of the state of version %d cannot be read: its module must open the package %s to dev.tenon"
              .formatted(
                  Escapes.quoted(name),
                  state.version(),
                  found.getDeclaringClass().getPackageName()),
          e);
    }
  }

  /// A function of a version of a module, which is refused once another version has its place.
  static FunctionBody guarded(FunctionBody body, long version) {
    return switch (body) {
      case FunctionBody.Dynamic dynamic -> new GuardedCall(dynamic, version);
      case FunctionBody.WithKeywords keywords -> new GuardedKeywordCall(keywords, version);
      case FunctionBody.Typed _, FunctionBody.Foreign _ -> body;
    };
  }

  /// The state that a function of a version runs on, entered; null for a module without one.
  private static @Nullable ObjectState enter(ModuleObject module, long version) {
    if (!(module.state() instanceof ObjectState state)) {
      return null;
    }
    if (state.version != version) {
      throw InterpreterError.ofEarlierVersion(module, module.name());
    }
    Object _ = state.entered();
    return state;
  }

  private static void leave(@Nullable ObjectState state) {
    if (state != null) {
      state.exit();
    }
  }

  private record GuardedCall(FunctionBody.Dynamic body, long version)
      implements FunctionBody.Dynamic {
    @Override
    public @Nullable Object call(ModuleObject module, @Nullable Object[] arguments)
        throws Exception {
      ObjectState state = enter(module, version);
      try {
        return body.call(module, arguments);
      } finally {
        leave(state);
      }
    }

    @Override
    public Optional<SourcePlace> place(String function, @Nullable String library) {
      return body.place(function, library);
    }
  }

  private record GuardedKeywordCall(FunctionBody.WithKeywords body, long version)
      implements FunctionBody.WithKeywords {
    @Override
    public @Nullable Object call(
        ModuleObject module, @Nullable Object[] arguments, Map<String, @Nullable Object> keywords)
        throws Exception {
      ObjectState state = enter(module, version);
      try {
        return body.call(module, arguments, keywords);
      } finally {
        leave(state);
      }
    }

    @Override
    public Optional<SourcePlace> place(String function, @Nullable String library) {
      return body.place(function, library);
    }
  }

  /// A method of the state object as the body of a typed function.
  ///
  /// @throws ValueError if it is none
  static FunctionBody.Typed method(
      MethodHandles.Lookup lookup, @Nullable Class<?> type, String method, Signature signature) {
    boolean onState =
        !signature.parameters().isEmpty() && signature.parameters().getFirst() == ValueType.STATE;
    if (type == null || !onState) {
      throw new ValueError(
          "%s is a method of the state object, but %s"
              .formatted(
                  Escapes.quoted(method),
                  type == null
                      ? "the module declares no state class before it"
                      : "its signature %s does not begin with state".formatted(signature)));
    }
    return new Method(find(lookup, type, method, signature), type, method);
  }

  private static MethodHandle find(
      MethodHandles.Lookup lookup, Class<?> type, String method, Signature signature) {
    try {
      return lookup.findVirtual(type, method, signature.carrierType());
    } catch (NoSuchMethodException e) {
      throw new ValueError(
          "%s has no method %s%s".formatted(type.getSimpleName(), method, signature.carrierType()),
          e);
    } catch (IllegalAccessException e) {
      throw new ValueError(
          "%s.%s is not accessible to %s: %s"
              .formatted(type.getSimpleName(), method, lookup, e.getMessage()),
          e);
    }
  }

  /// @param handle takes the state object first
  private record Method(MethodHandle handle, Class<?> type, String name)
      implements FunctionBody.Typed {

    /// The state object is asked for at each call, because it is gone after the interpreter closes.
    @Override
    public MethodHandle link(ModuleObject module) {
      ModuleState state = Objects.requireNonNull(module.state(), "the module has no state object");
      return state instanceof ObjectState own && own.gate != null
          ? counted(own)
          : MethodHandles.filterArguments(
                  bounded(), 0, VALUE.asType(MethodType.methodType(type, ModuleState.class)))
              .bindTo(state);
    }

    /// The method, whose endless recursion is an error of ours.
    private MethodHandle bounded() {
      return MethodHandles.catchException(
          handle,
          StackOverflowError.class,
          MethodHandles.filterArguments(
              MethodHandles.throwException(handle.type().returnType(), RecursionError.class),
              0,
              TOO_DEEP));
    }

    private MethodHandle counted(ObjectState state) {
      Class<?> result = handle.type().returnType();
      MethodHandle exit = MethodHandles.dropArguments(EXIT.bindTo(state), 0, Throwable.class);
      MethodHandle cleanup =
          result == void.class
              ? exit
              : MethodHandles.foldArguments(
                  MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class),
                  MethodHandles.dropArguments(exit, 1, result));
      return MethodHandles.foldArguments(
          MethodHandles.tryFinally(bounded(), cleanup),
          ENTERED.bindTo(state).asType(MethodType.methodType(type)));
    }

    @Override
    public Optional<SourcePlace> place(String function, @Nullable String library) {
      return JavaPlaces.ofMethod(
          type, name, handle.type().dropParameterTypes(0, 1).descriptorString());
    }
  }
}
