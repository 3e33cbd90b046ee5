// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.jnr;

import static jnr.x86asm.Asm.eax;
import static jnr.x86asm.Asm.imm;
import static jnr.x86asm.Asm.qword_ptr;
import static jnr.x86asm.Asm.r11;
import static jnr.x86asm.Asm.r8;
import static jnr.x86asm.Asm.r9;
import static jnr.x86asm.Asm.rcx;
import static jnr.x86asm.Asm.rdi;
import static jnr.x86asm.Asm.rdx;
import static jnr.x86asm.Asm.rsi;
import static jnr.x86asm.Asm.rsp;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.NativeMethod;
import com.kenai.jffi.NativeMethods;
import com.kenai.jffi.PageManager;
import com.kenai.jffi.Platform;
import dev.tenon.nativeext.spi.NativeCall;
import dev.tenon.nativeext.spi.NativeType;
import dev.tenon.nativeext.spi.NativeValue;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import jnr.x86asm.Assembler;
import jnr.x86asm.CPU;
import jnr.x86asm.Register;

/// Machine code for calls with `float` and `double`, which `jffi` would hand to `libffi` at four
/// times the cost. There is one piece for each sequence of types: a native method of Java whose
/// first parameter is the function, and whose code moves the words to where C expects them and
/// jumps there. JNR-FFI does the same for its own interfaces.
final class CompiledCall {

  /// Where a C function expects its words on x86-64, but on Windows.
  private static final List<Register> TARGETS = List.of(rdi, rsi, rdx, rcx, r8, r9);

  /// Where a native method of Java gets them, behind the environment, the class and the function;
  /// the others are on the stack.
  private static final List<Register> SOURCES = List.of(rcx, r8, r9);

  private static final int MOST_FLOATS = 8;
  private static final String METHOD = "call";

  private final ConcurrentHashMap<MethodType, MethodHandle> compiled = new ConcurrentHashMap<>();

  /// Whether there is code for a call on this machine.
  boolean serves(NativeCall call) {
    long floats = call.parameters().stream().filter(CompiledCall::isFloat).count();
    Platform platform = Platform.getPlatform();
    return platform.getCPU() == Platform.CPU.X86_64
        && platform.getOS() != Platform.OS.WINDOWS
        && !call.keepsErrno()
        && floats <= MOST_FLOATS
        && call.parameters().size() - floats <= TARGETS.size();
  }

  private static boolean isFloat(NativeValue type) {
    return type == NativeType.FLOAT || type == NativeType.DOUBLE;
  }

  /// A handle whose first parameter is the address of the function; words, floats and doubles
  /// follow.
  MethodHandle of(NativeCall call) {
    MethodType type =
        MethodType.methodType(
                travelType(call.result()),
                call.parameters().stream().<Class<?>>map(CompiledCall::travelType).toList())
            .insertParameterTypes(0, long.class);
    return compiled.computeIfAbsent(type, CompiledCall::compile);
  }

  private static Class<?> travelType(NativeValue type) {
    return type == NativeType.POINTER ? long.class : type.carrier();
  }

  private static MethodHandle compile(MethodType type) {
    try {
      MethodHandles.Lookup holder =
          MethodHandles.lookup().defineHiddenClass(holderClass(type), true);
      NativeMethods.register(
          holder.lookupClass(),
          List.of(new NativeMethod(install(code(type)), METHOD, type.toMethodDescriptorString())));
      return holder.findStatic(holder.lookupClass(), METHOD, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of a class made here is not found", e);
    }
  }

  private static byte[] holderClass(MethodType type) {
    return ClassFile.of()
        .build(
            ClassDesc.of(CompiledCall.class.getPackageName(), "Compiled"),
            made ->
                made.withMethod(
                    METHOD,
                    MethodTypeDesc.ofDescriptor(type.toMethodDescriptorString()),
                    ClassFile.ACC_STATIC | ClassFile.ACC_NATIVE,
                    _ -> {}));
  }

  /// What has the floats already in place: they come in the registers that C expects them in.
  private static byte[] code(MethodType type) {
    Assembler code = new Assembler(CPU.X86_64);
    List<Class<?>> parameters = type.parameterList().subList(1, type.parameterCount());
    long words = parameters.stream().filter(each -> each == long.class).count();
    code.mov(r11, rdx);
    for (int index = 0; index < words; index++) {
      int onStack = index - SOURCES.size();
      if (onStack < 0) {
        code.mov(TARGETS.get(index), SOURCES.get(index));
      } else {
        // Above the address to return to.
        code.mov(TARGETS.get(index), qword_ptr(rsp, Long.BYTES * (onStack + 1L)));
      }
    }
    // A variadic function reads there how many of them there are.
    code.mov(eax, imm(parameters.size() - words));
    code.jmp(r11);
    ByteBuffer bytes = ByteBuffer.allocate(code.codeSize()).order(ByteOrder.LITTLE_ENDIAN);
    code.relocCode(bytes, 0);
    return bytes.array();
  }

  /// Puts code where it can run.
  private static long install(byte[] code) {
    PageManager pages = PageManager.getInstance();
    long place = pages.allocatePages(1, PageManager.PROT_READ | PageManager.PROT_WRITE);
    if (place == 0 || place == -1) {
      throw new OutOfMemoryError("no memory for the code of a native call");
    }
    MemoryIO.getInstance().putByteArray(place, code, 0, code.length);
    pages.protectPages(place, 1, PageManager.PROT_READ | PageManager.PROT_EXEC);
    return place;
  }
}
