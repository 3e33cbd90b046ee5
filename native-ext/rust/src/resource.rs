// SPDX-License-Identifier: Apache-2.0
//! Classes: types of Rust behind objects of the host.

use crate::border::Border;
use crate::state::State;
use crate::sys;
use std::mem;
use std::os::raw::{c_char, c_void};
use std::ptr;

/// A type whose values can stand behind objects of the host: one that `classes` of
/// [`module!`](crate::module) lists.
pub trait Class: Sized + Send + 'static {
    /// The state of the module that has the class.
    type State: State;

    /// What the host knows of the type; the address is its identity.
    fn resource_type() -> &'static sys::TnResourceType;
}

/// Describes a class to the host.
pub const fn resource_type<T>(
    name: *const c_char,
    doc: *const c_char,
    methods: *const sys::TnMethod,
) -> sys::TnResourceType {
    sys::TnResourceType {
        size: mem::size_of::<sys::TnResourceType>() as u32,
        flags: 0,
        name,
        doc,
        methods,
        properties: ptr::null(),
        destroy: Some(destroy::<T>),
    }
}

/// An entry of the table of classes.
#[repr(transparent)]
pub struct Listed(*const sys::TnResourceType);

// The table is constant data.
unsafe impl Sync for Listed {}

impl Listed {
    /// Ends the table.
    pub const END: Listed = Listed(ptr::null());

    pub const fn new(class: &'static sys::TnResourceType) -> Listed {
        Listed(class)
    }
}

unsafe extern "C" fn destroy<T>(cx: *mut sys::TnContext, object: *mut c_void) {
    Border::run(cx, || {
        drop(Box::from_raw(object as *mut T));
        Ok(())
    });
}
