package dev.tenon.nativeext;

import dev.tenon.error.DescriptorFault;
import dev.tenon.error.Diagnosis;
import dev.tenon.error.ExtensionLoadException;
import dev.tenon.error.Phase;
import dev.tenon.error.UnicodeError;
import dev.tenon.error.ValueError;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.FunctionDef;
import dev.tenon.module.InterpreterSupport;
import dev.tenon.module.ModuleDef;
import dev.tenon.module.ModuleSlot;
import dev.tenon.module.ThreadSupport;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a `TnModuleDef` out of a mapped library into a [ModuleDef]. Nothing of the extension runs,
/// every pointer is checked against the library's memory before it is followed, and all faults are
/// gathered in the result.
final class DescriptorReader {

  /// More slots or functions than this mean that the terminator is missing.
  private static final int MAX_ENTRIES = 4096;

  private static final long MAX_STATE = 1L << 31;

  private final String module;
  private final Path file;
  private final MappedImage image;
  private final ModuleDef.Builder def;
  private final Set<SlotId> seen = EnumSet.noneOf(SlotId.class);
  private long stateSize;

  /// A reader for one descriptor.
  ///
  /// @param module the full name of the module, for messages
  /// @param tail the name in the export symbol
  DescriptorReader(String module, String tail, Path file, MappedImage image) {
    this.module = module;
    this.file = file;
    this.image = image;
    this.def = ModuleDef.of(tail);
  }

  /// Reads the descriptor at an address.
  ///
  /// @throws ExtensionLoadException if it was built for another ABI, so that nothing more of it can
  ///   be understood
  ModuleDef read(long address) {
    if (!image.contains(address, Abi.MODULE_DEF_SIZE)) {
      throw refused("the export symbol does not point to data of the library", "a TnModuleDef");
    }
    int version = Memory.getInt(address);
    long slots = Memory.getLong(address + Abi.MODULE_DEF_SLOTS);
    if (version == 0 && slots == 0) {
      fault(
          DescriptorFault.WHOLE,
          "definition",
          "export symbol of module '%s' returned uninitialized object".formatted(module),
          "a TnModuleDef with its ABI version and slots",
          "declare the module with TENON_MODULE");
      return def.build();
    }
    checkAbi(version);
    readSlots(slots);
    long size = stateSize;
    def.state(size, owner -> NativeInstance.open(owner, size));
    return def.build();
  }

  private void checkAbi(int version) {
    int major = version >>> 16;
    int minor = version & 0xFFFF;
    if (major != Abi.MAJOR || minor > Abi.MINOR) {
      throw refused(
          "found ABI %d.%d".formatted(major, minor),
          "%d.0 to %d.%d".formatted(Abi.MAJOR, Abi.MAJOR, Abi.MINOR));
    }
  }

  private ExtensionLoadException refused(String found, String expected) {
    return new ExtensionLoadException(
        module,
        file.toString(),
        Phase.QUERY,
        new Diagnosis(
            found, expected, "rebuild it with the tenon.h that belongs to this version of Tenon"));
  }

