// SPDX-License-Identifier: Apache-2.0
//! Calls into the module, and what they can ask of the host.

use crate::resource::Class;
use crate::state::{self, State};
use crate::value::{self, Object, Value};
use crate::{sys, Buffer, Error, ErrorKind, Held, Result, View};
use std::ffi::CString;
use std::marker::PhantomData;
use std::ops::Deref;
use std::os::raw::c_void;
use std::ptr;

/// A stream of the interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Output,
    Error,
}

/// A call into the module, whose state is an `S`. It belongs to its thread.
pub struct Call<S = ()> {
    cx: *mut sys::TnContext,
    state: PhantomData<*const S>,
}

/// The arguments of a dynamic function, and the call that passes them.
pub struct Arguments<S = ()> {
    call: Call<S>,
    values: *const sys::TnValue,
    count: usize,
}

impl<S> Call<S> {
    /// # Safety
    /// The context is that of a running call into a module whose state is an `S`, and the result
    /// does not outlive the call.
    pub(crate) unsafe fn of(cx: *mut sys::TnContext) -> Call<S> {
        Call {
            cx,
            state: PhantomData,
        }
    }

    /// The context, for functions of [`sys`].
    pub fn as_raw(&self) -> *mut sys::TnContext {
        self.cx
    }

    pub(crate) fn api(&self) -> &sys::TnApi {
        unsafe { &*(*self.cx).api }
    }

    /// What tells instances of modules apart.
    pub(crate) fn instance(&self) -> *mut c_void {
        unsafe { (*self.cx).state }
    }

    pub(crate) fn check(&self, status: i32) -> Result<()> {
        if status < 0 {
            return Err(unsafe { Error::take(self.cx) });
        }
        Ok(())
    }

    /// Asks an operation of the host, whose result is the last value of the frame.
    pub(crate) fn request<const N: usize>(
        &self,
        operation: u32,
        mut frame: [sys::TnValue; N],
    ) -> Result<sys::TnValue> {
        let status = unsafe { (self.api().request)(self.cx, operation, frame.as_mut_ptr(), N) };
        self.check(status)?;
        Ok(frame[N - 1])
    }

