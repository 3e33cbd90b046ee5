// SPDX-License-Identifier: Apache-2.0
//! The border between the host and the module, which no panic crosses.

use crate::{sys, Error, ErrorKind, Result};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::mem;
use std::panic::{self, AssertUnwindSafe, Location};
use std::ptr;
use std::sync::Once;

/// A run of code of the module on this thread, between a call of the host and its return.
pub(crate) struct Border {
    cx: *mut sys::TnContext,
    outer: *const Border,
    panic: RefCell<Option<String>>,
}

thread_local! {
    static INNERMOST: Cell<*const Border> = const { Cell::new(ptr::null()) };
}

static HOOK: Once = Once::new();

impl Border {
    /// The context of the innermost call on this thread.
    pub(crate) fn innermost() -> Option<*mut sys::TnContext> {
        let border = INNERMOST.with(Cell::get);
        (!border.is_null()).then(|| unsafe { (*border).cx })
    }

    /// Runs code of the module; a panic is an error.
    pub(crate) fn guard<T>(cx: *mut sys::TnContext, body: impl FnOnce() -> Result<T>) -> Result<T> {
        HOOK.call_once(take_panics);
        let border = Border {
            cx,
            outer: INNERMOST.with(Cell::get),
            panic: RefCell::new(None),
        };
        INNERMOST.with(|innermost| innermost.set(&border));
        let outcome = panic::catch_unwind(AssertUnwindSafe(body));
        INNERMOST.with(|innermost| innermost.set(border.outer));
        outcome.unwrap_or_else(|payload| {
            discard(payload);
            let text = border.panic.take().unwrap_or_else(|| "panic".into());
            Err(Error::new(ErrorKind::RUNTIME, text))
        })
    }

    /// Runs code of the module; an error or a panic is set in the context.
    pub(crate) fn run<T>(cx: *mut sys::TnContext, body: impl FnOnce() -> Result<T>) -> Option<T> {
        Border::guard(cx, body)
            .map_err(|error| unsafe { error.set(cx) })
            .ok()
    }

    /// Runs code of the module as a function of C that returns 0, or -1 with an error set.
    pub(crate) fn status(cx: *mut sys::TnContext, body: impl FnOnce() -> Result<()>) -> i32 {
        match Border::run(cx, body) {
            Some(()) => 0,
            None => -1,
        }
    }
}

/// Lets panics during calls into the module become errors with their place, in place of lines on
/// the standard error of the process. The standard library is the module's own, so the panics of
/// others are not affected.
fn take_panics() {
    panic::set_hook(Box::new(|info| {
        let text = description(info.payload(), info.location());
        let border = INNERMOST.with(Cell::get);
        if border.is_null() {
            // A failure to write would be a panic in a panic, which ends the process.
            let _ = writeln!(io::stderr(), "{text}");
        } else {
            unsafe { *(*border).panic.borrow_mut() = Some(text) };
        }
    }));
}

fn description(payload: &(dyn Any + Send), place: Option<&Location<'_>>) -> String {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    match place {
        Some(place) => format!("panic: {message} ({}:{})", place.file(), place.line()),
        None => format!("panic: {message}"),
    }
}

/// Drops what a panic carries, if that cannot panic again.
fn discard(payload: Box<dyn Any + Send>) {
    if payload.is::<&str>() || payload.is::<String>() {
        drop(payload);
    } else {
        mem::forget(payload);
    }
}
