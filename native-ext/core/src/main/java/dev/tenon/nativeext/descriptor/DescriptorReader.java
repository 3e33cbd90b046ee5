// SPDX-License-Identifier: Apache-2.0
package dev.tenon.nativeext.descriptor;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.input.Escapes;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ThreadSupport;
import dev.tenon.nativeext.abi.Abi;
import dev.tenon.nativeext.abi.AbiVersion;
import dev.tenon.nativeext.abi.MethodEntry;
import dev.tenon.nativeext.abi.MethodFlags;
import dev.tenon.nativeext.abi.SlotId;
import dev.tenon.nativeext.bridge.NativeHost;
import dev.tenon.nativeext.call.DynamicFunction;
import dev.tenon.nativeext.call.NativeCreate;
import dev.tenon.nativeext.image.CodeImage;
import dev.tenon.nativeext.instance.HostAnswers;
import dev.tenon.nativeext.instance.NativeInstance;
import dev.tenon.nativeext.instance.StateLayout;
import dev.tenon.nativeext.memory.MappedImage;
import dev.tenon.nativeext.memory.Memory;
import dev.tenon.nativeext.operation.HostCalls;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a `TnModuleDef` out of a mapped library into a [ModuleDef]. Nothing of the extension runs,
/// every pointer is checked against the library's memory before it is followed, and all faults are
/// gathered in the result.
final class DescriptorReader {

  private static final HostAnswers ANSWERS = new HostCalls();
  private static final long MAX_STATE = 1L << 31;

  /// More slots than this mean that the terminator is missing.
  private static final int MOST_SLOTS = 4096;

  private final String module;
  private final Path file;
  private final MappedImage image;
  private final @Nullable CodeImage codeImage;
  private final @Nullable NativeHost apart;
  private final ModuleDef.Builder def;
  private final Set<SlotId> seen = EnumSet.noneOf(SlotId.class);
  private ListedResources resourceTypes = new ListedResources(0);
  private DescriptorMap map = new DescriptorMap(0);
  private long descriptor;
  private long stateSize;
  private long stateVersion;

  /// A reader for one descriptor.
  ///
  /// @param module the full name of the module, for messages
  /// @param tail the name in the export symbol
  /// @param codeImage what the library lies in; null if it is never unmapped
  DescriptorReader(
      String module, String tail, Path file, MappedImage image, @Nullable CodeImage codeImage) {
    this(module, tail, file, image, codeImage, null);
  }

  /// A reader for the descriptor of a module that runs apart.
  ///
  /// @param image [as the other process has it][MappedImage#apart]
  /// @param apart the bridge to that process
  static DescriptorReader apart(
      String module, String tail, Path file, MappedImage image, NativeHost apart) {
    return new DescriptorReader(module, tail, file, image, null, apart);
  }

  private DescriptorReader(
      String module,
      String tail,
      Path file,
      MappedImage image,
      @Nullable CodeImage codeImage,
      @Nullable NativeHost apart) {
    this.apart = apart;
    this.module = module;
    this.file = file;
    this.image = image;
    this.codeImage = codeImage;
    this.def = ModuleDef.of(tail);
    if (apart != null || (codeImage != null && codeImage.isPrivate())) {
      def.privateImage();
    }
  }

  /// Reads the descriptor at an address.
  ///
  /// @throws ExtensionLoadException if it was built for another ABI, so that nothing more of it can
  ///   be understood
  ModuleDef read(long address) {
    if (!image.contains(address, Abi.MODULE_DEF_SIZE)) {
      throw refused(
          new Diagnosis(
              "the export symbol does not point to data of the library",
              "a TnModuleDef",
              "declare the module with TENON_MODULE"));
    }
    descriptor = image.placeOf(address);
    map = new DescriptorMap(address);
    resourceTypes = new ListedResources(address);
    int version = Memory.getInt(address);
    long slots = Memory.getLong(address + Abi.MODULE_DEF_SLOTS);
    if (version == 0 && slots == 0) {
      fault(
          DescriptorFault.WHOLE,
          "definition",
          "export symbol of module %s returned uninitialized object"
              .formatted(Escapes.quoted(module)),
          "a TnModuleDef with its ABI version and slots",
          "declare the module with TENON_MODULE");
      return def.build();
    }
    checkAbi(AbiVersion.of(version));
    int reserved = Memory.getInt(address + Abi.MODULE_DEF_RESERVED);
    if (reserved != 0) {
      fault(DescriptorFault.WHOLE, "reserved", "the value " + reserved, "0", "set it to 0");
    }
    addStarts(slots);
    readSlots(slots);
    checkState();
    Path copied = image.copiedFrom();
    def.state(
        stateSize,
        copied == null
            ? layout(stateSize, stateVersion)
            : _ -> {
              throw UnloadedFunction.refusal(copied);
            });
    return def.build();
  }

