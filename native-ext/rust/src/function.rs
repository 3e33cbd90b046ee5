// SPDX-License-Identifier: Apache-2.0
//! Functions of Rust behind functions of C: their signatures, and how arguments and results cross.

use crate::border::Border;
use crate::call::{Arguments, Call};
use crate::resource::Class;
use crate::state::{self, State};
use crate::value::{self, Value};
use crate::{sys, Error, ErrorKind, Result};
use std::cell::Cell;
use std::ffi::CStr;
use std::marker::PhantomData;
use std::mem;
use std::os::raw::{c_char, c_void};
use std::ptr::{self, NonNull};

/// The function belongs to a module whose state is an `S`.
pub struct OfModule<S>(PhantomData<S>);

/// The function is a method of a class.
pub struct OfClass<T>(PhantomData<T>);

/// A function that can stand in a module: typed, or dynamic. The marker says which.
pub trait Function<Owner, Marker>: Copy {
    /// The text of its types; null for a dynamic function.
    const SIGNATURE: *const c_char;

    /// What the host calls.
    const ADDRESS: sys::TnAnyFunction;
}

/// Makes the entry of a table of functions.
pub const fn method<Owner, Marker, F: Function<Owner, Marker>>(
    name: *const c_char,
    doc: *const c_char,
    flags: u32,
    _function: F,
) -> sys::TnMethod {
    sys::TnMethod {
        name,
        doc,
        signature: F::SIGNATURE,
        function: F::ADDRESS,
        flags,
        reserved: 0,
    }
}

/// Ends a table of functions.
pub const METHODS_END: sys::TnMethod = sys::TnMethod {
    name: ptr::null(),
    doc: ptr::null(),
    signature: ptr::null(),
    function: None,
    flags: 0,
    reserved: 0,
};

/// The function itself, which is its type: it has no size.
fn instance<F: Copy>() -> F {
    assert_eq!(
        mem::size_of::<F>(),
        0,
        "expected a function, found a value that captures others"
    );
    unsafe { NonNull::<F>::dangling().as_ptr().read() }
}

/// The text of a signature while it is put together.
#[derive(Clone, Copy)]
struct Signature {
    text: [u8; Signature::LONGEST],
    length: usize,
}

impl Signature {
    const LONGEST: usize = 128;

    const fn begin() -> Signature {
        let empty = Signature {
            text: [0; Signature::LONGEST],
            length: 0,
        };
        empty.with("(")
    }

    const fn with(mut self, part: &str) -> Signature {
        let bytes = part.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            self.text[self.length] = bytes[index];
            self.length += 1;
            index += 1;
        }
        assert!(
            self.length < Signature::LONGEST,
            "the signature is too long"
        );
        self
    }

    const fn with_parameter(self, name: &str) -> Signature {
        self.with(", ").with(name)
    }
}

/// A type of parameters, as functions of this owner have it in C.
pub trait Crossing<Owner> {
    type Abi: Copy;
    const NAME: &'static str;
}

/// The value that a function gets for a parameter during a call.
pub trait Parameter<'a, Owner>: Crossing<Owner> {
    type Value;

    /// # Safety
    /// The host passes it, and what it points to lasts for `'a`.
    unsafe fn receive(abi: Self::Abi) -> Result<Self::Value>;
}

/// A type of parameters that are two in C, a pointer and a length. They come last.
pub trait Memory<'a> {
    type Item;
    type Value;
    const NAME: &'static str;

    /// # Safety
    /// The host passes it, and it lasts for `'a`.
    unsafe fn receive(data: *const Self::Item, length: usize) -> Self::Value;
}

/// What a typed function may return: a number, a truth value, a text, nothing, or a [`Result`].
pub trait Outcome {
    type Abi: Copy;
    const NAME: &'static str;
    const NOTHING: Self::Abi;

    /// # Safety
    /// The context is that of the running call.
    unsafe fn send(self, cx: *mut sys::TnContext) -> Result<Self::Abi>;
}

macro_rules! numbers {
    ($($type:ident $name:literal $nothing:literal;)*) => {
        $(
            impl<Owner> Crossing<Owner> for $type {
                type Abi = $type;
                const NAME: &'static str = $name;
            }

            impl<'a, Owner> Parameter<'a, Owner> for $type {
                type Value = $type;

                unsafe fn receive(abi: $type) -> Result<$type> {
                    Ok(abi)
                }
            }

            impl Outcome for $type {
                type Abi = $type;
                const NAME: &'static str = $name;
                const NOTHING: $type = $nothing;

                unsafe fn send(self, _: *mut sys::TnContext) -> Result<$type> {
                    Ok(self)
                }
            }
        )*
    };
}

