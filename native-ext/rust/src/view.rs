// SPDX-License-Identifier: Apache-2.0
//! Threads of the module that call the host.

use crate::border::Border;
use crate::call::Call;
use crate::state::State;
use crate::{sys, Error, ErrorKind, Result};
use std::marker::PhantomData;
use std::ptr;

/// What a thread of the module knows of the instance whose state is an `S`. It stays valid when the
/// instance has ended.
pub struct View<S> {
    raw: *mut sys::TnView,
    state: PhantomData<fn() -> S>,
}

// Views are made for other threads; attaching admits one thread at a time, or the module's state
// may be shared.
unsafe impl<S> Send for View<S> {}
unsafe impl<S> Sync for View<S> {}

impl<S: State> View<S> {
    /// # Safety
    /// The view belongs to the caller and to an instance whose state is an `S`.
    pub(crate) unsafe fn of(raw: *mut sys::TnView) -> View<S> {
        View {
            raw,
            state: PhantomData,
        }
    }

    /// Waits until no other thread is in the instance, and calls a function with the right to use
    /// the host. For threads that the module has made; a panic is an error.
    ///
    /// # Errors
    /// That of the function, or a RuntimeError if the instance or the JVM ends or has ended.
    pub fn attach<T>(&self, body: impl FnOnce(&Call<S>) -> Result<T>) -> Result<T> {
        let mut cx = ptr::null_mut();
        if unsafe { ((*self.raw).attach)(self.raw, &mut cx) } < 0 {
            let text = "cannot attach the thread: the module has ended";
            return Err(Error::new(ErrorKind::RUNTIME, text));
        }
        let outcome = Border::guard(cx, || body(&unsafe { Call::of(cx) }));
        unsafe { ((*self.raw).detach)(self.raw, cx) };
        outcome
    }
}

impl<S> Drop for View<S> {
    fn drop(&mut self) {
        unsafe { ((*self.raw).free)(self.raw) };
    }
}
