// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.model;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/// Writes [Declarations] for a [DeclarationsReader]. One writer serves one file.
public final class DeclarationsWriter {

  /// Changes with the form.
  static final int FORM = 4;

  private final DataOutputStream out;

  /// Writes to a stream, which stays open.
  public DeclarationsWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  /// Something that is written one by one.
  @FunctionalInterface
  private interface Each<T> {
    void write(T item) throws IOException;
  }

  /// Writes all.
  ///
  /// @throws IOException if the stream fails
  public void write(Declarations declarations) throws IOException {
    out.writeInt(FORM);
    list(declarations.functions(), this::function);
    list(declarations.variables(), this::variable);
    list(declarations.constants().entrySet(), this::constant);
    list(declarations.records().values(), this::struct);
    list(declarations.types().entrySet(), this::namedType);
    list(declarations.directives(), this::directive);
    out.flush();
  }

  private <T> void list(Collection<T> items, Each<T> each) throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      each.write(item);
    }
  }

  private void function(CFunction function) throws IOException {
    out.writeUTF(function.name());
    out.writeUTF(function.symbol());
    type(function.type());
    out.writeUTF(function.text());
    out.writeInt(function.line());
  }

  private void variable(CVariable variable) throws IOException {
    out.writeUTF(variable.name());
    type(variable.type());
    out.writeBoolean(variable.readOnly());
    out.writeInt(variable.line());
  }

  private void constant(Map.Entry<String, Object> entry) throws IOException {
    out.writeUTF(entry.getKey());
    switch (entry.getValue()) {
      case Long number -> {
        out.writeByte('i');
        out.writeLong(number);
      }
      case Double number -> {
        out.writeByte('f');
        out.writeDouble(number);
      }
      case BigInteger number -> {
        out.writeByte('n');
        out.writeUTF(number.toString());
      }
      default -> {
        out.writeByte('s');
        out.writeUTF((String) entry.getValue());
      }
    }
  }

  private void struct(CRecord described) throws IOException {
    out.writeUTF(described.tag());
    out.writeBoolean(described.isUnion());
    out.writeBoolean(described.complete());
    out.writeBoolean(described.packed());
    out.writeInt(described.limit());
    out.writeInt(described.alignment());
    list(
        described.fields(),
        field -> {
          out.writeUTF(field.name());
          type(field.type());
          out.writeInt(field.bits());
          out.writeBoolean(field.packed());
          out.writeInt(field.alignment());
          out.writeInt(field.ownAlignment());
        });
  }

  private void namedType(Map.Entry<String, CType> entry) throws IOException {
    out.writeUTF(entry.getKey());
    type(entry.getValue());
  }

  private void directive(Directive directive) throws IOException {
    out.writeUTF(directive.text());
    out.writeInt(directive.line());
  }

  private void type(CType type) throws IOException {
    switch (type) {
      case CType.VoidType _ -> out.writeByte('v');
      case CType.Arithmetic number -> {
        out.writeByte('n');
        out.writeUTF(number.kind().name());
      }
      case CType.Enumeration enumeration -> {
        out.writeByte('e');
        out.writeUTF(enumeration.tag());
        out.writeUTF(enumeration.kind().name());
      }
      case CType.Pointer pointer -> {
        out.writeByte('p');
        out.writeBoolean(pointer.readOnly());
        type(pointer.target());
      }
      case CType.Array array -> {
        out.writeByte('a');
        out.writeLong(array.length());
        type(array.element());
      }
      case CType.Struct struct -> {
        out.writeByte('s');
        out.writeUTF(struct.tag());
      }
      case CType.Function function -> {
        out.writeByte('f');
        out.writeBoolean(function.variadic());
        type(function.result());
        list(
            function.parameters(),
            parameter -> {
              out.writeUTF(parameter.name());
              type(parameter.type());
            });
      }
    }
  }
}