  /// A module without state hands NULL to functions whose types ask for it.
  private void checkState() {
    if (stateSize == 0) {
      for (DescriptorMap.Function user : map.stateUsers()) {
        fault(
            user.slot(),
            user.place(),
            "a parameter 'state' in a module without state",
            "TN_STATE_SIZE(sizeof(...)) among the slots of the module",
            "add the slot, or take 'state' out of the signature");
      }
    }
  }

  private StateLayout layout(long size, long version) {
    return new StateLayout(descriptor, size, version, resourceTypes, ANSWERS, codeImage, apart);
  }

  private void checkAbi(AbiVersion version) {
    version
        .faultOn(AbiVersion.HOST)
        .ifPresent(fault -> {
          throw refused(fault);
        });
  }

  private ExtensionLoadException refused(Diagnosis diagnosis) {
    return new ExtensionLoadException(module, file.toString(), Phase.QUERY, diagnosis);
  }

  /// Where the objects of the descriptor lie, as far as it was read.
  DescriptorMap map() {
    return map;
  }

  /// Notes where the tables begin, so that one without an end is not read beyond the next.
  private void addStarts(long slots) {
    map.addStart(slots);
    for (int index = 0; index < MOST_SLOTS; index++) {
      long slot = slots + (long) index * Abi.SLOT_SIZE;
      if (!image.contains(slot, Abi.SLOT_SIZE) || Memory.getShort(slot) == 0) {
        return;
      }
      SlotId known = SlotId.find(Memory.getShort(slot) & 0xFFFF);
      if (known != null && known.isPointer() && !known.isFunction()) {
        long value = Memory.getLong(slot + Abi.SLOT_VALUE);
        map.addStart(value);
        if (known == SlotId.RESOURCES) {
          ListedResources.addStarts(image, map, value);
        }
      }
    }
  }

  private void readSlots(long slots) {
    for (int index = 0; ; index++) {
      long slot = slots + (long) index * Abi.SLOT_SIZE;
      if (index == MOST_SLOTS || !image.contains(slot, Abi.SLOT_SIZE)) {
        fault(
            index,
            "terminator",
            "no end of the slot list after %d entries".formatted(index),
            "a slot with id 0 at its end",
            "declare the module with TENON_MODULE, which adds it");
        return;
      }
      int id = Memory.getShort(slot) & 0xFFFF;
      if (id == 0) {
        return;
      }
      readSlot(index, id, slot);
    }
  }

  private void readSlot(int index, int id, long slot) {
    int flags = Memory.getShort(slot + Abi.SLOT_FLAGS) & 0xFFFF;
    long value = Memory.getLong(slot + Abi.SLOT_VALUE);
    SlotId known = SlotId.find(id);
    if (known == null) {
      if ((flags & Abi.SLOT_OPTIONAL) == 0) {
        fault(
            index,
            "id " + id,
            "module %s uses unknown slot ID %d".formatted(Escapes.inline(module), id),
            "one of 1 to %d".formatted(SlotId.values().length),
            "use a newer Tenon, or mark the slot TN_OPTIONAL if the module works without it");
      }
      return;
    }
    checkSpare(index, known, flags, Memory.getInt(slot + Abi.SLOT_RESERVED));
    if (!seen.add(known) && !known.isRepeatable()) {
      fault(
          index,
          known.label(),
          ModuleSlot.repeated(module, known.label()),
          "at most one",
          "keep one of them");
      return;
    }
    if (known.isPointer() && value == 0) {
      fault(
          index,
          known.label(),
          "a NULL value",
          "a pointer",
          "give the slot a value or leave it out");
      return;
    }
    if (known.isFunction() && !image.isCode(value)) {
      fault(
          index,
          known.label(),
          "pointer %#x, at which there is no code".formatted(value),
          "the address of a function",
          "fix the slot");
      return;
    }
    if (known.isFunction()) {
      map.addFunction(
          new DescriptorMap.Function(
              index,
              known.label(),
              image.placeOf(value),
              switch (known) {
                case MAIN -> NativePrototype.MAIN;
                case CREATE -> NativePrototype.CREATE;
                case CALL -> NativePrototype.FUNCTION;
                default -> NativePrototype.INSTANCE;
              }));
    }
    take(index, known, value);
  }

  /// Bits that mean nothing in this version: a later one may give them a meaning.
  private void checkSpare(int index, SlotId slot, int flags, int reserved) {
    if ((flags & ~Abi.SLOT_OPTIONAL) != 0 || reserved != 0) {
      fault(
          index,
          slot.label(),
          "flags %#x and reserved %d".formatted(flags, reserved),
          "TN_SLOT_OPTIONAL or 0, and 0",
          "write the slot with the macros of tenon/module.h");
    }
  }

