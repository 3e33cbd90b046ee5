// SPDX-License-Identifier: Apache-2.0
//! Objects that are kept beyond the call they were got in.

use crate::border::Border;
use crate::call::Call;
use crate::value::{self, Object};
use crate::{Error, ErrorKind, Result};
use std::os::raw::c_void;

/// An object of the host that is kept beyond the call it was got in, in the state or in a value of
/// a class. It is released when it is dropped during a call into its module, or else when the
/// module ends.
#[derive(Debug)]
pub struct Held {
    reference: u64,
    instance: *const c_void,
}

// A number and an address that is compared and never followed.
unsafe impl Send for Held {}
unsafe impl Sync for Held {}

impl Held {
    pub(crate) fn new<S>(call: &Call<S>, object: Object<'_>) -> Result<Held> {
        let mut held = value::none();
        call.check(unsafe { (call.api().hold)(call.as_raw(), &object.raw(), &mut held) })?;
        Ok(Held {
            reference: unsafe { held.r#as.r#ref },
            instance: call.instance(),
        })
    }

    /// The object, for a call into its module.
    ///
    /// # Errors
    /// A RuntimeError if the call is one into another instance of a module.
    pub fn object<'a, S>(&'a self, call: &'a Call<S>) -> Result<Object<'a>> {
        if call.instance() as *const c_void != self.instance {
            let text = "the object is held by another instance of a module";
            return Err(Error::new(ErrorKind::RUNTIME, text));
        }
        let raw = value::object(self.reference);
        call.value(&raw)?.try_into()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(cx) = Border::innermost() {
            unsafe {
                if (*cx).state as *const c_void == self.instance {
                    ((*(*cx).api).release)(cx, &value::object(self.reference));
                }
            }
        }
    }
}