numbers! {
    bool "bool" false;
    i8 "i8" 0;
    i16 "i16" 0;
    i32 "i32" 0;
    i64 "i64" 0;
    u8 "u8" 0;
    u16 "u16" 0;
    u32 "u32" 0;
    u64 "u64" 0;
    f32 "f32" 0.0;
    f64 "f64" 0.0;
}

impl<Owner> Crossing<Owner> for &str {
    type Abi = *const c_char;
    const NAME: &'static str = "str";
}

impl<'a, Owner> Parameter<'a, Owner> for &str {
    type Value = &'a str;

    unsafe fn receive(abi: *const c_char) -> Result<&'a str> {
        Ok(CStr::from_ptr(abi).to_str()?)
    }
}

impl<S: State> Crossing<OfModule<S>> for &S {
    type Abi = *mut c_void;
    const NAME: &'static str = "state";
}

impl<'a, S: State> Parameter<'a, OfModule<S>> for &S {
    type Value = &'a S;

    unsafe fn receive(abi: *mut c_void) -> Result<&'a S> {
        state::of(abi)
    }
}

impl<T: Class> Crossing<OfClass<T>> for &T {
    type Abi = *mut c_void;
    const NAME: &'static str = "self";
}

impl<'a, T: Class> Parameter<'a, OfClass<T>> for &T {
    type Value = &'a T;

    unsafe fn receive(abi: *mut c_void) -> Result<&'a T> {
        Ok(&*(abi as *const T))
    }
}

impl<'a> Memory<'a> for &[u8] {
    type Item = u8;
    type Value = &'a [u8];
    const NAME: &'static str = "bytes";

    unsafe fn receive(data: *const u8, length: usize) -> &'a [u8] {
        value::memory(data, length)
    }
}

macro_rules! arrays {
    ($($type:ident $name:literal;)*) => {
        $(
            impl<'a> Memory<'a> for &[Cell<$type>] {
                type Item = $type;
                type Value = &'a [Cell<$type>];
                const NAME: &'static str = $name;

                unsafe fn receive(data: *const $type, length: usize) -> &'a [Cell<$type>] {
                    value::memory(data.cast(), length)
                }
            }
        )*
    };
}

arrays! {
    u8 "buffer";
    i32 "i32[]";
    i64 "i64[]";
    f32 "f32[]";
    f64 "f64[]";
}

impl Outcome for () {
    type Abi = ();
    const NAME: &'static str = "void";
    const NOTHING: () = ();

    unsafe fn send(self, _: *mut sys::TnContext) -> Result<()> {
        Ok(())
    }
}

impl Outcome for String {
    type Abi = *const c_char;
    const NAME: &'static str = "str";
    const NOTHING: *const c_char = ptr::null();

    unsafe fn send(mut self, cx: *mut sys::TnContext) -> Result<*const c_char> {
        if self.contains('\0') {
            let text = "a text with a NUL in it cannot be returned by a typed function";
            return Err(Error::new(ErrorKind::VALUE, text));
        }
        self.push('\0');
        let call: Call = Call::of(cx);
        Ok(call.str(&self)?.raw().r#as.s)
    }
}

impl<T: Outcome> Outcome for Result<T> {
    type Abi = T::Abi;
    const NAME: &'static str = T::NAME;
    const NOTHING: T::Abi = T::NOTHING;

    unsafe fn send(self, cx: *mut sys::TnContext) -> Result<T::Abi> {
        self?.send(cx)
    }
}

/// Marks functions whose types make a signature.
pub struct Typed<Types>(PhantomData<Types>);

/// Marks functions that get any values: `fn(&Arguments<S>) -> Result<Value<'_>>`.
pub struct Dynamic;

impl<S, F> Function<OfModule<S>, Dynamic> for F
where
    S: State,
    F: for<'a> Fn(&'a Arguments<S>) -> Result<Value<'a>> + Copy,
{
    const SIGNATURE: *const c_char = ptr::null();
    const ADDRESS: sys::TnAnyFunction = {
        let function: sys::TnFunction = call_dynamic::<S, F>;
        Some(unsafe { mem::transmute::<sys::TnFunction, unsafe extern "C" fn()>(function) })
    };
}

unsafe extern "C" fn call_dynamic<S, F>(
    cx: *mut sys::TnContext,
    values: *const sys::TnValue,
    count: usize,
    result: *mut sys::TnValue,
) -> i32
where
    F: for<'a> Fn(&'a Arguments<S>) -> Result<Value<'a>> + Copy,
{
    Border::status(cx, || {
        let arguments = Arguments::of(cx, values, count);
        *result = instance::<F>()(&arguments)?.raw();
        Ok(())
    })
}

