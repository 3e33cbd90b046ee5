// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.instance;

import dev.tenon.cdef.CLibrary;
import dev.tenon.cdef.CObject;
import dev.tenon.cdef.callback.Callbacks;
import dev.tenon.cdef.callback.Parked;
import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.value.FunctionPointers;
import dev.tenon.cdef.value.InstanceLife;
import dev.tenon.cdef.value.LibraryMemory;
import dev.tenon.error.kind.TypeError;
import dev.tenon.error.kind.ValueError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import dev.tenon.module.ModuleState;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.spi.ModuleOwner;
import dev.tenon.value.TenonCallable;
import dev.tenon.value.Warning;
import org.jspecify.annotations.Nullable;

/// One instance of a module of a C library: what it made for Java and has to release, and what its
/// calls need.
public final class CInstance implements ModuleState, CLibrary {

  private final ModuleObject module;
  private final CModule definition;
  private final FramePool frames = new FramePool();
  private final InstanceLife life;
  private final LibraryMemory memory;
  private final Parked parked;
  private final Callbacks callbacks;
  private final PointedFunctions pointedFunctions;

  public CInstance(ModuleObject module, CModule definition) {
    this.module = module;
    this.definition = definition;
    this.life = new InstanceLife(module, definition.countsCalls());
    this.memory =
        new LibraryMemory(
            module, definition.declarations(), definition.layouts(), life, new Pointers());
    this.parked = new Parked(definition.symbols().backend());
    this.callbacks = new Callbacks(memory, definition.symbols(), parked);
    this.pointedFunctions = new PointedFunctions(this, definition.linker());
    definition.symbols().library().enter();
  }

  /// The function pointers, for values.
  private final class Pointers implements FunctionPointers {
    @Override
    public long lasting(CType.Function type, TenonCallable callable) {
      return callbacks.lasting(type, callable).address();
    }

    @Override
    public @Nullable Object call(CType.Function type, long address, @Nullable Object[] arguments) {
      return pointedFunctions.call(type, address, arguments);
    }
  }

  /// The instance of a module.
  ///
  /// @throws dev.tenon.error.kind.RuntimeError if the module has none, because it was not executed
  public static CInstance of(ModuleObject module) {
    return (CInstance) CLibrary.of(module);
  }

  public Layouts layouts() {
    return memory.layouts();
  }

  public Symbols symbols() {
    return definition.symbols();
  }

  /// What calls the functions of the library.
  public NativeBackend backend() {
    return definition.symbols().backend();
  }

  public LibraryMemory memory() {
    return memory;
  }

  public InstanceLife life() {
    return life;
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  public Parked parked() {
    return parked;
  }

  /// Begins a call that needs a frame.
  public CallFrame enter() {
    life.checkOpen();
    return frames.take();
  }

  @Override
  public CObject allocate(String type) {
    return allocate(type, 1);
  }

  @Override
  public CObject allocate(String type, long count) {
    life.checkOpen();
    if (count < 0) {
      throw new ValueError(
          "cannot allocate %d values of %s; expected 0 or more"
              .formatted(count, Escapes.quoted(type)));
    }
    CType read = memory.types().read(type);
    if (read instanceof CType.Array array && count == 1) {
      return memory.allocate(array.element(), array.length());
    }
    return memory.allocate(complete(read), count);
  }

  private CType complete(CType type) {
    if (!layouts().isComplete(type)) {
      throw new TypeError(
          "cannot allocate %s: its size is not known; declare its members"
              .formatted(Escapes.quoted(type)));
    }
    return type;
  }

  @Override
  public long sizeOf(String type) {
    try {
      return layouts().sizeOf(complete(memory.types().read(type)));
    } catch (ArithmeticException e) {
      throw new ValueError(
          "the size of %s is beyond 64 bits; expected a type that fits into memory"
              .formatted(Escapes.quoted(type)),
          e);
    }
  }

  @Override
  public CObject callback(String type, TenonCallable callable) {
    life.checkOpen();
    if (memory.types().read(type) instanceof CType.Pointer pointer
        && pointer.target() instanceof CType.Function function) {
      return memory.pointerTo(function, callbacks.lasting(function, callable).address());
    }
    throw new TypeError("%s is no type of function pointers".formatted(Escapes.quoted(type)));
  }

  private void warnOfUsedMemory() {
    ModuleOwner owner = ModuleOwner.of(module);
    if (owner != null) {
      owner.warn(
          new Warning(
              Warning.Category.RUNTIME,
              "the library of module '%s' stays mapped: a call has a segment of its memory"
                  .formatted(module.name())));
    }
  }

  @Override
  public boolean isEntered() {
    return life.isEntered();
  }

  @Override
  public @Nullable Object value() {
    return null;
  }

  /// Releases what the library handed over and nobody released, the last first.
  @Override
  public void finish() {
    memory.giveBack();
  }

  @Override
  public void awaitCalls() {
    life.awaitCalls();
  }

  @Override
  public void release() {
    life.close();
    callbacks.close();
    if (life.endOwnMemory()) {
      definition.symbols().library().leave();
    } else {
      warnOfUsedMemory();
    }
  }
}
