// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what a [DeclarationsWriter] wrote. One reader serves one file.
public final class DeclarationsReader {

  private static final int MOST_ITEMS = 1 << 20;
  private static final int DEEPEST_TYPE = 200;

  private final DataInputStream in;
  private int depth;

  /// Reads from a stream, which stays open.
  public DeclarationsReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /// Something that is read one by one.
  @FunctionalInterface
  private interface Each<T> {
    T read() throws IOException;
  }

  /// Reads all.
  ///
  /// @throws IOException if the stream fails or holds something else
  public Declarations read() throws IOException {
    if (in.readInt() != DeclarationsWriter.FORM) {
      throw new IOException("another form");
    }
    try {
      List<CFunction> functions = list(this::function);
      List<CVariable> variables = list(this::variable);
      Map<String, Object> constants = map(this::constant);
      Map<String, CRecord> records = new LinkedHashMap<>();
      list(this::struct).forEach(each -> records.put(each.tag(), each));
      Map<String, CType> types = map(() -> Map.entry(in.readUTF(), type()));
      return new Declarations(
          functions, variables, constants, records, types, list(this::directive));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException("damaged", e);
    }
  }

  private <T> List<T> list(Each<T> each) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST_ITEMS) {
      throw new IOException("damaged");
    }
    List<T> items = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      items.add(each.read());
    }
    return items;
  }

  private <T> Map<String, T> map(Each<Map.Entry<String, T>> each) throws IOException {
    Map<String, T> items = new LinkedHashMap<>();
    list(each).forEach(entry -> items.put(entry.getKey(), entry.getValue()));
    return items;
  }

  private CFunction function() throws IOException {
    return new CFunction(
        in.readUTF(), in.readUTF(), (CType.Function) type(), in.readUTF(), in.readInt());
  }

  private CVariable variable() throws IOException {
    return new CVariable(in.readUTF(), type(), in.readBoolean(), in.readInt());
  }

  private Map.Entry<String, Object> constant() throws IOException {
    String name = in.readUTF();
    Object value =
        switch (in.readByte()) {
          case 'i' -> (Object) in.readLong();
          case 'f' -> in.readDouble();
          case 'n' -> new BigInteger(in.readUTF());
          default -> in.readUTF();
        };
    return Map.entry(name, value);
  }

  private CRecord struct() throws IOException {
    return new CRecord(
        in.readUTF(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean(),
        in.readInt(),
        in.readInt(),
        list(this::field));
  }

  private CField field() throws IOException {
    return new CField(
        in.readUTF(), type(), in.readInt(), in.readBoolean(), in.readInt(), in.readInt());
  }

  private Directive directive() throws IOException {
    return new Directive(in.readUTF(), in.readInt());
  }

  private CType type() throws IOException {
    if (++depth > DEEPEST_TYPE) {
      throw new IOException("damaged");
    }
    try {
      return switch (in.readByte()) {
        case 'v' -> new CType.VoidType();
        case 'n' -> new CType.Arithmetic(NumberKind.valueOf(in.readUTF()));
        case 'e' -> new CType.Enumeration(in.readUTF(), NumberKind.valueOf(in.readUTF()));
        case 'p' -> {
          boolean readOnly = in.readBoolean();
          yield new CType.Pointer(type(), readOnly);
        }
        case 'a' -> {
          long length = in.readLong();
          yield new CType.Array(type(), length);
        }
        case 's' -> new CType.Struct(in.readUTF());
        case 'f' -> {
          boolean variadic = in.readBoolean();
          CType result = type();
          yield new CType.Function(
              result, list(() -> new CParameter(in.readUTF(), type())), variadic);
        }
        default -> throw new IOException("damaged");
      };
    } finally {
      depth--;
    }
  }
}
