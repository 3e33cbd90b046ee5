// SPDX-License-Identifier: Apache-2.0
//! Extension modules for Tenon in Rust.
//!
//! ```
//! use tenon::{Error, ErrorKind, Result};
//!
//! fn half(number: i64) -> Result<i64> {
//!     if number % 2 != 0 {
//!         return Err(Error::new(ErrorKind::VALUE, "half() needs an even number"));
//!     }
//!     Ok(number / 2)
//! }
//!
//! tenon::module! {
//!     name: halves,
//!     doc: "Halves numbers.",
//!     functions: { half: "Halve a number." },
//! }
//! ```
//!
//! The descriptor of a module is constant data, which the host reads before any code of the module
//! runs. An error or a panic in a function becomes an error of the host.
//!
//! The compiler rejects functions that keep what the host passes for longer than a call:
//!
//! ```compile_fail
//! fn keep(text: &'static str) -> i64 {
//!     text.len() as i64
//! }
//! tenon::module! { name: keeper, functions: { keep: "Keeps a text." } }
//! ```
//!
//! and state that threads cannot share, if they are let in at once:
//!
//! ```compile_fail
//! #[derive(Default)]
//! struct State {
//!     calls: std::cell::Cell<i64>,
//! }
//! fn calls(state: &State) -> i64 {
//!     state.calls.get()
//! }
//! tenon::module! {
//!     name: counted,
//!     state: State,
//!     functions: { calls: "How many calls there were." },
//!     threads: free
//! }
//! ```

#[cfg(panic = "abort")]
compile_error!("Tenon needs panics that unwind, to make errors of them: remove panic = \"abort\"");

mod border;
mod buffer;
mod call;
mod error;
mod function;
mod held;
mod module;
mod resource;
mod state;
pub mod sys;
mod value;
mod view;

pub use buffer::{Buffer, Item};
pub use call::{Arguments, Call, Stream};
pub use error::{Error, ErrorKind, Result};
pub use held::Held;
pub use resource::Class;
pub use state::State;
pub use value::{Object, Value};
pub use view::View;

/// What [`module!`] needs.
#[doc(hidden)]
pub mod parts {
    pub use crate::function::{method, Function, OfClass, OfModule, METHODS_END};
    pub use crate::module::*;
    pub use crate::resource::{resource_type, Listed};
}
