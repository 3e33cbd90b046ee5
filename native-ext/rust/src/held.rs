// SPDX-License-Identifier: Apache-2.0
//! What outlives a call or ends before it: held objects, buffers, and the views of threads.

use crate::border::Border;
use crate::call::Call;
use crate::state::State;
use crate::value::{self, Object, Value};
use crate::{sys, Error, ErrorKind, Result};
use std::cell::Cell;
use std::marker::PhantomData;
use std::mem;
use std::os::raw::c_void;
use std::ptr;

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

/// The memory of an object of the host, until it is dropped or the call ends.
pub struct Buffer<'a> {
    raw: sys::TnBuffer,
    cx: *mut sys::TnContext,
    call: PhantomData<&'a ()>,
}

/// A type of numbers that the memory of objects holds.
pub trait Item: Copy + 'static {
    /// The letters that CPython's struct module has for it.
    const FORMATS: &'static [u8];
}

macro_rules! items {
    ($($type:ident $formats:literal;)*) => {
        $(
            impl Item for $type {
                const FORMATS: &'static [u8] = $formats;
            }
        )*
    };
}

items! {
    i8 b"bB";
    u8 b"bBhiqfd";
    i16 b"h";
    i32 b"i";
    i64 b"q";
    f32 b"f";
    f64 b"d";
}

impl<'a> Buffer<'a> {
    pub(crate) fn acquire(
        cx: *mut sys::TnContext,
        object: Value<'_>,
        mode: u32,
    ) -> Result<Buffer<'a>> {
        let mut raw = sys::TnBuffer {
            data: ptr::null_mut(),
            length: 0,
            item_size: 0,
            format: 0,
            read_only: 0,
            reserved: 0,
            owner: value::none(),
        };
        let target: *const sys::TnBuffer = &raw;
        let frame = [
            object.raw(),
            value::integer(mode.into()),
            value::address(target),
            value::none(),
        ];
        let call: Call = unsafe { Call::of(cx) };
        raw.owner = call.request(sys::TN_OP_BUFFER_ACQUIRE, frame)?;
        Ok(Buffer {
            raw,
            cx,
            call: PhantomData,
        })
    }

    /// The number of bytes.
    pub fn bytes(&self) -> usize {
        self.raw.length as usize
    }

    /// Reads the items, which are numbers of this type; `u8` reads the bytes of any.
    ///
    /// # Errors
    /// A TypeError if the items are of another type.
    pub fn iter<T: Item>(&self) -> Result<impl Iterator<Item = T> + '_> {
        let (data, count) = self.items_at::<T>()?;
        Ok((0..count).map(move |index| unsafe { data.add(index).read_unaligned() }))
    }

    /// The items themselves, of a buffer that [`Call::buffer_mut`] has got.
    ///
    /// # Errors
    /// A TypeError if the items are of another type, a BufferError if they must not be written or
    /// are not aligned.
    pub fn items<T: Item>(&self) -> Result<&[Cell<T>]> {
        let (data, count) = self.items_at::<T>()?;
        if self.raw.read_only != 0 {
            let text = "the memory must not be written: get it with buffer_mut";
            return Err(Error::new(ErrorKind::BUFFER, text));
        }
        if data as usize % mem::align_of::<T>() != 0 {
            return Err(Error::new(ErrorKind::BUFFER, "the items are not aligned"));
        }
        Ok(unsafe { value::memory(data as *const Cell<T>, count) })
    }

    fn items_at<T: Item>(&self) -> Result<(*const T, usize)> {
        let letter = u8::try_from(self.raw.format).unwrap_or(0);
        if !T::FORMATS.contains(&letter) {
            let text = format!(
                "expected items of format {}, found {}",
                String::from_utf8_lossy(T::FORMATS),
                char::from(letter)
            );
            return Err(Error::new(ErrorKind::TYPE, text));
        }
        Ok((
            self.raw.data as *const T,
            self.bytes() / mem::size_of::<T>(),
        ))
    }
}

impl Drop for Buffer<'_> {
    fn drop(&mut self) {
        let mut frame = [self.raw.owner];
        unsafe {
            ((*(*self.cx).api).request)(self.cx, sys::TN_OP_BUFFER_RELEASE, frame.as_mut_ptr(), 1);
        }
    }
}

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