    /// A value that lasts as long as the call.
    pub(crate) fn value(&self, raw: &sys::TnValue) -> Result<Value<'_>> {
        unsafe { Value::read(raw) }
    }

    /// The state of the module.
    ///
    /// # Errors
    /// A RuntimeError before the module has been executed.
    pub fn state(&self) -> Result<&S>
    where
        S: State,
    {
        unsafe { state::of(self.instance()) }
    }

    /// Copies a text into memory that lasts as long as the call, to return it.
    pub fn str(&self, text: &str) -> Result<Value<'_>> {
        let copy = self.copy(text.as_bytes())?;
        Ok(Value::Str(unsafe { std::str::from_utf8_unchecked(copy) }))
    }

    /// Copies bytes into memory that lasts as long as the call, to return them.
    pub fn bytes(&self, bytes: &[u8]) -> Result<Value<'_>> {
        self.copy(bytes).map(Value::Bytes)
    }

    fn copy(&self, bytes: &[u8]) -> Result<&[u8]> {
        unsafe {
            let memory = (self.api().alloc)(self.cx, bytes.len());
            self.check(if memory.is_null() { -1 } else { 0 })?;
            ptr::copy_nonoverlapping(bytes.as_ptr(), memory.cast(), bytes.len());
            Ok(value::memory(memory.cast(), bytes.len()))
        }
    }

    /// Imports a module by its full name.
    pub fn import(&self, name: &str) -> Result<Object<'_>> {
        let name = CString::new(name)?;
        let mut module = value::none();
        self.check(unsafe { (self.api().import_module)(self.cx, name.as_ptr(), &mut module) })?;
        self.value(&module)?.try_into()
    }

    /// The module itself.
    pub fn module(&self) -> Result<Object<'_>> {
        let mut module = value::none();
        self.check(unsafe { (self.api().self_)(self.cx, &mut module) })?;
        self.value(&module)?.try_into()
    }

    /// Reads an attribute of an object.
    pub fn attribute(&self, object: Object<'_>, name: &str) -> Result<Value<'_>> {
        let name = CString::new(name)?;
        let mut found = value::none();
        self.check(unsafe {
            (self.api().attribute_get)(self.cx, &object.raw(), name.as_ptr(), &mut found)
        })?;
        self.value(&found)
    }

    /// Sets an attribute of an object.
    pub fn set_attribute<'v>(
        &self,
        object: Object<'_>,
        name: &str,
        value: impl Into<Value<'v>>,
    ) -> Result<()> {
        let name = CString::new(name)?;
        self.check(unsafe {
            let value = value.into().raw();
            (self.api().attribute_set)(self.cx, &object.raw(), name.as_ptr(), &value)
        })
    }

    /// Calls an object.
    pub fn call(&self, callable: Object<'_>, arguments: &[Value<'_>]) -> Result<Value<'_>> {
        let values: Vec<_> = arguments.iter().map(Value::raw).collect();
        let mut result = value::none();
        self.check(unsafe {
            let callable = callable.raw();
            (self.api().call)(
                self.cx,
                &callable,
                values.as_ptr(),
                values.len(),
                &mut result,
            )
        })?;
        self.value(&result)
    }

    /// Makes a list.
    pub fn list(&self, items: &[Value<'_>]) -> Result<Object<'_>> {
        let values: Vec<_> = items.iter().map(Value::raw).collect();
        let count = value::integer(values.len() as i64);
        let frame = [value::address(values.as_ptr()), count, value::none()];
        let list = self.request(sys::TN_OP_LIST_NEW, frame)?;
        self.value(&list)?.try_into()
    }

    /// The number of items of a list or map.
    pub fn length(&self, object: Object<'_>) -> Result<i64> {
        let length = self.request(sys::TN_OP_LENGTH, [object.raw(), value::none()])?;
        self.value(&length)?.try_into()
    }

    /// Reads the item of a list at an index, or the value of a map for a key.
    pub fn item<'v>(&self, object: Object<'_>, key: impl Into<Value<'v>>) -> Result<Value<'_>> {
        let frame = [object.raw(), key.into().raw(), value::none()];
        let item = self.request(sys::TN_OP_ITEM_GET, frame)?;
        self.value(&item)
    }

    /// Writes a text to a stream of the interpreter.
    pub fn write(&self, stream: Stream, text: &str) -> Result<()> {
        let number = match stream {
            Stream::Output => sys::TN_STDOUT,
            Stream::Error => sys::TN_STDERR,
        };
        self.check(unsafe { (self.api().write)(self.cx, number, text.as_ptr().cast(), text.len()) })
    }

    /// Gives a warning for users of the module.
    pub fn warn(&self, message: &str) -> Result<()> {
        let message = CString::new(message)?;
        self.check(unsafe { (self.api().warn)(self.cx, sys::TN_USER_WARNING, message.as_ptr()) })
    }

    /// Keeps an object beyond the call.
    pub fn hold(&self, object: Object<'_>) -> Result<Held> {
        Held::new(self, object)
    }

    /// The memory of an object, to read it.
    pub fn buffer(&self, object: Value<'_>) -> Result<Buffer<'_>> {
        Buffer::acquire(self.cx, object, sys::TN_BUFFER_READ)
    }

    /// The memory of an object, to read and write it.
    pub fn buffer_mut(&self, object: Value<'_>) -> Result<Buffer<'_>> {
        Buffer::acquire(self.cx, object, sys::TN_BUFFER_WRITE)
    }

    /// Puts a value of a class behind an object of the host, which drops it.
    pub fn make<T: Class<State = S>>(&self, object: T) -> Result<Value<'_>> {
        let object = Box::new(object);
        let pointer: *const T = &*object;
        let frame = [
            value::address(T::resource_type()),
            value::address(pointer),
            value::none(),
        ];
        let resource = self.request(sys::TN_OP_RESOURCE_NEW, frame)?;
        let _ = Box::into_raw(object); // belongs to the host now
        self.value(&resource)
    }

    /// The value of a class behind an object of the host.
    ///
    /// # Errors
    /// A TypeError if the object is of another type or instance, a ValueError if it is closed.
    pub fn resource<T: Class<State = S>>(&self, object: Value<'_>) -> Result<&T> {
        let frame = [
            object.raw(),
            value::address(T::resource_type()),
            value::none(),
        ];
        let address = self.request(sys::TN_OP_RESOURCE_GET, frame)?;
        Ok(unsafe { &*(address.r#as.i as *const T) })
    }

    /// Makes what a thread of the module needs to call the host.
    pub fn view(&self) -> Result<View<S>>
    where
        S: State,
    {
        let view = unsafe { (self.api().view_new)(self.cx) };
        self.check(if view.is_null() { -1 } else { 0 })?;
        Ok(unsafe { View::of(view) })
    }
}

impl<S> Arguments<S> {
    /// # Safety
    /// As for [`Call::of`]; the values are those of the call.
    pub(crate) unsafe fn of(
        cx: *mut sys::TnContext,
        values: *const sys::TnValue,
        count: usize,
    ) -> Arguments<S> {
        Arguments {
            call: Call::of(cx),
            values,
            count,
        }
    }

    /// The number of arguments.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no arguments.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// One of the arguments, from 0: a [`Value`], or what a value can be converted to.
    ///
    /// # Errors
    /// A TypeError if there are fewer arguments, or it is of another type.
    pub fn get<'a, T>(&'a self, index: usize) -> Result<T>
    where
        T: TryFrom<Value<'a>>,
        Error: From<T::Error>,
    {
        let values = unsafe { value::memory(self.values, self.count) };
        let value = values.get(index).ok_or_else(|| {
            let text = format!(
                "expected {} or more arguments, found {}",
                index + 1,
                self.count
            );
            Error::new(ErrorKind::TYPE, text)
        })?;
        T::try_from(self.call.value(value)?).map_err(|error| {
            let error = Error::from(error);
            Error::new(error.kind(), format!("argument {}: {error}", index + 1))
        })
    }
}

impl<S> Deref for Arguments<S> {
    type Target = Call<S>;

    fn deref(&self) -> &Call<S> {
        &self.call
    }
}
