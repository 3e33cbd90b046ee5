// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.declaration;

import dev.tenon.cdef.model.CField;
import dev.tenon.cdef.model.CParameter;
import dev.tenon.cdef.model.CRecord;
import dev.tenon.cdef.model.CType;
import dev.tenon.cdef.model.DataModel;
import dev.tenon.cdef.model.Declarations;
import dev.tenon.cdef.model.Layouts;
import dev.tenon.cdef.model.NumberKind;
import dev.tenon.cdef.parser.preparation.Preparation;
import dev.tenon.input.Escapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.DOMException;
import org.eclipse.cdt.core.dom.ast.IASTAlignmentSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTAttributeOwner;
import org.eclipse.cdt.core.dom.ast.IASTCompositeTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTElaboratedTypeSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTEnumerationSpecifier;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTNode;
import org.eclipse.cdt.core.dom.ast.IASTParameterDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTSimpleDeclaration;
import org.eclipse.cdt.core.dom.ast.IASTTranslationUnit;
import org.eclipse.cdt.core.dom.ast.IArrayType;
import org.eclipse.cdt.core.dom.ast.IBasicType;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.ICompositeType;
import org.eclipse.cdt.core.dom.ast.IEnumeration;
import org.eclipse.cdt.core.dom.ast.IFunctionType;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IProblemType;
import org.eclipse.cdt.core.dom.ast.IQualifierType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.eclipse.cdt.core.dom.ast.ITypedef;
import org.eclipse.cdt.core.dom.ast.c.ICASTDeclSpecifier;
import org.eclipse.cdt.internal.core.dom.parser.c.CTypedef;
import org.eclipse.cdt.internal.core.dom.parser.c.CVisitor;
import org.jspecify.annotations.Nullable;

/// Turns CDT's types into those of the model, and describes each struct it comes across.
public final class TypeReader {

  /// The largest array; sums of sizes in bits stay far from the end of 64 bits.
  private static final long MOST_BYTES = 1L << 40;

  private final DataModel model;
  private final Map<String, CRecord> records = new LinkedHashMap<>();
  private final Map<String, IASTNode> bodies = new HashMap<>();
  private final Set<String> faulty = new HashSet<>();
  private final IdentityHashMap<IBinding, String> anonymous = new IdentityHashMap<>();
  private final Map<String, Integer> alignments = new HashMap<>();
  private final ConstantReader constants = new ConstantReader(this);
  private final Definitions definitions;
  private final Packing packing;
  private final Preparation preparation;
  private final Enumerations enumerations;

  /// @param unit what the types are read from
  /// @param preparation of the tokens of the unit
  public TypeReader(IASTTranslationUnit unit, Preparation preparation, DataModel model) {
    this.model = model;
    this.preparation = preparation;
    preparation.keepVariables(unit);
    this.definitions = Definitions.of(unit);
    this.packing = Packing.of(preparation.pragmas(unit));
    this.enumerations = new Enumerations(definitions, preparation, constants);
  }

  public Packing packing() {
    return packing;
  }

  public Enumerations enumerations() {
    return enumerations;
  }

  Definitions definitions() {
    return definitions;
  }

  /// What makes a declaration one that cannot be read; empty if nothing does.
  public String flawOf(IASTNode node) {
    return preparation.flawIn(node);
  }

  /// Reads the members that a declaration within a struct declares.
  ///
  /// @throws UnsupportedTypeException if one of them cannot be one
  public void checkMember(IASTSimpleDeclaration member) throws UnsupportedTypeException {
    for (IASTDeclarator each : member.getDeclarators()) {
      CField _ = readField(member, each);
    }
  }

  /// What the attributes of nodes that together declare one thing say.
  ///
  /// @throws UnsupportedTypeException if one of them is not understood
  public LayoutAttributes attributes(
      LayoutAttributes.Subject subject, List<? extends IASTAttributeOwner> owners)
      throws UnsupportedTypeException {
    return LayoutAttributes.read(preparation, constants, subject, owners);
  }

