// SPDX-License-Identifier: Apache-2.0
//! Values: what crosses between the module and its host.

use crate::sys;
use crate::{Error, ErrorKind, Result};
use std::marker::PhantomData;
use std::slice;

/// A value of the host. Text, bytes and objects last as long as the call that they were got in.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(&'a str),
    Bytes(&'a [u8]),
    Object(Object<'a>),
}

/// A reference to an object of the host. [`Call::hold`](crate::Call::hold) keeps the object longer.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    reference: u64,
    /// Belongs to the thread of the call.
    call: PhantomData<&'a *mut ()>,
}

pub(crate) const fn none() -> sys::TnValue {
    sys::TnValue {
        kind: sys::TN_NONE,
        length: 0,
        r#as: sys::TnContent { i: 0 },
    }
}

pub(crate) const fn object(reference: u64) -> sys::TnValue {
    sys::TnValue {
        kind: sys::TN_OBJECT,
        length: 0,
        r#as: sys::TnContent { r#ref: reference },
    }
}

pub(crate) fn integer(number: i64) -> sys::TnValue {
    sys::TnValue {
        kind: sys::TN_INT,
        length: 0,
        r#as: sys::TnContent { i: number },
    }
}

/// An address, as operations of the host take it.
pub(crate) fn address<T>(pointer: *const T) -> sys::TnValue {
    integer(pointer as i64)
}

/// The length of a text or of bytes; the host refuses what is longer than it takes.
fn length_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'a> Value<'a> {
    /// Reads a value of the host.
    ///
    /// # Safety
    /// What the value points to lasts for `'a`.
    pub(crate) unsafe fn read(value: &sys::TnValue) -> Result<Value<'a>> {
        Ok(match value.kind {
            sys::TN_NONE => Value::None,
            sys::TN_BOOL => Value::Bool(value.r#as.i != 0),
            sys::TN_INT => Value::Int(value.r#as.i),
            sys::TN_FLOAT => Value::Float(value.r#as.f),
            sys::TN_STR => Value::Str(std::str::from_utf8(memory(
                value.r#as.s.cast(),
                value.length as usize,
            ))?),
            sys::TN_BYTES => Value::Bytes(memory(value.r#as.p.cast(), value.length as usize)),
            sys::TN_OBJECT => Value::Object(Object {
                reference: value.r#as.r#ref,
                call: PhantomData,
            }),
            kind => {
                let text = format!("expected a value of kind 0 to 6, found {kind}");
                return Err(Error::new(ErrorKind::SYSTEM, text));
            }
        })
    }

    /// The value as C has it, which points to the same text or bytes.
    pub(crate) fn raw(&self) -> sys::TnValue {
        let (kind, length, content) = match *self {
            Value::None => return none(),
            Value::Object(of_host) => return of_host.raw(),
            Value::Int(number) => return integer(number),
            Value::Bool(flag) => (sys::TN_BOOL, 0, sys::TnContent { i: flag.into() }),
            Value::Float(number) => (sys::TN_FLOAT, 0, sys::TnContent { f: number }),
            Value::Str(text) => {
                let content = sys::TnContent {
                    s: text.as_ptr().cast(),
                };
                (sys::TN_STR, length_of(text.len()), content)
            }
            Value::Bytes(bytes) => {
                let content = sys::TnContent {
                    p: bytes.as_ptr().cast(),
                };
                (sys::TN_BYTES, length_of(bytes.len()), content)
            }
        };
        sys::TnValue {
            kind,
            length,
            r#as: content,
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Value::None => "None",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::Object(_) => "object",
        }
    }
}

impl Object<'_> {
    pub(crate) fn raw(&self) -> sys::TnValue {
        object(self.reference)
    }
}

/// Memory of the host; its address may be null when it is empty.
///
/// # Safety
/// As for [`slice::from_raw_parts`], but for the null.
pub(crate) unsafe fn memory<'a, T>(address: *const T, length: usize) -> &'a [T] {
    if length == 0 {
        &[]
    } else {
        slice::from_raw_parts(address, length)
    }
}

macro_rules! conversions {
    ($($type:ty, $name:literal, $variant:ident($item:ident) => $result:expr $(, or $pattern:pat => $other:expr)?;)*) => {
        $(
            impl<'a> From<$type> for Value<'a> {
                fn from($item: $type) -> Value<'a> {
                    Value::$variant($item)
                }
            }

            impl<'a> TryFrom<Value<'a>> for $type {
                type Error = Error;

                fn try_from(value: Value<'a>) -> Result<$type> {
                    match value {
                        Value::$variant($item) => Ok($result),
                        $($pattern => Ok($other),)?
                        other => Err(wrong_type($name, &other)),
                    }
                }
            }
        )*
    };
}

conversions! {
    bool, "bool", Bool(flag) => flag;
    i64, "int", Int(number) => number;
    f64, "float", Float(number) => number, or Value::Int(number) => number as f64;
    &'a str, "str", Str(text) => text;
    &'a [u8], "bytes", Bytes(bytes) => bytes;
    Object<'a>, "object", Object(of_host) => of_host;
}

impl From<()> for Value<'_> {
    fn from((): ()) -> Self {
        Value::None
    }
}

fn wrong_type(expected: &str, found: &Value<'_>) -> Error {
    let text = format!("expected {expected}, found {}", found.type_name());
    Error::new(ErrorKind::TYPE, text)
}