  private DescriptorTables tables(int index) {
    return new DescriptorTables(new TableReader(image, def, index, descriptor, map));
  }

  private void take(int index, SlotId slot, long value) {
    long own = descriptor;
    long function = image.placeOf(value);
    Path copied = image.copiedFrom();
    switch (slot) {
      case DOC -> def.doc(tables(index).text(slot.label(), value));
      case STATE_SIZE -> takeStateSize(index, value);
      case METHODS -> tables(index).readMethods(value);
      case CONSTANTS -> tables(index).readConstants(value);
      case CREATE ->
          def.slot(
              new ModuleSlot.Create(
                  copied == null
                      ? new NativeCreate(function, layout(0, 0))
                      : (_, _) -> {
                        throw UnloadedFunction.refusal(copied);
                      }));
      case EXEC -> def.slot(new ModuleSlot.Exec(instanceCall(slot, function)));
      case CLEAR -> def.slot(new ModuleSlot.Clear(instanceCall(slot, function)));
      case FREE -> def.slot(new ModuleSlot.Free(instanceCall(slot, function)));
      case INTERPRETERS -> takeInterpreters(index, value);
      case THREADS -> takeThreads(index, value);
      case MAIN ->
          def.slot(
              new ModuleSlot.Main(
                  copied == null
                      ? (owner, arguments) ->
                          NativeInstance.of(owner, own).runMain(function, arguments)
                      : (_, _) -> {
                        throw UnloadedFunction.refusal(copied);
                      }));
      case STATE_VERSION -> {
        stateVersion = value;
        def.slot(new ModuleSlot.StateVersion(value));
      }
      case UPGRADE -> def.slot(new ModuleSlot.Upgrade(instanceCall(slot, function)));
      case ONCE_PER_PROCESS -> def.slot(new ModuleSlot.OncePerProcess());
      case IMPORT_NAME -> {
        String name = tables(index).text(slot.label(), value);
        if (name != null) {
          def.slot(new ModuleSlot.ImportName(name));
        }
      }
      case DEPRECATED -> tables(index).readDeprecated(value);
      case SUBMODULES -> tables(index).readSubmodules(value);
      case RESOURCES -> tables(index).readResources(value, resourceTypes);
      case PROPERTIES -> tables(index).readProperties(value);
      case CALL -> {
        MethodEntry method =
            new MethodEntry(
                "__call__", null, null, function, new MethodFlags(0), image.offsetOf(value));
        DynamicFunction operator = new DynamicFunction(method, own);
        def.call(operator::call);
      }
    }
  }

  private ModuleSlot.ExecBody instanceCall(SlotId slot, long function) {
    long own = descriptor;
    Path copied = image.copiedFrom();
    return owner -> {
      if (copied != null) {
        throw UnloadedFunction.refusal(copied);
      }
      NativeInstance.of(owner, own).runSlot(slot, function);
    };
  }

  private void takeStateSize(int index, long size) {
    stateSize = size;
    if (size > MAX_STATE) {
      fault(
          index,
          SlotId.STATE_SIZE.label(),
          "a state size of %d bytes".formatted(size),
          "at most %d".formatted(MAX_STATE),
          "keep large data outside of the state and a pointer to it in the state");
    }
  }

  private void takeInterpreters(int index, long value) {
    if (value == Abi.TN_NOT_SUPPORTED) {
      def.interpreters(InterpreterSupport.NOT_SUPPORTED);
    } else if (value == Abi.TN_SHARED) {
      def.interpreters(InterpreterSupport.SHARED);
    } else if (value == Abi.TN_ISOLATED) {
      def.interpreters(InterpreterSupport.ISOLATED);
    } else {
      fault(
          index,
          SlotId.INTERPRETERS.label(),
          "the value %d".formatted(value),
          "TN_NOT_SUPPORTED, TN_SHARED or TN_ISOLATED",
          "use one of these");
    }
  }

  private void takeThreads(int index, long value) {
    if (value == Abi.TN_THREADS_SERIALIZED) {
      def.threads(ThreadSupport.SERIALIZED);
    } else if (value == Abi.TN_THREADS_FREE) {
      def.threads(ThreadSupport.FREE);
    } else {
      fault(
          index,
          SlotId.THREADS.label(),
          "the value %d".formatted(value),
          "TN_THREADS_SERIALIZED or TN_THREADS_FREE",
          "use one of these");
    }
  }

  private void fault(int index, String slot, String found, String expected, String remedy) {
    def.fault(
        index < 0 ? DescriptorFault.WHOLE : index, slot, new Diagnosis(found, expected, remedy));
  }
}
