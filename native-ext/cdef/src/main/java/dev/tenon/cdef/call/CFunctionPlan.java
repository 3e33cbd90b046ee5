// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.call;

import dev.tenon.cdef.declaration.Directives;
import dev.tenon.cdef.instance.CInstance;
import dev.tenon.cdef.library.Symbols;
import dev.tenon.cdef.model.CFunction;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.value.Shapes;
import dev.tenon.input.Escapes;
import dev.tenon.module.FunctionBody;
import dev.tenon.module.ModuleObject;
import dev.tenon.nativeext.spi.NativeBackend;
import dev.tenon.value.SourcePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one function of a library is called, the same for all instances of its module.
///
/// @param address where it lies
/// @param passings for all declared parameters
/// @param out the numbers of the parameters that the function writes a result to, with what gives
///   the result back
/// @param freed the numbers of the parameters whose object is gone afterwards
/// @param free what releases the result
/// @param failure how a failure of the function is recognized
/// @param lengths which parameters hold how much others point to
/// @param leaf whether it calls nothing of the JVM
public record CFunctionPlan(
    CFunction declared,
    long address,
    List<Passing> passings,
    ResultReader result,
    Map<Integer, Optional<FreeFunction>> out,
    List<Integer> freed,
    Optional<FreeFunction> free,
    Optional<FailureCheck> failure,
    Lengths lengths,
    boolean leaf)
    implements FunctionBody.Foreign {

  /// The function that releases a result.
  record FreeFunction(String name, long address, NativeBackend backend) {
    /// Releases something.
    ///
    /// @return true
    boolean run(long pointer) {
      long _ = backend.function(address).call(pointer, 0, 0, 0);
      return true;
    }
  }

  /// Reads what the directives say about a function.
  public static CFunctionPlan of(
      CFunction declared, long address, Directives directives, Layouts layouts, Symbols symbols) {
    List<Passing> passings = new ArrayList<>();
    Map<Integer, Optional<FreeFunction>> out = new TreeMap<>();
    List<Integer> freed = new ArrayList<>();
    for (int index = 0; index < declared.type().parameters().size(); index++) {
      passings.add(passing(declared, index, directives, layouts));
      if (directives.names("out", declared, index)) {
        checkOut(declared, index, layouts, symbols);
        out.put(index, free(directives.value("owned", declared, index), symbols));
      }
      if (directives.names("frees", declared, index)) {
        freed.add(index);
      }
    }
    CType type = declared.type().result();
    boolean asText =
        type.isText() && (((CType.Pointer) type).readOnly() || directives.names("text", declared));
    ResultReader result =
        new ResultReader(declared.name(), type, directives.names("nullable", declared), asText);
    return new CFunctionPlan(
        declared,
        address,
        passings,
        result,
        out,
        freed,
        free(directives.value("owned", declared), symbols),
        FailureCheck.of(declared, directives, layouts.model(), symbols),
        Lengths.of(declared, directives),
        directives.names("no_callback", declared) && !directives.names("blocking", declared));
  }

  /// The call plan of a function known only by its pointer.
  private static CFunctionPlan ofPointer(CType.Function type, long address, Layouts layouts) {
    CFunction declared = new CFunction("(*)", "(*)", type, type.text("(*)"), 0);
    List<Passing> passings = new ArrayList<>();
    for (int index = 0; index < type.parameters().size(); index++) {
      passings.add(passing(declared, index, true, false, layouts));
    }
    CType result = type.result();
    boolean asText = result.isText() && ((CType.Pointer) result).readOnly();
    return new CFunctionPlan(
        declared,
        address,
        passings,
        new ResultReader(declared.name(), result, true, asText),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Lengths.NONE,
        false);
  }

  /// Links a function of which no more than a pointer is known.
  public static FunctionBody.ForeignCall linkPointer(
      CType.Function type, long address, CInstance instance) {
    return ofPointer(type, address, instance.layouts()).link(instance);
  }

  /// The room for what the function stores is made with the size of the type that it points to.
  private static void checkOut(CFunction declared, int index, Layouts layouts, Symbols symbols) {
    CType type = declared.type().parameters().get(index).type();
    boolean fits =
        type instanceof CType.Pointer pointer
            && switch (pointer.target()) {
              case CType.VoidType _, CType.Function _ -> false;
              case CType.Struct struct -> layouts.isComplete(struct);
              default -> true;
            };
    if (!fits) {
      symbols.fault(
          "out(%s.#%d)".formatted(declared.name(), index + 1),
          "a parameter of type %s".formatted(Escapes.quoted(type)),
          "a pointer to a type whose size is known");
    }
  }

  private static Optional<FreeFunction> free(Optional<String> name, Symbols symbols) {
    return name.map(
        each -> new FreeFunction(each, symbols.require(each, "owned"), symbols.backend()));
  }

  private static Passing passing(
      CFunction declared, int index, Directives directives, Layouts layouts) {
    boolean duringCall =
        directives.value("callback", declared, index).filter("call"::equals).isPresent();
    Passing passing =
        passing(
            declared, index, directives.names("nullable", declared, index), duringCall, layouts);
    return passing instanceof CallbackPassing callback
        ? callback.counting(directives.counted(declared, index))
        : passing;
  }

  private static Passing passing(
      CFunction declared, int index, boolean nullable, boolean duringCall, Layouts layouts) {
    CParameter parameter = declared.type().parameters().get(index);
    String place =
        parameter.name().isEmpty()
            ? "%s() argument %d".formatted(declared.name(), index + 1)
            : "%s() argument %d (%s)".formatted(declared.name(), index + 1, parameter.name());
    return switch (parameter.type()) {
      case CType.Arithmetic number -> new NumberPassing(place, number.kind(), layouts.model());
      case CType.Enumeration enumeration ->
          new NumberPassing(place, enumeration.kind(), layouts.model());
      case CType.Pointer pointer when pointer.target() instanceof CType.Function function ->
          new CallbackPassing(place, pointer, function, nullable, duringCall);
      case CType.Pointer pointer -> new PointerPassing(place, pointer, nullable);
      case CType.Struct struct -> new StructPassing(place, struct, Shapes.of(struct, layouts));
      default -> new NumberPassing(place, NumberKind.INT, layouts.model());
    };
  }

  String name() {
    return declared.name();
  }

  boolean isVariadic() {
    return declared.type().variadic();
  }

  /// Whether a call has to look at more than arguments and result.
  boolean isSpecial() {
    return isVariadic()
        || !out.isEmpty()
        || !freed.isEmpty()
        || free.isPresent()
        || failure.isPresent()
        || !lengths.isEmpty()
        || result.type() instanceof CType.Struct;
  }

  @Override
  public FunctionBody.ForeignCall link(ModuleObject module) {
    return link(CInstance.of(module));
  }

  FunctionBody.ForeignCall link(CInstance instance) {
    return isSpecial() ? new SpecialFunction(this, instance) : new PlainFunction(this, instance);
  }

  @Override
  public Optional<SourcePlace> place(String function, @Nullable String library) {
    return library == null || declared.line() == 0
        ? Optional.empty()
        : Optional.of(new SourcePlace(library, declared.line()));
  }

  @Override
  public String declaration() {
    return declared.text();
  }
}
