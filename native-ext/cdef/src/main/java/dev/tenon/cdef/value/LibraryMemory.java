// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.value;

import dev.tenon.cdef.declaration.TypeNameReader;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.error.kind.MemoryError;
import dev.tenon.input.Escapes;
import dev.tenon.module.ModuleObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the values of one module instance share: the types and layouts of its declarations, access
/// to memory, its life, its function pointers, and what the library has handed over.
public final class LibraryMemory {

  private final ModuleObject module;
  private final Layouts layouts;
  private final TypeNameReader types;
  private final InstanceLife life;
  private final FunctionPointers functions;
  private final Access access;
  private final Deque<Ownership> owned = new ArrayDeque<>();

  public LibraryMemory(
      ModuleObject module,
      Declarations declarations,
      Layouts layouts,
      InstanceLife life,
      FunctionPointers functions) {
    this.module = module;
    this.layouts = layouts;
    this.types = new TypeNameReader(declarations);
    this.life = life;
    this.functions = functions;
    this.access = new Access(this);
  }

  public ModuleObject module() {
    return module;
  }

  public Layouts layouts() {
    return layouts;
  }

  /// What reads the names of types.
  public TypeNameReader types() {
    return types;
  }

  InstanceLife life() {
    return life;
  }

  public FunctionPointers functions() {
    return functions;
  }

  /// What reads and writes values.
  public Access access() {
    return access;
  }

  /// As [InstanceLife#checkOpen].
  public void checkOpen() {
    life.checkOpen();
  }

  /// As [InstanceLife#during].
  <T extends @Nullable Object> T during(Supplier<T> action) {
    return life.during(action);
  }

  /// Managed memory for elements of a type.
  ///
  /// @throws MemoryError if there is no room for them
  public MemoryObject allocate(CType type, long count) {
    try {
      long size = Math.multiplyExact(layouts.sizeOf(type), count);
      Managed memory = new Managed(size, Math.max(8, layouts.alignmentOf(type)));
      return new MemoryObject(this, type, memory.segment().address(), count, memory, null);
    } catch (ArithmeticException | OutOfMemoryError e) {
      throw new MemoryError(
          "cannot allocate %d values of %s%s; allocate fewer, or raise the JVM's limit with -XX:MaxDirectMemorySize"
              .formatted(
                  count,
                  Escapes.quoted(type),
                  e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage())),
          e);
    }
  }

  /// A pointer that the library handed over.
  ///
  /// @param free releases it
  public MemoryObject adopt(CType.Pointer type, long address, Runnable free) {
    Ownership ownership = new Ownership(free);
    synchronized (owned) {
      owned.removeIf(Ownership::isGone);
      owned.push(ownership);
    }
    return new MemoryObject(this, type.target(), address, 1, null, ownership);
  }

  /// A pointer to a function that Java has made.
  public MemoryObject pointerTo(CType.Function function, long address) {
    return new MemoryObject(this, function, address, MemoryObject.UNKNOWN, null, null);
  }

  /// Releases what the library handed over and nobody released, the last first.
  public void giveBack() {
    List<Ownership> all;
    synchronized (owned) {
      all = new ArrayList<>(owned);
      owned.clear();
    }
    RuntimeException failure = null;
    for (Ownership each : all) {
      try {
        each.release();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
