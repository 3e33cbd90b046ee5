// SPDX-License-Identifier: Apache-2.0
//! The memory of objects of the host.

use crate::call::Call;
use crate::value::{self, Value};
use crate::{sys, Error, ErrorKind, Result};
use std::cell::Cell;
use std::marker::PhantomData;
use std::mem;
use std::ptr;

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