  private void readSlots(long slots) {
    for (int index = 0; ; index++) {
      long slot = slots + (long) index * Abi.SLOT_SIZE;
      if (index == MAX_ENTRIES || !image.contains(slot, Abi.SLOT_SIZE)) {
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
      readSlot(
          index, id, Memory.getShort(slot + Abi.SLOT_FLAGS), Memory.getLong(slot + Abi.SLOT_VALUE));
    }
  }

  private void readSlot(int index, int id, short flags, long value) {
    SlotId known = SlotId.find(id);
    if (known == null) {
      if ((flags & Abi.SLOT_OPTIONAL) == 0) {
        fault(
            index,
            "id " + id,
            "module '%s' uses unknown slot ID %d".formatted(module, id),
            "one of 1 to %d".formatted(SlotId.values().length),
            "use a newer Tenon, or mark the slot TN_OPTIONAL if the module works without it");
      }
      return;
    }
    if (!seen.add(known) && !known.isRepeatable()) {
      fault(
          index,
          known.label(),
          "module '%s' has multiple %s slots".formatted(module, known.label()),
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
    if (known.isFunction() && !isCode(value)) {
      fault(
          index,
          known.label(),
          "pointer %#x, at which there is no code".formatted(value),
          "the address of a function",
          "mend the slot");
      return;
    }
    take(index, known, value);
  }

  private static boolean isCode(long address) {
    return NativeHost.get().isCode(address);
  }

  private void take(int index, SlotId slot, long value) {
    switch (slot) {
      case DOC -> def.doc(text(index, slot.label(), value));
      case STATE_SIZE -> takeStateSize(index, value);
      case METHODS -> readMethods(index, value);
      case CONSTANTS -> readConstants(index, value);
      case CREATE -> def.slot(new ModuleSlot.Create(new NativeCreate(value)));
      case EXEC -> def.slot(new ModuleSlot.Exec(instanceCall(slot, value)));
      case CLEAR -> def.slot(new ModuleSlot.Clear(instanceCall(slot, value)));
      case FREE -> def.slot(new ModuleSlot.Free(instanceCall(slot, value)));
      case INTERPRETERS -> takeInterpreters(index, value);
      case THREADS -> takeThreads(index, value);
      case MAIN ->
          def.slot(
              new ModuleSlot.Main(
                  (owner, arguments) -> NativeInstance.of(owner).runMain(value, arguments)));
      case STATE_VERSION -> def.slot(new ModuleSlot.StateVersion(value));
      case UPGRADE -> def.slot(new ModuleSlot.Upgrade(instanceCall(slot, value)));
      case ONCE_PER_PROCESS -> def.slot(new ModuleSlot.OncePerProcess());
      case IMPORT_NAME -> {
        String name = text(index, slot.label(), value);
        if (name != null) {
          def.slot(new ModuleSlot.ImportName(name));
        }
      }
    }
  }

  private static ModuleSlot.ExecBody instanceCall(SlotId slot, long function) {
    return owner -> NativeInstance.of(owner).runSlot(slot, function);
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
    InterpreterSupport[] levels = InterpreterSupport.values();
    if (value < 0 || value >= levels.length) {
      fault(
          index,
          SlotId.INTERPRETERS.label(),
          "the value %d".formatted(value),
          "TN_NOT_SUPPORTED, TN_SHARED or TN_ISOLATED",
          "use one of these");
    } else {
      def.interpreters(levels[(int) value]);
    }
  }

  private void takeThreads(int index, long value) {
    ThreadSupport[] levels = ThreadSupport.values();
    if (value < 0 || value >= levels.length) {
      fault(
          index,
          SlotId.THREADS.label(),
          "the value %d".formatted(value),
          "TN_THREADS_SERIALIZED or TN_THREADS_FREE",
          "use one of these");
    } else {
      def.threads(levels[(int) value]);
    }
  }

  private void readMethods(int slotIndex, long table) {
    for (int index = 0; ; index++) {
      long method = table + (long) index * Abi.METHOD_SIZE;
      String place = "methods[" + index + "]";
      if (index == MAX_ENTRIES || !image.contains(method, Abi.METHOD_SIZE)) {
        fault(
            slotIndex,
            place,
            "no end of the method table after %d entries".formatted(index),
            "TN_METHODS_END",
            "add it at the end of the table");
        return;
      }
      if (Memory.getLong(method + Abi.METHOD_NAME) == 0) {
        return;
      }
      readMethod(slotIndex, place, method);
    }
  }

  private void readMethod(int slotIndex, String place, long method) {
    String name = text(slotIndex, place + ".name", Memory.getLong(method + Abi.METHOD_NAME));
    String doc = optionalText(slotIndex, place + ".doc", Memory.getLong(method + Abi.METHOD_DOC));
    long signature = Memory.getLong(method + Abi.METHOD_SIGNATURE);
    String types = optionalText(slotIndex, place + ".signature", signature);
    long function = Memory.getLong(method + Abi.METHOD_FUNCTION);
    if (function == 0 || !isCode(function)) {
      fault(
          slotIndex,
          place,
          function == 0
              ? "a NULL function"
              : "pointer %#x, at which there is no code".formatted(function),
          "the address of a function",
          "mend the table");
      return;
    }
    if (name == null || (signature != 0 && types == null)) {
      return;
    }
    MethodFlags flags = readFlags(slotIndex, place, types, method);
    if (types != null) {
      def.typed(
          name,
          types,
          doc,
          flags.traits(),
          parsed -> new TypedFunction(name, function, parsed, flags));
    } else {
      FunctionBody body =
          flags.takesKeywords()
              ? DynamicFunction.withKeywords(name, function)
              : DynamicFunction.positional(name, function);
      def.function(new FunctionDef(name, doc, null, body, flags.traits()));
    }
  }

  private MethodFlags readFlags(int slotIndex, String place, @Nullable String types, long method) {
    MethodFlags flags = new MethodFlags(Memory.getInt(method + Abi.METHOD_FLAGS));
    String found = flags.fault(types);
    if (found != null) {
      fault(
          slotIndex,
          place + ".flags",
          found,
          "TN_BLOCKING, TN_NO_CALLBACK, TN_SERIALIZED, TN_CONCURRENT or TN_KEYWORDS, as they go"
              + " together",
          "mend the flags");
    }
    int reserved = Memory.getInt(method + Abi.METHOD_RESERVED);
    if (reserved != 0) {
      fault(slotIndex, place + ".reserved", "the value " + reserved, "0", "set it to 0");
    }
    return flags;
  }

  private void readConstants(int slotIndex, long table) {
    for (int index = 0; ; index++) {
      long constant = table + (long) index * Abi.CONSTANT_SIZE;
      String place = "constants[" + index + "]";
      if (index == MAX_ENTRIES || !image.contains(constant, Abi.CONSTANT_SIZE)) {
        fault(
            slotIndex,
            place,
            "no end of the table of constants after %d entries".formatted(index),
            "TN_CONSTANTS_END",
            "add it at the end of the table");
        return;
      }
      long name = Memory.getLong(constant);
      if (name == 0) {
        return;
      }
      String attribute = text(slotIndex, place + ".name", name);
      readConstant(slotIndex, place, attribute, constant + Abi.CONSTANT_VALUE);
    }
  }

  private void readConstant(int slotIndex, String place, @Nullable String attribute, long value) {
    int kind = Memory.getInt(value);
    long pointer = Memory.getLong(value + Abi.VALUE_PAYLOAD);
    int length = Memory.getInt(value + Abi.VALUE_LENGTH);
    boolean pointsInside = length >= 0 && (length == 0 || image.contains(pointer, length));
    boolean fits =
        switch (kind) {
          case Abi.NONE, Abi.BOOL, Abi.INT, Abi.FLOAT -> true;
          case Abi.STR, Abi.BYTES -> pointsInside;
          default -> false;
        };
    if (!fits) {
      fault(
          slotIndex,
          place,
          "a value of kind %d that %s"
              .formatted(kind, pointsInside ? "is no constant" : "points outside the library"),
          "none, bool, int, float, str or bytes of the library",
          "set other values in an exec slot");
      return;
    }
    try {
      if (attribute != null) {
        def.constant(attribute, ValueCodec.read(value, new References(new HeldReferences())));
      }
    } catch (UnicodeError e) {
      fault(slotIndex, place, message(e), "UTF-8", "use TN_BYTES for other bytes");
    }
  }

  private @Nullable String optionalText(int slotIndex, String place, long pointer) {
    return pointer == 0 ? null : text(slotIndex, place, pointer);
  }

  /// The text at a pointer, or null after the fault was noted.
  private @Nullable String text(int slotIndex, String place, long pointer) {
    try {
      return image.text(pointer);
    } catch (ValueError e) {
      fault(slotIndex, place, message(e), "UTF-8 text inside the library", "mend the pointer");
      return null;
    }
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), "an unreadable text");
  }

  private void fault(int index, String slot, String found, String expected, String remedy) {
    def.fault(
        index < 0 ? DescriptorFault.WHOLE : index, slot, new Diagnosis(found, expected, remedy));
  }
}
