package dev.tenon.cdef.parser;

import dev.tenon.cdef.model.CField;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.cdt.core.dom.ast.DOMException;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFieldDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IBasicType;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IEnumeration;
import org.eclipse.cdt.core.dom.ast.IEnumerator;
import org.eclipse.cdt.core.dom.ast.IFunctionType;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IProblemType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.internal.core.dom.parser.c.CStructure;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;
import org.jspecify.annotations.Nullable;

/// Turns CDT's types into those of the model, and describes each struct it comes across.
final class TypeReader {

  private final DataModel model;
  private final Map<String, CRecord> records = new LinkedHashMap<>();
  private final IdentityHashMap<IBinding, String> anonymous = new IdentityHashMap<>();
  private final ConstantReader constants = new ConstantReader(this);

  TypeReader(DataModel model) {
    this.model = model;
  }

  /// The layouts of what was read so far.
  Layouts layouts() {
    return new Layouts(
        new Declarations(List.of(), List.of(), Map.of(), records, Map.of(), List.of()), model);
  }

  /// The structs and unions that were come across.
  Map<String, CRecord> records() {
    return records;
  }

  ConstantReader constants() {
    return constants;
  }

  /// Gives a struct or enumeration without a tag the name of its typedef.
  void nameAfterTypedef(IBinding binding, String name) {
    if (binding.getName().isEmpty()) {
      anonymous.putIfAbsent(binding, name);
    }
  }

  /// A type.
  ///
  /// @throws UnsupportedTypeException if there is none like it in the model
  CType read(IType type) throws UnsupportedTypeException {
    return switch (type) {
      case IProblemType problem -> throw new UnsupportedTypeException(unknown(problem));
      case ITypedef typedef -> read(typedef.getType());
      case IQualifierType qualified -> read(qualified.getType());
      case IPointerType pointer ->
          new CType.Pointer(read(pointer.getType()), isConst(pointer.getType()));
      case IArrayType array -> new CType.Array(read(array.getType()), length(array));
      case IFunctionType function -> function(function);
      case IBasicType basic -> basic(basic);
      case ICompositeType composite -> struct(composite);
      case IEnumeration enumeration ->
          new CType.Enumeration(tag("enum ", enumeration), kindOf(enumeration));
      default ->
          throw new UnsupportedTypeException(
              "type %s is not supported".formatted(Escapes.quoted(type)));
    };
  }

  private static String unknown(IProblemType problem) {
    return "unknown type %s".formatted(Escapes.quoted(problem));
  }

  /// Whether a value of the type cannot be written.
  static boolean isConst(IType type) {
    return switch (type) {
      case ITypedef typedef -> isConst(typedef.getType());
      case IQualifierType qualified -> qualified.isConst();
      case IPointerType pointer -> pointer.isConst();
      case IArrayType array -> isConst(array.getType());
      default -> false;
    };
  }

  @SuppressWarnings("deprecation") // the value that CDT computes knows no sizes of structs
  private long length(IArrayType array) throws UnsupportedTypeException {
    if (!array.hasSize()) {
      return CType.Array.UNKNOWN;
    }
    try {
      return constants
          .integer(array.getArraySizeExpression())
          .filter(length -> length >= 0)
          .orElseThrow(() ->
              new UnsupportedTypeException("the length of an array is no constant expression"));
    } catch (DOMException e) {
      throw new UnsupportedTypeException(String.valueOf(e.getMessage()));
    }
  }

  private CType.Function function(IFunctionType function) throws UnsupportedTypeException {
    List<CParameter> parameters = new ArrayList<>();
    for (IType parameter : function.getParameterTypes()) {
      CType type = read(parameter);
      if (!(type instanceof CType.VoidType)) {
        parameters.add(new CParameter("", decayed(type)));
      }
    }
    return new CType.Function(read(function.getReturnType()), parameters, function.takesVarArgs());
  }

  /// What a parameter of a type really is: arrays and functions are passed as pointers.
  static CType decayed(CType type) {
    return switch (type) {
      case CType.Array array -> new CType.Pointer(array.element(), false);
      case CType.Function function -> new CType.Pointer(function, false);
      default -> type;
    };
  }

  private static CType basic(IBasicType basic) throws UnsupportedTypeException {
    boolean unsigned = basic.isUnsigned();
    return switch (basic.getKind()) {
      case eVoid -> new CType.VoidType();
      case eBoolean -> new CType.Arithmetic(NumberKind.BOOL);
      case eChar ->
          new CType.Arithmetic(
              unsigned ? NumberKind.UCHAR : basic.isSigned() ? NumberKind.SCHAR : NumberKind.CHAR);
      case eWChar -> new CType.Arithmetic(NumberKind.INT);
      case eInt, eUnspecified -> new CType.Arithmetic(integer(basic, unsigned));
      case eFloat -> real(basic, NumberKind.FLOAT);
      case eDouble -> real(basic, basic.isLong() ? NumberKind.LONG_DOUBLE : NumberKind.DOUBLE);
      default ->
          throw new UnsupportedTypeException(
              "type %s is not supported".formatted(Escapes.quoted(basic)));
    };
  }

