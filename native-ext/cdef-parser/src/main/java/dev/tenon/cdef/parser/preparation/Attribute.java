// SPDX-License-Identifier: Apache-2.0
package dev.tenon.cdef.parser.preparation;

import dev.tenon.cdef.parser.declaration.LayoutAttributes;
import java.util.Set;

/// One attribute of a declaration, `__attribute__((aligned(8)))`, `[[gnu::packed]]` or
/// `__declspec(align(8))`.
///
/// @param name without leading and trailing underscores and without `gnu::`; `align` of
///   `__declspec` is `aligned`
/// @param argument what stands in its parentheses, empty without
/// @param number the number of the variable behind the text that has the first argument as its
///   value; [#NONE] without argument
public record Attribute(String name, String argument, int number) {

  public static final int NONE = -1;

  /// Attributes that change neither layout nor value nor calling convention on any platform with
  /// 64-bit pointers. An attribute that is not in this list, and that [LayoutAttributes] does not
  /// read, refuses its declaration: what is not understood is never ignored.
  private static final Set<String> HARMLESS =
      Set.of(
          "access",
          "alloc_align",
          "alloc_size",
          "always_inline",
          "artificial",
          "assume_aligned",
          "availability",
          "cdecl",
          "cleanup",
          "cold",
          "common",
          "const",
          "constructor",
          "copy",
          "counted_by",
          "deprecated",
          "designated_init",
          "destructor",
          "diagnose_if",
          "disable_sanitizer_instrumentation",
          "dllexport",
          "dllimport",
          "enum_extensibility",
          "error",
          "externally_visible",
          "fallthrough",
          "fastcall",
          "fd_arg",
          "fd_arg_read",
          "fd_arg_write",
          "flag_enum",
          "flatten",
          "format",
          "format_arg",
          "gnu_inline",
          "guarded_by",
          "hot",
          "leaf",
          "malloc",
          "may_alias",
          "maybe_unused",
          "no_icf",
          "no_instrument_function",
          "no_sanitize",
          "no_sanitize_address",
          "no_stack_protector",
          "no_thread_safety_analysis",
          "nodebug",
          "nodiscard",
          "noescape",
          "noinline",
          "nonnull",
          "nonstring",
          "noplt",
          "noreturn",
          "nothrow",
          "null_terminated_string_arg",
          "optimize",
          "overloadable",
          "ownership_holds",
          "ownership_returns",
          "ownership_takes",
          "pure",
          "reproducible",
          "restrict",
          "returns_nonnull",
          "section",
          "selectany",
          "sentinel",
          "stdcall",
          "swift_error",
          "swift_name",
          "swift_newtype",
          "swift_private",
          "symver",
          "tainted_args",
          "target",
          "thiscall",
          "unavailable",
          "unsequenced",
          "unused",
          "used",
          "visibility",
          "warn_if_not_aligned",
          "warn_unused_result",
          "warning",
          "weak");

  /// Whether it can be passed over.
  public boolean isHarmless() {
    return HARMLESS.contains(name);
  }

  @Override
  public String toString() {
    return argument.isEmpty() ? name : name + "(" + argument + ")";
  }
}
