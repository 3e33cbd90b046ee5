// SPDX-License-Identifier: Apache-2.0
//! The state of a module: a value of Rust in the memory that the host gives to each instance.

use crate::border::Border;
use crate::call::Call;
use crate::{sys, Error, ErrorKind, Result};
use std::cell::UnsafeCell;
use std::mem::{self, MaybeUninit};
use std::os::raw::c_void;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

/// The state of a module, of which each interpreter that imports the module has one. Types that
/// have a default value are states already.
pub trait State: Sized + Send + 'static {
    /// Makes the state when the module is executed.
    ///
    /// # Errors
    /// The import fails with the error.
    fn new(call: &Call) -> Result<Self>;
}

impl<T: Default + Send + 'static> State for T {
    fn new(_: &Call) -> Result<T> {
        Ok(T::default())
    }
}

/// The state as the host stores it: zeroed before the module is executed.
#[repr(C)]
struct Block<S> {
    is_filled: AtomicBool,
    state: UnsafeCell<MaybeUninit<S>>,
}

/// What the host aligns the state to.
const ALIGNMENT: usize = 16;

pub(crate) const fn size<S>() -> usize {
    assert!(
        mem::align_of::<Block<S>>() <= ALIGNMENT,
        "the host aligns the state to 16 bytes"
    );
    mem::size_of::<Block<S>>()
}

/// The state in the memory of an instance.
///
/// # Safety
/// The memory is a block of `S` that lasts for `'a`.
pub(crate) unsafe fn of<'a, S>(memory: *mut c_void) -> Result<&'a S> {
    let block = &*(memory as *const Block<S>);
    if !block.is_filled.load(Ordering::Acquire) {
        let text = "the module has no state: it has not been executed, or has ended";
        return Err(Error::new(ErrorKind::RUNTIME, text));
    }
    Ok(&*block.state.get().cast())
}

/// The exec slot of a module.
pub(crate) unsafe extern "C" fn fill<S: State>(cx: *mut sys::TnContext) -> i32 {
    Border::status(cx, || {
        let block = &*((*cx).state as *const Block<S>);
        if !block.is_filled.load(Ordering::Acquire) {
            let state = S::new(&Call::of(cx))?;
            block.state.get().cast::<S>().write(state);
            block.is_filled.store(true, Ordering::Release);
        }
        Ok(())
    })
}

/// The free slot of a module.
pub(crate) unsafe extern "C" fn empty<S: State>(cx: *mut sys::TnContext) -> i32 {
    Border::status(cx, || {
        let block = &*((*cx).state as *const Block<S>);
        if block.is_filled.swap(false, Ordering::AcqRel) {
            ptr::drop_in_place(block.state.get().cast::<S>());
        }
        Ok(())
    })
}