  private static CType real(IBasicType basic, NumberKind kind) throws UnsupportedTypeException {
    if (basic.isComplex() || basic.isImaginary()) {
      throw new UnsupportedTypeException("complex numbers are not supported");
    }
    return new CType.Arithmetic(kind);
  }

  private static NumberKind integer(IBasicType basic, boolean unsigned) {
    if (basic.isShort()) {
      return unsigned ? NumberKind.USHORT : NumberKind.SHORT;
    }
    if (basic.isLongLong()) {
      return unsigned ? NumberKind.ULLONG : NumberKind.LLONG;
    }
    if (basic.isLong()) {
      return unsigned ? NumberKind.ULONG : NumberKind.LONG;
    }
    return unsigned ? NumberKind.UINT : NumberKind.INT;
  }

  /// The integer type of an enumeration: `unsigned int` if no value is negative, as GCC and Clang
  /// choose it.
  private static NumberKind kindOf(IEnumeration enumeration) {
    long least = 0;
    long most = 0;
    for (IEnumerator each : enumeration.getEnumerators()) {
      Number value = each.getValue().numberValue();
      if (value != null) {
        least = Math.min(least, value.longValue());
        most = Math.max(most, value.longValue());
      }
    }
    if (least >= Integer.MIN_VALUE && most <= (least < 0 ? Integer.MAX_VALUE : 0xFFFF_FFFFL)) {
      return least < 0 ? NumberKind.INT : NumberKind.UINT;
    }
    return least < 0 ? NumberKind.LLONG : NumberKind.ULLONG;
  }

  private String tag(String keyword, IBinding binding) {
    return binding.getName().isEmpty()
        ? anonymous.computeIfAbsent(
            binding, _ -> "%s<without a name %d>".formatted(keyword, anonymous.size() + 1))
        : keyword + binding.getName();
  }

  private CType.Struct struct(ICompositeType composite) throws UnsupportedTypeException {
    boolean isUnion = composite.getKey() == ICompositeType.k_union;
    String tag = tag(isUnion ? "union " : "struct ", composite);
    if (!records.containsKey(tag)) {
      // It is in the table before its members are read, which may point back to it.
      records.put(tag, CRecord.opaque(tag, isUnion));
      IASTCompositeTypeSpecifier body = body(composite);
      if (body != null) {
        records.put(tag, new CRecord(tag, isUnion, true, isPacked(body), fields(body)));
      }
    }
    return new CType.Struct(tag);
  }

  private static @Nullable IASTCompositeTypeSpecifier body(ICompositeType composite) {
    IASTNode node = composite instanceof CStructure known ? known.getDefinition() : null;
    while (node != null && !(node instanceof IASTCompositeTypeSpecifier)) {
      node = node.getParent();
    }
    return (IASTCompositeTypeSpecifier) node;
  }

  static boolean isPacked(IASTCompositeTypeSpecifier body) {
    for (var attributes : body.getAttributeSpecifiers()) {
      if (attributes.getRawSignature().contains("packed")) {
        return true;
      }
    }
    return false;
  }

  private List<CField> fields(IASTCompositeTypeSpecifier body) throws UnsupportedTypeException {
    List<CField> fields = new ArrayList<>();
    for (IASTDeclaration declaration : body.getMembers()) {
      if (declaration instanceof IASTSimpleDeclaration simple) {
        addFields(simple, fields);
      }
    }
    return fields;
  }

  private void addFields(IASTSimpleDeclaration declaration, List<CField> fields)
      throws UnsupportedTypeException {
    IASTDeclarator[] declarators = declaration.getDeclarators();
    if (declarators.length == 0
        && declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier inner
        && inner.getName().resolveBinding() instanceof ICompositeType composite) {
      fields.add(new CField("", struct(composite), CField.WHOLE));
    }
    for (IASTDeclarator declarator : declarators) {
      IASTDeclarator innermost = DeclarationCollector.innermost(declarator);
      String name = innermost.getName().toString();
      int bits = CField.WHOLE;
      if (declarator instanceof IASTFieldDeclarator field && field.getBitFieldSize() != null) {
        bits =
            constants
                .integer(field.getBitFieldSize())
                .map(Math::toIntExact)
                .orElseThrow(() ->
                    new UnsupportedTypeException(
                        "the width of bit-field %s is no constant expression"
                            .formatted(Escapes.quoted(name))));
      }
      IType type = CVisitor.createType(declarator);
      fields.add(new CField(name, read(type), bits));
    }
  }
}
