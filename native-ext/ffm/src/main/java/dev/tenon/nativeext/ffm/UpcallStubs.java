// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.ffm;

import dev.tenon.nativeext.spi.NativeCallback;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The upcall stubs of the process. A stub is never freed, because a thread may be on its way into
/// it at any time; when its callback is closed it is used again for another one of the same types.
///
/// The JVM holds what a stub calls. So that a class loader other than the system's can be
/// collected, a stub calls a handle of JDK classes only, which finds the target through a weak
/// reference.
@SuppressWarnings("restricted") // making function pointers is what this type is for
final class UpcallStubs {

  private static final MethodHandle GET =
      find(AtomicReference.class, "getAcquire", MethodType.methodType(Object.class));
  private static final MethodHandle REFERENT =
      find(Reference.class, "get", MethodType.methodType(Object.class));
  private static final MethodHandle IS_THERE = findIsThere();

  private final Linker linker;
  private final boolean isCollectable =
      UpcallStubs.class.getClassLoader() != ClassLoader.getSystemClassLoader();
  private final ConcurrentHashMap<FunctionDescriptor, Queue<Stub>> idle = new ConcurrentHashMap<>();

  /// What stubs call that are never closed; the stubs themselves may hold it weakly.
  private final Queue<MethodHandle> lasting = new ConcurrentLinkedQueue<>();

  UpcallStubs(Linker linker) {
    this.linker = linker;
  }

  private static MethodHandle find(Class<?> type, String name, MethodType signature) {
    try {
      return MethodHandles.publicLookup().findVirtual(type, name, signature);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the JDK has no %s.%s".formatted(type.getName(), name), e);
    }
  }

  private static MethodHandle findIsThere() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(Objects.class, "nonNull", MethodType.methodType(boolean.class, Object.class))
          .asType(MethodType.methodType(boolean.class, MethodHandle.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the JDK has no Objects.nonNull", e);
    }
  }

  /// A stub, and where its target stands: a `MethodHandle`, or a weak reference to one.
  private record Stub(long address, AtomicReference<@Nullable Object> target) {}

  /// The address of a stub that calls a target until the process ends, or until this object is
  /// collected.
  ///
  /// @param late what C gets after that
  long lasting(MethodHandle target, FunctionDescriptor descriptor, long late) {
    if (!isCollectable) {
      return allocate(target, descriptor);
    }
    lasting.add(target);
    MethodHandle gone =
        MethodHandles.dropArguments(
            MethodHandles.constant(long.class, late), 0, target.type().parameterList());
    MethodHandle read = REFERENT.bindTo(new WeakReference<>(target));
    return allocate(through(read, target.type(), gone), descriptor);
  }

  /// Lends a stub for a target.
  NativeCallback lend(MethodHandle target, FunctionDescriptor descriptor) {
    Queue<Stub> free = idle.computeIfAbsent(descriptor, _ -> new ConcurrentLinkedQueue<>());
    Stub spare = free.poll();
    return new Lent(spare == null ? make(target.type(), descriptor) : spare, free, target);
  }

  private Stub make(MethodType type, FunctionDescriptor descriptor) {
    AtomicReference<@Nullable Object> target = new AtomicReference<>();
    MethodHandle read = GET.bindTo(target);
    if (isCollectable) {
      read =
          MethodHandles.filterReturnValue(
              read.asType(MethodType.methodType(Reference.class)), REFERENT);
    }
    return new Stub(allocate(through(read, type, nothing(type, descriptor)), descriptor), target);
  }

  /// Calls the handle that another one gives, or one for the case that it gives null.
  private static MethodHandle through(MethodHandle read, MethodType type, MethodHandle gone) {
    MethodHandle call =
        MethodHandles.guardWithTest(
            IS_THERE,
            MethodHandles.exactInvoker(type),
            MethodHandles.dropArguments(gone, 0, MethodHandle.class));
    return MethodHandles.foldArguments(
        call, read.asType(MethodType.methodType(MethodHandle.class)));
  }

  /// Returns zero, of whatever type.
  private static MethodHandle nothing(MethodType type, FunctionDescriptor descriptor) {
    if (type.returnType() != MemorySegment.class) {
      return MethodHandles.empty(type);
    }
    MemoryLayout layout = descriptor.returnLayout().orElseThrow();
    return MethodHandles.dropArguments(
        MethodHandles.constant(MemorySegment.class, Arena.global().allocate(layout)),
        0,
        type.parameterList());
  }

  private long allocate(MethodHandle target, FunctionDescriptor descriptor) {
    return linker.upcallStub(target, descriptor, Arena.global()).address();
  }

  /// Keeps the target for a stub that holds it weakly.
  private final class Lent implements NativeCallback {
    private final Stub stub;
    private final Queue<Stub> home;
    private @Nullable MethodHandle target;

    Lent(Stub stub, Queue<Stub> home, MethodHandle target) {
      this.stub = stub;
      this.home = home;
      this.target = target;
      point(stub, target);
    }

    @Override
    public long address() {
      return stub.address;
    }

    @Override
    public synchronized void close() {
      if (target != null) {
        target = null;
        point(stub, null);
        home.add(stub);
      }
    }
  }

  private void point(Stub stub, @Nullable MethodHandle target) {
    stub.target.setRelease(isCollectable ? new WeakReference<>(target) : target);
  }
}
