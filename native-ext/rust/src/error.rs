// SPDX-License-Identifier: Apache-2.0
//! Errors that cross between the module and its host.

use crate::sys;
use std::any::Any;
use std::{error, fmt, io, num, str, string};

/// What a function of a module returns that may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of an error, which decides its type in the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ErrorKind(u32);

macro_rules! kinds {
    ($($name:ident $number:ident),* $(,)?) => {
        impl ErrorKind {
            $(pub const $name: ErrorKind = ErrorKind(sys::$number);)*
        }
    };
}

kinds! {
    EXCEPTION TN_EXCEPTION,
    TYPE TN_TYPE_ERROR,
    VALUE TN_VALUE_ERROR,
    OVERFLOW TN_OVERFLOW_ERROR,
    ATTRIBUTE TN_ATTRIBUTE_ERROR,
    NAME TN_NAME_ERROR,
    KEY TN_KEY_ERROR,
    INDEX TN_INDEX_ERROR,
    RUNTIME TN_RUNTIME_ERROR,
    SYSTEM TN_SYSTEM_ERROR,
    IMPORT TN_IMPORT_ERROR,
    MODULE_NOT_FOUND TN_MODULE_NOT_FOUND_ERROR,
    OS TN_OS_ERROR,
    MEMORY TN_MEMORY_ERROR,
    NOT_IMPLEMENTED TN_NOT_IMPLEMENTED_ERROR,
    SYSTEM_EXIT TN_SYSTEM_EXIT,
    STOP_ITERATION TN_STOP_ITERATION,
    BUFFER TN_BUFFER_ERROR,
    UNICODE TN_UNICODE_ERROR,
    BROKEN_PIPE TN_BROKEN_PIPE_ERROR,
    FILE_NOT_FOUND TN_FILE_NOT_FOUND_ERROR,
    IS_A_DIRECTORY TN_IS_A_DIRECTORY_ERROR,
    PERMISSION TN_PERMISSION_ERROR,
    ZERO_DIVISION TN_ZERO_DIVISION_ERROR,
    KEYBOARD_INTERRUPT TN_KEYBOARD_INTERRUPT,
    RECURSION TN_RECURSION_ERROR,
}

/// An error: made by the module, or raised by the host during a call into it. A function that
/// returns it raises it in the host.
///
/// Every [`std::error::Error`] becomes one by `?`.
pub struct Error {
    kind: ErrorKind,
    message: String,
    /// The number of the host's own exception, which is raised again as it is.
    raised: Option<u64>,
}

impl Error {
    /// Makes an error.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error {
            kind,
            message: message.into(),
            raised: None,
        }
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The text of the error.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Takes the error off the context, so that other calls can be made.
    pub(crate) unsafe fn take(cx: *mut sys::TnContext) -> Error {
        let api = &*(*cx).api;
        let mut text = crate::value::none();
        let kind = (api.error_get)(cx, &mut text);
        let message = if text.kind == sys::TN_STR {
            let bytes = std::slice::from_raw_parts(text.r#as.s.cast(), text.length as usize);
            String::from_utf8_lossy(bytes).into_owned()
        } else {
            String::new()
        };
        let mut frame = [crate::value::none()];
        let status = (api.request)(cx, sys::TN_OP_ERROR_FETCH, frame.as_mut_ptr(), frame.len());
        let is_object = status == 0 && frame[0].kind == sys::TN_OBJECT;
        Error {
            kind: ErrorKind(kind),
            message,
            raised: is_object.then(|| frame[0].r#as.r#ref),
        }
    }

    /// Sets the error, which the host raises when the call returns.
    pub(crate) unsafe fn set(&self, cx: *mut sys::TnContext) {
        let api = &*(*cx).api;
        match self.raised {
            Some(reference) => {
                let mut frame = [crate::value::object(reference), crate::value::none()];
                (api.request)(cx, sys::TN_OP_ERROR_RAISE, frame.as_mut_ptr(), frame.len());
            }
            None => {
                let text = self.message.as_ptr().cast();
                (api.error_set)(cx, self.kind.0, text, self.message.len());
            }
        }
    }
}

// Not a std::error::Error itself: that would rule out the conversion below.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.kind, self.message)
    }
}

impl<E: error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        Error::new(kind_of(&error), error.to_string())
    }
}

fn kind_of(error: &dyn Any) -> ErrorKind {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return match error.kind() {
            io::ErrorKind::NotFound => ErrorKind::FILE_NOT_FOUND,
            io::ErrorKind::PermissionDenied => ErrorKind::PERMISSION,
            io::ErrorKind::BrokenPipe => ErrorKind::BROKEN_PIPE,
            io::ErrorKind::OutOfMemory => ErrorKind::MEMORY,
            _ => ErrorKind::OS,
        };
    }
    if error.is::<str::Utf8Error>() || error.is::<string::FromUtf8Error>() {
        ErrorKind::UNICODE
    } else if error.is::<num::TryFromIntError>() {
        ErrorKind::OVERFLOW
    } else if error.is::<num::ParseIntError>()
        || error.is::<num::ParseFloatError>()
        || error.is::<std::ffi::NulError>()
    {
        ErrorKind::VALUE
    } else {
        ErrorKind::RUNTIME
    }
}
