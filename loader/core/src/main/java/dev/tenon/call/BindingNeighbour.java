// SPDX-License-Identifier: Apache-2.0
package dev.tenon.call;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// A class beside which those that implement one interface are defined. It has a loader of its own
/// that sees what the loader of the interface sees, and that goes when the interface goes.
final class BindingNeighbour {

  private static final String PACKAGE = "dev.tenon.bound";

  /// So many objects bound to one interface have a class each: about six megabytes of classes.
  private static final int MOST = 1_000;

  private final MethodHandles.Lookup lookup;
  private final Set<Object> bound = Collections.newSetFromMap(new WeakHashMap<>());

  private BindingNeighbour(MethodHandles.Lookup lookup) {
    this.lookup = lookup;
  }

  /// Nobody but this class has the loader, and so nobody else the lookup.
  private static final class Loader extends ClassLoader {
    Loader(ClassLoader parent) {
      super("tenon-bound", parent);
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  /// The neighbour of the classes that implement `shape`.
  static BindingNeighbour of(Class<?> shape) {
    MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup);
    ClassDesc methodHandles = MethodHandles.class.describeConstable().orElseThrow();
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(PACKAGE, "Neighbour"),
                neighbour ->
                    neighbour
                        .withFlags(
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                        .withMethodBody(
                            "lookup",
                            type,
                            ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                            code -> code.invokestatic(methodHandles, "lookup", type).areturn()));
    try {
      Class<?> made = new Loader(shape.getClassLoader()).define(bytes);
      return new BindingNeighbour((MethodHandles.Lookup) made.getMethod("lookup").invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of a class that was just made is not found", e);
    }
  }

  /// A lookup that defines hidden classes here.
  MethodHandles.Lookup lookup() {
    return lookup;
  }

  /// The name of a class here.
  ClassDesc named(String name) {
    return ClassDesc.of(PACKAGE, name);
  }

  /// Whether so many objects are in use that a further class is not worth its memory.
  boolean isCrowded() {
    synchronized (bound) {
      return bound.size() >= MOST;
    }
  }

  /// Counts an object for as long as it is in use.
  void count(Object object) {
    synchronized (bound) {
      bound.add(object);
    }
  }
}
