// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef;

import dev.tenon.module.Resource;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pointer with its type: a handle, a struct, an array or a single value in native memory. The
/// members of a struct are its attributes. What the library owns is not freed; what it handed over
/// is freed by [#close], by the function that the declarations name, or at the end of the module;
/// what was allocated for Java is freed by the garbage collector.
///
/// A pointer to a function is a [dev.tenon.value.TenonCallable], too.
///
/// Any thread may use it; C decides whether several may do so at once.
///
/// Only Tenon implements it.
public interface CObject extends Resource {

  /// The address.
  ///
  /// @throws dev.tenon.error.kind.ValueError if the object was freed
  /// @throws dev.tenon.error.kind.InterpreterError if the interpreter of its module is closed
  long address();

  /// The memory, as long as its size is known. The segment of memory that the library owns ends
  /// with the module if the library does so: in a private image, or with a clean-up function.
  ///
  /// @throws dev.tenon.error.kind.TypeError if it is not known
  MemorySegment segment();

  /// The number of elements.
  ///
  /// @return -1 if C does not report it
  long length();

  /// Reads an element.
  ///
  /// @param index counted from 0
  /// @throws dev.tenon.error.kind.IndexError if there is no such element; C memory of unknown
  ///   length is not checked
  @Nullable Object at(long index);

  /// Writes an element.
  ///
  /// @param index counted from 0
  /// @throws dev.tenon.error.kind.IndexError if there is no such element; C memory of unknown
  ///   length is not checked
  /// @throws dev.tenon.error.kind.TypeError if the value is of the wrong kind
  /// @throws dev.tenon.error.kind.OverflowError if it is a number out of range
  void put(long index, @Nullable Object value);

  /// Reads the one value that the object points to, for instance what an out-parameter received.
  @Nullable Object value();

  /// The text up to the first NUL.
  ///
  /// @throws dev.tenon.error.kind.UnicodeError if its bytes are no UTF-8
  String text();

  /// The text that a member points to or holds, such as `char *name`, `const unsigned char *name`
  /// or `char name[16]`.
  ///
  /// @return null for NULL
  /// @throws dev.tenon.error.kind.AttributeError if there is no such member
  /// @throws dev.tenon.error.kind.TypeError if it is no pointer to characters
  /// @throws dev.tenon.error.kind.UnicodeError if its bytes are no UTF-8
  @Nullable String text(String member);

  /// The structs of a list that are linked by a member: this one, the one that its member points
  /// to, and so on until NULL, or until the list comes back to this one. Each is read when it is
  /// asked for.
  ///
  /// @throws dev.tenon.error.kind.AttributeError if there is no such member
  /// @throws dev.tenon.error.kind.TypeError if it is no pointer
  Stream<CObject> follow(String next);

  /// The list that begins at what a member points to, such as the children of a node; none for
  /// NULL.
  ///
  /// @param first the member that points to the first struct
  /// @param next the member that links the structs, as for [#follow(String)]
  Stream<CObject> follow(String first, String next);

  /// A copy of the first bytes.
  ///
  /// @throws dev.tenon.error.kind.IndexError if there are less
  byte[] bytes(long length);

  /// The same memory as another type.
  ///
  /// @param type the type of the elements, as C writes it
  /// @throws dev.tenon.error.kind.ValueError if there is no such type
  CObject as(String type);

  /// The same memory as a number of elements of a type, for instance an array of structs whose
  /// length the library reports separately.
  ///
  /// @param type the type of the elements, as C writes it
  /// @param elements how many there are, at least 0; C memory of unknown length is not checked
  /// @throws dev.tenon.error.kind.ValueError if there is no such type, or the count is below 0
  /// @throws dev.tenon.error.kind.IndexError if the memory is known to have less
  /// @throws dev.tenon.error.kind.TypeError if the size of the type is not known
  CObject as(String type, long elements);
}