impl<T, F> Function<OfClass<T>, Dynamic> for F
where
    T: Class,
    F: for<'a> Fn(&'a T, &'a Arguments<T::State>) -> Result<Value<'a>> + Copy,
{
    const SIGNATURE: *const c_char = ptr::null();
    const ADDRESS: sys::TnAnyFunction = {
        let function: sys::TnBoundFunction = call_bound::<T, F>;
        Some(unsafe { mem::transmute::<sys::TnBoundFunction, unsafe extern "C" fn()>(function) })
    };
}

unsafe extern "C" fn call_bound<T, F>(
    cx: *mut sys::TnContext,
    object: *mut c_void,
    values: *const sys::TnValue,
    count: usize,
    result: *mut sys::TnValue,
) -> i32
where
    T: Class,
    F: for<'a> Fn(&'a T, &'a Arguments<T::State>) -> Result<Value<'a>> + Copy,
{
    Border::status(cx, || {
        let arguments = Arguments::of(cx, values, count);
        *result = instance::<F>()(&*(object as *const T), &arguments)?.raw();
        Ok(())
    })
}

/// Implements [`Function`] for typed functions with so many values and so many blocks of memory.
macro_rules! typed {
    ([$($type:ident $value:ident),*] [$($memory:ident $data:ident $length:ident),*]) => {
        #[allow(clippy::extra_unused_type_parameters, clippy::missing_transmute_annotations)]
        impl<Owner, F, R, $($type,)* $($memory,)*>
            Function<Owner, Typed<(fn($($type),*), fn($($memory),*) -> R)>> for F
        where
            F: Fn($($type,)* $($memory,)*) -> R
                + for<'a> Fn(
                    $(<$type as Parameter<'a, Owner>>::Value,)*
                    $(<$memory as Memory<'a>>::Value,)*
                ) -> R
                + Copy,
            R: Outcome,
            $($type: for<'a> Parameter<'a, Owner>,)*
            $($memory: for<'a> Memory<'a>,)*
        {
            const SIGNATURE: *const c_char = {
                const fn text<Owner, R: Outcome, $($type: Crossing<Owner>,)* $($memory: for<'a> Memory<'a>,)*>() -> Signature {
                    Signature::begin()
                        .with("context")
                        $(.with_parameter(<$type as Crossing<Owner>>::NAME))*
                        $(.with_parameter(<$memory as Memory<'static>>::NAME))*
                        .with(") -> ")
                        .with(R::NAME)
                }
                &text::<Owner, R, $($type,)* $($memory,)*>().text as *const u8 as *const c_char
            };
            const ADDRESS: sys::TnAnyFunction = {
                unsafe extern "C" fn call<Owner, F, R, $($type,)* $($memory,)*>(
                    cx: *mut sys::TnContext,
                    $($value: <$type as Crossing<Owner>>::Abi,)*
                    $($data: *const <$memory as Memory<'static>>::Item, $length: usize,)*
                ) -> R::Abi
                where
                    F: for<'a> Fn(
                        $(<$type as Parameter<'a, Owner>>::Value,)*
                        $(<$memory as Memory<'a>>::Value,)*
                    ) -> R + Copy,
                    R: Outcome,
                    $($type: for<'a> Parameter<'a, Owner>,)*
                    $($memory: for<'a> Memory<'a>,)*
                {
                    let done = Border::run(cx, || {
                        apply(
                            instance::<F>(),
                            $(<$type as Parameter<'_, Owner>>::receive($value)?,)*
                            $(<$memory as Memory<'_>>::receive($data.cast(), $length),)*
                        ).send(cx)
                    });
                    done.unwrap_or(R::NOTHING)
                }
                /// Names one of the types that the function can be called with.
                fn apply<R, $($type,)* $($memory,)*>(
                    function: impl Fn($($type,)* $($memory,)*) -> R,
                    $($value: $type,)*
                    $($data: $memory,)*
                ) -> R {
                    function($($value,)* $($data,)*)
                }
                let function: unsafe extern "C" fn(
                    *mut sys::TnContext,
                    $(<$type as Crossing<Owner>>::Abi,)*
                    $(*const <$memory as Memory<'static>>::Item, usize_for!($length),)*
                ) -> R::Abi = call::<Owner, F, R, $($type,)* $($memory,)*>;
                Some(unsafe { mem::transmute::<_, unsafe extern "C" fn()>(function) })
            };
        }
    };
}

macro_rules! usize_for {
    ($length:ident) => {
        usize
    };
}

macro_rules! typed_with_memory {
    ($($values:tt)*) => {
        typed!([$($values)*] []);
        typed!([$($values)*] [M m m_length]);
        typed!([$($values)*] [M m m_length, N n n_length]);
    };
}

typed_with_memory!();
typed_with_memory!(A a);
typed_with_memory!(A a, B b);
typed_with_memory!(A a, B b, C c);
typed_with_memory!(A a, B b, C c, D d);
typed_with_memory!(A a, B b, C c, D d, E e);
typed_with_memory!(A a, B b, C c, D d, E e, G g);
