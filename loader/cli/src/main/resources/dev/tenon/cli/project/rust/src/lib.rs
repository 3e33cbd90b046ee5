// SPDX-License-Identifier: Apache-2.0
//! A module to start from. The name in `module!` is that of the library, too.
use std::cell::Cell;
use std::ffi::CStr;
use tenon::{Arguments, Call, Error, ErrorKind, Result, Stream, Value};

/// One of these for each interpreter that imports the module. It is made when the module is executed
/// and dropped when the interpreter ends. A function that calls the host may be called again
/// meanwhile, so functions get it shared, and it has cells.
#[derive(Default)]
struct State {
    greeted: Cell<i64>,
}

/// A function: its signature is that of its type. An error becomes an error of the host.
fn add(a: i64, b: i64) -> Result<i64> {
    a.checked_add(b)
        .ok_or_else(|| Error::new(ErrorKind::OVERFLOW, "the sum is too large"))
}

fn greet(state: &State, name: &str) -> Result<String> {
    if name.is_empty() {
        return Err(Error::new(ErrorKind::VALUE, "greet() needs a name"));
    }
    let number = state.greeted.get() + 1;
    state.greeted.set(number);
    Ok(format!("Hello, {name}! You are number {number}."))
}

/// A class behind objects of the host.
struct Counter {
    value: Cell<i64>,
}

impl Counter {
    fn next(&self) -> Result<i64> {
        self.value.set(add(self.value.get(), 1)?);
        Ok(self.value.get())
    }
}

/// A function that gets any values.
fn counter(arguments: &Arguments<State>) -> Result<Value<'_>> {
    arguments.make(Counter {
        value: Cell::new(arguments.get(0)?),
    })
}

/// Runs when the module is the main program: tenon run -m template NAME...
fn run(call: &Call<State>, arguments: &[&CStr]) -> Result<i32> {
    for name in arguments {
        let line = greet(call.state()?, name.to_str()?)?;
        call.write(Stream::Output, &format!("{line}\n"))?;
    }
    Ok(0) // the exit status
}

tenon::module! {
    name: template,
    doc: "A module to start from.",
    state: State,
    functions: {
        add: "Add two numbers.",
        greet: "Greet somebody by name.",
        counter: "A counter that starts at a number.",
    },
    classes: {
        Counter: "Counts.", { next: "Count one up." },
    },
    main: run,
    interpreters: isolated,
}
