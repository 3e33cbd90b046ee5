// SPDX-License-Identifier: Apache-2.0
//! What modules in Rust may do wrong, and every way in which values cross.
use std::cell::{Cell, RefCell};
use std::thread::{self, JoinHandle};
use tenon::{Arguments, Error, ErrorKind, Held, Object, Result, Stream, Value};

#[derive(Default)]
struct State {
    calls: Cell<i64>,
    held: RefCell<Option<Held>>,
    log: RefCell<String>,
    thread: Cell<Option<JoinHandle<Result<(), String>>>>,
}

impl Drop for State {
    fn drop(&mut self) {
        if self.calls.get() < 0 {
            panic!("the state");
        }
    }
}

fn count(state: &State) -> i64 {
    state.calls.set(state.calls.get() + 1);
    state.calls.get()
}

fn ruin(state: &State) {
    state.calls.set(-1);
}

fn boom(number: i64) -> i64 {
    panic!("boom {number}")
}

fn strange_boom() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("again");
        }
    }
    std::panic::panic_any(Panics)
}

fn parse(text: &str) -> Result<i64> {
    Ok(text.parse()?)
}

fn read(path: &str) -> Result<String> {
    Ok(std::fs::read_to_string(path)?)
}

fn nul() -> String {
    "a\0b".into()
}

#[allow(clippy::too_many_arguments)]
fn all(
    a: u8,
    b: i16,
    c: f32,
    d: bool,
    e: &str,
    f: i64,
    bytes: &[u8],
    numbers: &[Cell<i32>],
) -> String {
    let numbers: Vec<i32> = numbers.iter().map(Cell::get).collect();
    format!("{a} {b} {c} {d} {e} {f} {bytes:?} {numbers:?}")
}

fn swap(one: &[Cell<f64>], other: &[Cell<f64>]) {
    for (left, right) in one.iter().zip(other) {
        left.swap(right);
    }
}

fn keep(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let held = arguments.hold(arguments.get(0)?)?;
    *arguments.state()?.held.borrow_mut() = Some(held);
    Ok(Value::None)
}

fn first_kept(arguments: &Arguments<State>) -> Result<Value<'_>> {
    match &*arguments.state()?.held.borrow() {
        Some(held) => arguments.item(held.object(arguments)?, 0),
        None => Err(Error::new(ErrorKind::KEY, "nothing is kept")),
    }
}

/// Calls what it is given while it has borrowed a part of its state.
fn busy(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let mut log = arguments.state()?.log.borrow_mut();
    log.push('.');
    arguments.call(arguments.get(0)?, &[])
}

fn find(arguments: &Arguments<State>) -> Result<Value<'_>> {
    match arguments.import(arguments.get(0)?) {
        Ok(module) => Ok(module.into()),
        Err(error) if error.kind() == ErrorKind::MODULE_NOT_FOUND => Ok(false.into()),
        Err(error) => Err(error),
    }
}

fn sum(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let buffer = arguments.buffer(arguments.get(0)?)?;
    let total: i64 = buffer.iter::<i64>()?.sum();
    Ok(total.into())
}

fn clear(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let buffer = arguments.buffer_mut(arguments.get(0)?)?;
    for item in buffer.items::<i64>()? {
        item.set(0);
    }
    Ok(Value::None)
}

fn values(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let items: [Value; 6] = [
        Value::None,
        true.into(),
        1.into(),
        1.5.into(),
        arguments.str("é")?,
        arguments.bytes(&[1, 2])?,
    ];
    let list = arguments.list(&items)?;
    arguments.set_attribute(arguments.module()?, "last", list)?;
    Ok(list.into())
}

fn length(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let list: Object = arguments.get(0)?;
    Ok(arguments.length(list)?.into())
}

/// Starts a thread that writes a line.
fn start(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let view = arguments.view()?;
    let writes = move || {
        view.attach(|call| {
            count(call.state()?);
            call.write(Stream::Output, "from a thread\n")
        })
        .map_err(|error| error.to_string())
    };
    arguments.state()?.thread.set(Some(thread::spawn(writes)));
    Ok(Value::None)
}

/// Whether a thread ends that panics outside of all calls.
fn panics_alone() -> bool {
    thread::spawn(|| panic!("alone")).join().is_err()
}

struct Fuse {
    name: String,
}

impl Fuse {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn burn(&self) {
        panic!("burnt {}", self.name);
    }

    fn count(&self, arguments: &Arguments<State>) -> Result<Value<'_>> {
        Ok(count(arguments.state()?).into())
    }
}

impl Drop for Fuse {
    fn drop(&mut self) {
        panic!("dropped {}", self.name);
    }
}

fn fuse(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let name: &str = arguments.get(0)?;
    arguments.make(Fuse { name: name.into() })
}

fn name_of(arguments: &Arguments<State>) -> Result<Value<'_>> {
    let fuse: &Fuse = arguments.resource(arguments.get(0)?)?;
    Ok(Value::Str(&fuse.name))
}

tenon::module! {
    name: trials,
    doc: "Trials.",
    state: State,
    constants: { LIMIT: int -5, RATE: float 0.5, STRICT: bool true, VERSION: str "1.0é" },
    functions: {
        count(SERIALIZED): "Count the calls.",
        ruin: "Let the drop of the state panic.",
        boom: "Panic.",
        strange_boom: "Panic with a value whose drop panics.",
        parse: "Read a number.",
        read(BLOCKING): "Read a file.",
        nul: "Return what cannot be returned.",
        all: "Take all kinds of parameters.",
        swap: "Swap the numbers of two arrays.",
        keep: "Keep an object.",
        first_kept: "The first item of the object.",
        busy: "Call a function.",
        find: "Import a module.",
        sum: "Add numbers up.",
        clear: "Set numbers to 0.",
        values: "A list of all kinds of values.",
        length: "The length of a list.",
        start: "Start a thread.",
        panics_alone: "Whether a thread ends that panics.",
        fuse: "A fuse.",
        name_of: "The name of a fuse.",
    },
    classes: {
        Fuse: "Panics when it is dropped.", { name: "Its name.", burn: "Panic.", count: "Count." },
    },
    interpreters: isolated,
}
