// SPDX-License-Identifier: Apache-2.0
package dev.tenon.spi;

import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleKind;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ModuleState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the code of a plug-in with the plug-in's class loader as the context class loader of the
/// thread, which is what `ServiceLoader.load(Service.class)` and its like search. Threads that the
/// code starts begin with it, too. Afterwards the thread has the class loader that it had.
///
/// @param loader the class loader of the plug-in
public record ClassLoaderScope(ClassLoader loader) {

  private static final MethodHandle ENTER =
      find("enter", MethodType.methodType(ClassLoader.class, ClassLoader.class));
  private static final MethodHandle LEAVE =
      find("leave", MethodType.methodType(void.class, Throwable.class, ClassLoader.class));

  private static MethodHandle find(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findStatic(ClassLoaderScope.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is not found", e);
    }
  }

  private static @Nullable ClassLoader enter(@Nullable ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }

  @SuppressWarnings("UnusedVariable") // The type of a cleanup.
  private static void leave(@Nullable Throwable failure, @Nullable ClassLoader before) {
    Thread.currentThread().setContextClassLoader(before);
  }

  /// Gets a value in the scope.
  public <T> T get(Supplier<T> supplier) {
    ClassLoader before = enter(loader);
    try {
      return supplier.get();
    } finally {
      leave(null, before);
    }
  }

  /// Runs an action in the scope.
  private interface Action<T extends @Nullable Object> {
    T run() throws Exception;
  }

  private <T extends @Nullable Object> T run(Action<T> action) throws Exception {
    ClassLoader before = enter(loader);
    try {
      return action.run();
    } finally {
      leave(null, before);
    }
  }

  /// The slot with its code run in the scope.
  private ModuleSlot around(ModuleSlot slot) {
    return switch (slot) {
      case ModuleSlot.Create create ->
          new ModuleSlot.Create((spec, def) -> run(() -> create.body().create(spec, def)));
      case ModuleSlot.Exec exec -> new ModuleSlot.Exec(around(exec.body()));
      case ModuleSlot.Clear clear -> new ModuleSlot.Clear(around(clear.body()));
      case ModuleSlot.Free free -> new ModuleSlot.Free(around(free.body()));
      case ModuleSlot.Upgrade upgrade -> new ModuleSlot.Upgrade(around(upgrade.body()));
      case ModuleSlot.Main main ->
          new ModuleSlot.Main((module, arguments) -> run(() -> main.body().run(module, arguments)));
      case ModuleSlot.ResourceType type ->
          new ModuleSlot.ResourceType(
              type.name(),
              type.doc(),
              type.methods().stream().map(this::around).toList(),
              type.properties());
      case ModuleSlot.Property property -> around(property);
      case ModuleSlot.Call call ->
          new ModuleSlot.Call((module, arguments) -> {
            ClassLoader before = enter(loader);
            try {
              return call.operator().call(module, arguments);
            } finally {
              leave(null, before);
            }
          });
      case ModuleSlot.Interpreters _,
          ModuleSlot.Threads _,
          ModuleSlot.StateVersion _,
          ModuleSlot.OncePerProcess _,
          ModuleSlot.ImportName _,
          ModuleSlot.DeprecatedName _,
          ModuleSlot.LazySubmodule _ ->
          slot;
    };
  }

  private ModuleSlot.Property around(ModuleSlot.Property property) {
    ModuleKind.Getter getter = property.getter();
    ModuleKind.Setter setter = property.setter();
    ModuleKind.Deleter deleter = property.deleter();
    return new ModuleSlot.Property(
        property.name(),
        property.doc(),
        module -> {
          ClassLoader before = enter(loader);
          try {
            return getter.get(module);
          } finally {
            leave(null, before);
          }
        },
        setter == null ? null : (module, value) -> perform(() -> setter.set(module, value)),
        deleter == null ? null : module -> perform(() -> deleter.delete(module)));
  }

  private void perform(Runnable action) {
    ClassLoader before = enter(loader);
    try {
      action.run();
    } finally {
      leave(null, before);
    }
  }

  private ModuleSlot.ExecBody around(ModuleSlot.ExecBody body) {
    return module ->
        run(() -> {
          body.run(module);
          return module;
        });
  }

  /// The same descriptor with all its code run in the scope.
  public ModuleDef around(ModuleDef def) {
    return Defs.changed(def, this::around, this::around, this::aroundOpener);
  }

  private ModuleDef.StateOpener aroundOpener(ModuleDef.StateOpener opener) {
    return new ModuleDef.StateOpener() {
      @Override
      public ModuleState open(ModuleObject module) {
        return get(() -> opener.open(module));
      }

      @Override
      public @Nullable ModuleState openFrom(ModuleObject module, ModuleState earlier) {
        ClassLoader before = enter(loader);
        try {
          return opener.openFrom(module, earlier);
        } finally {
          leave(null, before);
        }
      }
    };
  }

  /// The function with its code run in the scope.
  private FunctionDef around(FunctionDef function) {
    FunctionBody body =
        switch (function.body()) {
          case FunctionBody.Dynamic dynamic ->
              (FunctionBody.Dynamic)
                  (module, arguments) -> run(() -> dynamic.call(module, arguments));
          case FunctionBody.WithKeywords keywords -> aroundKeywords(keywords);
          case FunctionBody.Typed typed ->
              (FunctionBody.Typed) module -> around(typed.link(module));
          // Functions of C know nothing of class loaders.
          case FunctionBody.Foreign foreign -> foreign;
        };
    return new FunctionDef(
        function.name(), function.doc(), function.signature(), body, function.traits());
  }

  private FunctionBody.WithKeywords aroundKeywords(FunctionBody.WithKeywords body) {
    return new FunctionBody.WithKeywords() {
      @Override
      public @Nullable Object call(
          ModuleObject module, @Nullable Object[] arguments, Map<String, @Nullable Object> keywords)
          throws Exception {
        return run(() -> body.call(module, arguments, keywords));
      }
    };
  }

  private MethodHandle around(MethodHandle handle) {
    MethodType type = handle.type();
    Class<?> result = type.returnType();
    MethodHandle cleanup = LEAVE;
    if (result != void.class) {
      // (Throwable, R, ClassLoader) -> R
      MethodHandle leave = MethodHandles.dropArguments(LEAVE, 1, result);
      MethodHandle kept =
          MethodHandles.dropArguments(
              MethodHandles.dropArguments(MethodHandles.identity(result), 1, ClassLoader.class),
              0,
              Throwable.class);
      cleanup = MethodHandles.foldArguments(kept, leave);
    }
    MethodHandle ignoring = MethodHandles.dropArguments(handle, 0, ClassLoader.class);
    return MethodHandles.foldArguments(
        MethodHandles.tryFinally(ignoring, cleanup), ENTER.bindTo(loader));
  }
}
