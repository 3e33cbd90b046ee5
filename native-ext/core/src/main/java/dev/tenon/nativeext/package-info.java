/// Native extension modules. A library exports constant data, a `TnModuleDef` for each module; the
/// [dev.tenon.nativeext.DescriptorReader] reads it, bounds-checked, into a
/// [dev.tenon.module.ModuleDef] whose slots and functions call into C. From there on the import
/// system treats it like any other module.
///
/// The way of a call: [dev.tenon.nativeext.NativeInstance] is one module instance with its
/// `TnContext` and state; [dev.tenon.nativeext.NativeHost] is the bridge of a backend, made of the
/// C host library and one upcall.
@NullMarked
package dev.tenon.nativeext;

import org.jspecify.annotations.NullMarked;