  /// The layouts of what was read so far.
  public Layouts layouts() {
    return new Layouts(
        new Declarations(List.of(), List.of(), Map.of(), records, Map.of(), List.of()), model);
  }

  /// The structs and unions that were come across.
  Map<String, CRecord> records() {
    return records;
  }

  /// Where the structs and unions that were come across have their bodies, by tag.
  Map<String, IASTNode> bodies() {
    return bodies;
  }

  /// The tags of those whose bodies cannot be read, which is reported there.
  Set<String> faulty() {
    return faulty;
  }

  public ConstantReader constants() {
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
  public CType read(IType type) throws UnsupportedTypeException {
    return switch (type) {
      case IProblemType problem -> throw new UnsupportedTypeException(unknown(problem));
      case ITypedef typedef -> typedef(typedef);
      case IQualifierType qualified -> read(qualified.getType());
      case IPointerType pointer ->
          new CType.Pointer(read(pointer.getType()), isConst(pointer.getType()));
      case IArrayType array -> array(array);
      case IFunctionType function -> function(function);
      case IBasicType basic -> basic(basic);
      case ICompositeType composite -> struct(composite);
      case IEnumeration enumeration ->
          new CType.Enumeration(
              tag("enum ", enumeration), enumerations.kindOf(definitions.body(enumeration)));
      default ->
          throw new UnsupportedTypeException(
              "type %s is not supported".formatted(Escapes.quoted(type)));
    };
  }

  /// The type that a parameter of a type has: arrays and functions are passed as pointers.
  ///
  /// @throws UnsupportedTypeException if there is none like it in the model
  public CType parameter(IType type) throws UnsupportedTypeException {
    return decayed(read(type), isConst(type));
  }

  /// A problem type keeps the name that it was written with, or nothing that a user knows.
  private static String unknown(IProblemType problem) {
    String name = problem.toString();
    return name.contains("@") || name.isBlank()
        ? "a type that is not declared"
        : "unknown type %s".formatted(Escapes.quoted(name));
  }

  private CType typedef(ITypedef typedef) throws UnsupportedTypeException {
    return defined(typedef.getName(), typedef.getType(), ownersOf(typedef));
  }

  /// The type that a typedef gives a name.
  ///
  /// @param owners the nodes whose attributes belong to the typedef
  CType defined(String name, IType type, List<? extends IASTAttributeOwner> owners)
      throws UnsupportedTypeException {
    LayoutAttributes said = attributes(LayoutAttributes.Subject.TYPEDEF, owners);
    CType read = read(type);
    if (said.alignment() != 0) {
      alignments.put(name, said.alignment());
    }
    return said.mode().isEmpty() ? read : ofMode(read, said.mode());
  }

  private static List<? extends IASTAttributeOwner> ownersOf(ITypedef typedef) {
    IASTDeclarator declarator = declaratorOf(typedef);
    return declarator != null && declarator.getParent() instanceof IASTSimpleDeclaration declaration
        ? owners(declaration, declarator)
        : List.of();
  }

  /// The outermost declarator of the typedef; null if it is not known.
  static @Nullable IASTDeclarator declaratorOf(ITypedef typedef) {
    IASTNode node = typedef instanceof CTypedef known ? known.getPhysicalNode() : null;
    while (node != null && !(node instanceof IASTDeclarator)) {
      node = node.getParent();
    }
    IASTDeclarator declarator = (IASTDeclarator) node;
    while (declarator != null && declarator.getParent() instanceof IASTDeclarator outer) {
      declarator = outer;
    }
    return declarator;
  }

  /// The nodes whose attributes belong to what a declarator declares.
  public static List<IASTAttributeOwner> owners(
      IASTSimpleDeclaration declaration, IASTDeclarator declarator) {
    List<IASTAttributeOwner> owners = new ArrayList<>();
    // The attributes of a body are the type's.
    if (!(declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier)
        && !(declaration.getDeclSpecifier() instanceof IASTEnumerationSpecifier)) {
      owners.add(declaration.getDeclSpecifier());
    }
    for (IASTDeclarator each = declarator; each != null; each = each.getNestedDeclarator()) {
      owners.add(each);
    }
    return owners;
  }

  /// The type that a machine mode makes of a number.
  public CType ofMode(CType type, String mode) throws UnsupportedTypeException {
    String bare =
        mode.startsWith("__") && mode.endsWith("__") && mode.length() > 4
            ? mode.substring(2, mode.length() - 2)
            : mode;
    if (type instanceof CType.Arithmetic number) {
      boolean real = !number.kind().isInteger();
      boolean signed = number.kind().isSigned();
      NumberKind kind =
          switch (bare) {
            case "QI", "byte" -> signed ? NumberKind.SCHAR : NumberKind.UCHAR;
            case "HI" -> signed ? NumberKind.SHORT : NumberKind.USHORT;
            case "SI" -> signed ? NumberKind.INT : NumberKind.UINT;
            case "DI", "word", "pointer" -> wide(signed);
            case "SF" -> NumberKind.FLOAT;
            case "DF" -> NumberKind.DOUBLE;
            default -> null;
          };
      if (kind != null && kind.isInteger() != real && number.kind() != NumberKind.BOOL) {
        return new CType.Arithmetic(kind);
      }
    }
    throw new UnsupportedTypeException(
        "mode %s of a %s is not supported".formatted(Escapes.quoted(mode), Escapes.quoted(type)));
  }

  private NumberKind wide(boolean signed) {
    boolean isLong = model.longSize() == Long.BYTES;
    return signed
        ? isLong ? NumberKind.LONG : NumberKind.LLONG
        : isLong ? NumberKind.ULONG : NumberKind.ULLONG;
  }

  /// The alignment that a typedef gave a type; 0 if it has its own. That of an array is its
  /// element's.
  private int ownAlignment(IType type) throws UnsupportedTypeException {
    return switch (type) {
      case ITypedef typedef -> {
        read(typedef);
        Integer own = alignments.get(typedef.getName());
        yield own == null ? ownAlignment(typedef.getType()) : own;
      }
      case IQualifierType qualified -> ownAlignment(qualified.getType());
      case IArrayType array -> ownAlignment(array.getType());
      default -> 0;
    };
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

  private CType.Array array(IArrayType array) throws UnsupportedTypeException {
    CType element = read(array.getType());
    if (element instanceof CType.Array inner && inner.length() == CType.Array.UNKNOWN) {
      throw new UnsupportedTypeException("only the first length of an array can be left out");
    }
    if (element instanceof CType.VoidType || element instanceof CType.Function) {
      throw new UnsupportedTypeException(
          "an array of %s cannot exist".formatted(Escapes.quoted(element)));
    }
    long length = length(array);
    if (length > 0 && layouts().isComplete(element)) {
      long size = layouts().sizeOf(element);
      if (size < 0 || (size > 0 && length > MOST_BYTES / size)) {
        throw new UnsupportedTypeException(
            "an array of %d times %d bytes is too large; the limit is 2^40 bytes"
                .formatted(length, size));
      }
    }
    return new CType.Array(element, length);
  }

  @SuppressWarnings("deprecation") // the value that CDT computes knows no sizes of structs
  private long length(IArrayType array) throws UnsupportedTypeException {
    if (!array.hasSize()) {
      return CType.Array.UNKNOWN;
    }
    try {
      IASTExpression size = array.getArraySizeExpression();
      Optional<Long> constant = constants.integer(size);
      if (constant.isEmpty() && isInParameter(size)) {
        return CType.Array.UNKNOWN; // the length of rows that only the call knows
      }
      return constant
          .filter(length -> length >= 0)
          .orElseThrow(() ->
              new UnsupportedTypeException("the length of an array is no constant expression"));
    } catch (DOMException e) {
      throw new UnsupportedTypeException(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isInParameter(IASTNode node) {
    IASTNode at = node;
    while (at != null && !(at instanceof IASTParameterDeclaration)) {
      at = at.getParent();
    }
    return at != null;
  }

  private CType.Function function(IFunctionType function) throws UnsupportedTypeException {
    List<CParameter> parameters = new ArrayList<>();
    for (IType parameter : function.getParameterTypes()) {
      CType type = read(parameter);
      if (!(type instanceof CType.VoidType)) {
        parameters.add(new CParameter("", decayed(type, isConst(parameter))));
      } else if (function.getParameterTypes().length > 1) {
        throw new UnsupportedTypeException("'void' can only be the whole list of parameters");
      }
    }
    CType result = read(function.getReturnType());
    if (result instanceof CType.Array || result instanceof CType.Function) {
      throw new UnsupportedTypeException(
          "a function cannot return %s; it can return a pointer to it"
              .formatted(Escapes.quoted(result)));
    }
    return new CType.Function(result, parameters, function.takesVarArgs());
  }

  /// What a parameter of a type really is: arrays and functions are passed as pointers.
  ///
  /// @param isConst whether the elements of an array cannot be written
  static CType decayed(CType type, boolean isConst) {
    return switch (type) {
      case CType.Array array -> new CType.Pointer(array.element(), isConst);
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
      throw new UnsupportedTypeException(
          "complex numbers are not supported; tenon cdef --shim writes functions that pass them as"
              + " structs");
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
      IASTCompositeTypeSpecifier body = definitions.body(composite);
      if (body != null) {
        bodies.put(tag, body);
        try {
          records.put(tag, described(tag, isUnion, body));
        } catch (UnsupportedTypeException e) {
          faulty.add(tag);
          throw e;
        }
      }
    }
    return new CType.Struct(tag);
  }

  private CRecord described(String tag, boolean isUnion, IASTCompositeTypeSpecifier body)
      throws UnsupportedTypeException {
    LayoutAttributes said = attributes(LayoutAttributes.Subject.RECORD, List.of(body));
    return new CRecord(
        tag, isUnion, true, said.packed(), packing.limit(body), said.alignment(), fields(body));
  }

  private List<CField> fields(IASTCompositeTypeSpecifier body) throws UnsupportedTypeException {
    List<CField> fields = new ArrayList<>();
    for (IASTDeclaration declaration : body.getMembers()) {
      if (declaration instanceof IASTSimpleDeclaration simple) {
        addFields(simple, fields);
      } else {
        throw new UnsupportedTypeException(declaration, "this is not a member that C can have");
      }
    }
    return fields;
  }

  private void addFields(IASTSimpleDeclaration declaration, List<CField> fields)
      throws UnsupportedTypeException {
    IASTDeclarator[] declarators = declaration.getDeclarators();
    if (declarators.length == 0) {
      addUnnamed(declaration, fields);
    }
    for (IASTDeclarator declarator : declarators) {
      fields.add(field(declaration, declarator));
    }
  }

  /// A struct or union without a name, whose members belong to the outer one.
  private void addUnnamed(IASTSimpleDeclaration declaration, List<CField> fields)
      throws UnsupportedTypeException {
    if (declaration.getDeclSpecifier() instanceof IASTCompositeTypeSpecifier inner
        && inner.getName().resolveBinding() instanceof ICompositeType composite) {
      CType.Struct type = struct(composite);
      if (inner.getName().toString().isEmpty()) {
        int alignment = alignas(declaration.getDeclSpecifier());
        fields.add(new CField("", type, CField.WHOLE, false, alignment, 0));
      }
    } else if (!(declaration.getDeclSpecifier() instanceof IASTElaboratedTypeSpecifier)
        && !(declaration.getDeclSpecifier() instanceof IASTEnumerationSpecifier)) {
      throw new UnsupportedTypeException(declaration, "the member has no name");
    }
  }

  /// The alignment of a type as it is written: a typedef may have changed it.
  long alignmentOf(IType written, CType type) throws UnsupportedTypeException {
    int own = ownAlignment(written);
    return own == 0 ? layouts().alignmentOf(type) : own;
  }

  private CField field(IASTSimpleDeclaration declaration, IASTDeclarator declarator)
      throws UnsupportedTypeException {
    try {
      return readField(declaration, declarator);
    } catch (UnsupportedTypeException e) {
      // The member is the place, unless a closer one is known.
      throw new UnsupportedTypeException(e.place(declaration), e.reason());
    }
  }

  private CField readField(IASTSimpleDeclaration declaration, IASTDeclarator declarator)
      throws UnsupportedTypeException {
    String name = DeclarationCollector.innermost(declarator).getName().toString();
    IType written = CVisitor.createType(declarator);
    LayoutAttributes said =
        attributes(LayoutAttributes.Subject.MEMBER, owners(declaration, declarator));
    CType type = read(written);
    if (!said.mode().isEmpty()) {
      type = ofMode(type, said.mode());
    }
    int alignment = Math.max(said.alignment(), alignas(declaration.getDeclSpecifier()));
    int own = ownAlignment(written);
    int bits = width(declarator, name, type);
    if (bits != CField.WHOLE && (alignment != 0 || own != 0)) {
      throw new UnsupportedTypeException(
          declarator, "an alignment of a bit-field means something else to each compiler");
    }
    return new CField(name, type, bits, said.packed(), alignment, own);
  }

  private int width(IASTDeclarator declarator, String name, CType type)
      throws UnsupportedTypeException {
    if (!(declarator instanceof IASTFieldDeclarator field) || field.getBitFieldSize() == null) {
      return CField.WHOLE;
    }
    long bits =
        constants
            .integer(field.getBitFieldSize())
            .orElseThrow(() ->
                new UnsupportedTypeException(
                    "the width of bit-field %s is not a constant expression"
                        .formatted(Escapes.quoted(name))));
    long most =
        switch (type) {
          case CType.Arithmetic number when number.kind() == NumberKind.BOOL -> 1;
          case CType.Arithmetic number when number.kind().isInteger() -> layouts().sizeOf(type) * 8;
          case CType.Enumeration _ -> layouts().sizeOf(type) * 8;
          default ->
              throw new UnsupportedTypeException(
                  "bit-field %s must have an integer type, not %s"
                      .formatted(Escapes.quoted(name), Escapes.quoted(type)));
        };
    if (bits < 0 || bits > most || (bits == 0 && !name.isEmpty())) {
      throw new UnsupportedTypeException(
          "bit-field %s of type %s must have 1 to %d bits, not %d"
              .formatted(Escapes.quoted(name), Escapes.quoted(type), most, bits));
    }
    return (int) bits;
  }

  /// What `_Alignas` asks for; 0 if there is none.
  public int alignas(IASTDeclSpecifier specifier) throws UnsupportedTypeException {
    int most = 0;
    if (specifier instanceof ICASTDeclSpecifier known) {
      for (IASTAlignmentSpecifier each : known.getAlignmentSpecifiers()) {
        most = Math.max(most, alignas(each));
      }
    }
    return most;
  }

  private int alignas(IASTAlignmentSpecifier specifier) throws UnsupportedTypeException {
    String text = specifier.getRawSignature();
    if (specifier.getTypeId() != null) {
      IType written = CVisitor.createType(specifier.getTypeId().getAbstractDeclarator());
      CType type = read(written);
      if (!layouts().isComplete(type)) {
        throw new UnsupportedTypeException(
            specifier, "the alignment of %s is not known".formatted(Escapes.quoted(type)));
      }
      return Math.toIntExact(alignmentOf(written, type));
    }
    Constant value = constants.value(specifier.getExpression());
    boolean zero = value instanceof Constant.Whole whole && whole.value().signum() == 0;
    return zero ? 0 : LayoutAttributes.alignment(value, text, specifier);
  }
}
