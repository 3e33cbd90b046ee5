// SPDX-License-Identifier: Apache-2.0
package dev.tenon.script.javascript;

import dev.tenon.error.kind.KeyboardInterrupt;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;

/// Makes the contexts in which Rhino runs scripts and regular expressions, so that interrupting the
/// thread stops both. Rhino calls a protected method of its context factory from time to time; the
/// subclass that overrides it is generated, because Rhino is no dependency of this module.
final class StoppableContexts {

  private static final String RHINO = "org.mozilla.javascript.";
  private static final ClassDesc FACTORY = ClassDesc.of(RHINO + "ContextFactory");
  private static final ClassDesc CONTEXT = ClassDesc.of(RHINO + "Context");
  private static final ClassDesc OWN = ClassDesc.of("dev.tenon.script.javascript.rhino.Stoppable");
  private static final ClassDesc RUNNABLE = Runnable.class.describeConstable().orElseThrow();
  private static final String CHECK = "check";

  /// How many instructions run between two looks at the thread.
  private static final int THRESHOLD = 100_000;

  private final Object factory;
  private final Method enter;
  private final Method enterOfHost;
  private final Method hasHostFactory;
  private final Method setThreshold;
  private final Method countInLoops;

  /// @param loader knows Rhino
  StoppableContexts(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> context = Class.forName(RHINO + "Context", true, loader);
    factory =
        new Definer(loader)
            .define(generated())
            .getConstructor(Runnable.class)
            .newInstance((Runnable) StoppableContexts::stopIfInterrupted);
    enter = factory.getClass().getMethod("enterContext");
    enterOfHost = context.getMethod("enter");
    hasHostFactory = factory.getClass().getMethod("hasExplicitGlobal");
    setThreshold = context.getMethod("setInstructionObserverThreshold", int.class);
    countInLoops = context.getMethod("setGenerateObserverCount", boolean.class);
  }

  /// Enters a context on the current thread, which had none. A host that has given Rhino a factory
  /// of its own gets contexts of that one, as it has set them up.
  Object enter() throws ReflectiveOperationException {
    if ((boolean) hasHostFactory.invoke(null)) {
      return enterOfHost.invoke(null);
    }
    Object context = enter.invoke(factory);
    setThreshold.invoke(context, THRESHOLD);
    countInLoops.invoke(context, true);
    return context;
  }

  /// Scripts cannot catch the error, but their `finally` blocks run.
  private static void stopIfInterrupted() {
    if (Thread.interrupted()) {
      throw new KeyboardInterrupt("the thread was interrupted while it ran a script");
    }
  }

  /// `class Stoppable extends ContextFactory`, whose `observeInstructionCount` runs `check`.
  private static byte[] generated() {
    return ClassFile.of()
        .build(
            OWN,
            type ->
                type.withSuperclass(FACTORY)
                    .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withField(CHECK, RUNNABLE, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        MethodTypeDesc.of(ConstantDescs.CD_void, RUNNABLE),
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    FACTORY, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .aload(0)
                                .aload(1)
                                .putfield(OWN, CHECK, RUNNABLE)
                                .return_())
                    .withMethodBody(
                        "observeInstructionCount",
                        MethodTypeDesc.of(ConstantDescs.CD_void, CONTEXT, ConstantDescs.CD_int),
                        ClassFile.ACC_PROTECTED,
                        code ->
                            code.aload(0)
                                .getfield(OWN, CHECK, RUNNABLE)
                                .invokeinterface(RUNNABLE, "run", ConstantDescs.MTD_void)
                                .return_()));
  }

  private static final class Definer extends ClassLoader {
    Definer(ClassLoader rhino) {
      super(rhino);
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
