// SPDX-License-Identifier: Apache-2.0
//! The descriptor of a module.

use crate::border::Border;
use crate::call::Call;
use crate::state::{self, State};
use crate::{sys, value, Result};
use std::ffi::CStr;
use std::os::raw::c_char;

/// Exports a module of this library. The parts come in this order; only the name and the functions
/// must be there:
///
/// ```
/// # use std::cell::Cell;
/// # use tenon::{Arguments, Call, Result, Value};
/// # use std::ffi::CStr;
/// # #[derive(Default)] struct State { calls: Cell<i64> }
/// # struct Counter { value: Cell<i64> }
/// # impl Counter {
/// #     fn next(&self) -> i64 { self.value.set(self.value.get() + 1); self.value.get() }
/// # }
/// # fn count(state: &State) -> i64 { state.calls.set(state.calls.get() + 1); state.calls.get() }
/// # fn wait(seconds: f64) { std::thread::sleep(std::time::Duration::from_secs_f64(seconds)); }
/// # fn counter(arguments: &Arguments<State>) -> Result<Value<'_>> {
/// #     arguments.make(Counter { value: Cell::new(arguments.get(0)?) })
/// # }
/// # fn run(call: &Call<State>, arguments: &[&CStr]) -> Result<i32> { Ok(arguments.len() as i32) }
/// tenon::module! {
///     name: sample,
///     doc: "A module with everything.",
///     state: State,
///     constants: { LIMIT: int 100, RATE: float 0.5, STRICT: bool true, VERSION: str "1.0" },
///     functions: {
///         count: "Count the calls.",
///         wait(BLOCKING): "Wait for some seconds.",
///         counter: "A counter that starts at a number.",
///     },
///     classes: {
///         Counter: "Counts.", { next: "Count one up." },
///     },
///     main: run,
///     interpreters: isolated,
/// }
/// ```
///
/// A flag behind a function is `BLOCKING`, for functions that may wait for long, or `SERIALIZED`,
/// for functions that one thread at a time may be in. `interpreters` is `isolated` for a module
/// that keeps everything in its state, `shared` (the default), or `one` for a module that one
/// interpreter of a process may have. With `threads: free` at the end, any number of threads may be
/// in the module; then state and classes have to be [`Sync`].
#[macro_export]
macro_rules! module {
    (
        name: $name:ident,
        $(doc: $doc:literal,)?
        $(state: $state:ty,)?
        $(constants: { $($constant:ident: $kind:ident $value:literal),* $(,)? },)?
        functions: { $($function:ident $(($flag:ident))? : $function_doc:literal),* $(,)? }
        $(, classes: { $(
            $class:ident: $class_doc:literal, {
                $($method:ident $(($method_flag:ident))? : $method_doc:literal),* $(,)?
            }
        ),* $(,)? })?
        $(, main: $main:path)?
        $(, interpreters: $interpreters:ident)?
        $(, threads: $threads:ident)?
        $(,)?
    ) => {
        const _: () = {
            type ModuleState = $crate::__state!($($state)?);

            const METHODS: &[$crate::sys::TnMethod] = &[
                $($crate::parts::method::<$crate::parts::OfModule<ModuleState>, _, _>(
                    $crate::__text!(stringify!($function)),
                    $crate::__text!($function_doc),
                    0 $(| $crate::parts::flag::$flag)?,
                    $function,
                ),)*
                $crate::parts::METHODS_END,
            ];

            $(const CONSTANTS: &[$crate::sys::TnConstant] = &[
                $($crate::parts::constant(
                    $crate::__text!(stringify!($constant)),
                    $crate::parts::content::$kind($value),
                ),)*
                $crate::parts::CONSTANTS_END,
            ];)?

            $(static CLASSES: &[$crate::parts::Listed] = &[
                $({
                    const METHODS: &[$crate::sys::TnMethod] = &[
                        $($crate::parts::method::<$crate::parts::OfClass<$class>, _, _>(
                            $crate::__text!(stringify!($method)),
                            $crate::__text!($method_doc),
                            0 $(| $crate::parts::flag::$method_flag)?,
                            <$class>::$method,
                        ),)*
                        $crate::parts::METHODS_END,
                    ];
                    static TYPE: $crate::sys::TnResourceType =
                        $crate::parts::resource_type::<$class>(
                            $crate::__text!(stringify!($class)),
                            $crate::__text!($class_doc),
                            METHODS.as_ptr(),
                        );
                    #[allow(unknown_lints, non_local_definitions)]
                    impl $crate::Class for $class {
                        type State = ModuleState;

                        fn resource_type() -> &'static $crate::sys::TnResourceType {
                            &TYPE
                        }
                    }
                    $crate::parts::Listed::new(&TYPE)
                },)*
                $crate::parts::Listed::END,
            ];)?

            type Threads = $crate::__threads!($($threads)?);
            const _: () = $crate::parts::admit::<Threads, ModuleState>();
            $($(const _: () = $crate::parts::admit::<Threads, $class>();)*)?

            static SLOTS: &[$crate::sys::TnSlot] = &[
                $($crate::parts::doc($crate::__text!($doc)),)?
                $crate::parts::state_size::<ModuleState>(),
                $crate::parts::exec::<ModuleState>(),
                $crate::parts::free::<ModuleState>(),
                $crate::parts::methods(METHODS),
                $($crate::parts::constants({ $(let _ = $value;)* CONSTANTS }),)?
                $($crate::parts::resources({ $(let _ = $class_doc;)* CLASSES }),)?
                $($crate::parts::main({
                    unsafe extern "C" fn main(
                        cx: *mut $crate::sys::TnContext,
                        arguments: *mut $crate::sys::TnMainArguments,
                    ) -> i32 {
                        $crate::parts::run_main::<ModuleState>(cx, arguments, $main)
                    }
                    main
                }),)?
                $($crate::parts::interpreters($crate::parts::level::$interpreters),)?
                $crate::parts::threads::<Threads>(),
                $crate::parts::SLOTS_END,
            ];

            #[export_name = concat!("TenonModule_", stringify!($name))]
            pub static MODULE: $crate::sys::TnModuleDef = $crate::sys::TnModuleDef {
                abi: $crate::sys::TENON_ABI,
                reserved: 0,
                slots: SLOTS.as_ptr(),
            };
        };
    };
}

/// A type, or the empty one.
#[doc(hidden)]
#[macro_export]
macro_rules! __state {
    () => {
        ()
    };
    ($state:ty) => {
        $state
    };
}

/// How many threads may be in the module.
#[doc(hidden)]
#[macro_export]
macro_rules! __threads {
    () => {
        $crate::parts::Serialized
    };
    (free) => {
        $crate::parts::Free
    };
}

/// A text as C has it.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($($text:tt)*) => {
        $crate::parts::text(concat!($($text)*, "\0"))
    };
}

/// The address of a text that ends with a NUL and has no other.
pub const fn text(text: &'static str) -> *const c_char {
    let bytes = text.as_bytes();
    let mut index = 0;
    while bytes[index] != 0 {
        index += 1;
    }
    assert!(index + 1 == bytes.len(), "expected a text without NUL");
    bytes.as_ptr().cast()
}

/// The flags of functions.
pub mod flag {
    pub use crate::sys::{TN_BLOCKING as BLOCKING, TN_SERIALIZED as SERIALIZED};
}

/// The levels of support for interpreters.
#[allow(non_upper_case_globals)]
pub mod level {
    pub use crate::sys::{TN_ISOLATED as isolated, TN_NOT_SUPPORTED as one, TN_SHARED as shared};
}

/// The values of constants.
pub mod content {
    use crate::sys::{self, TnContent, TnValue};

    const fn value(kind: u32, length: u32, content: TnContent) -> TnValue {
        TnValue {
            kind,
            length,
            r#as: content,
        }
    }

    pub const fn int(number: i64) -> TnValue {
        value(sys::TN_INT, 0, TnContent { i: number })
    }

    pub const fn bool(flag: bool) -> TnValue {
        value(sys::TN_BOOL, 0, TnContent { i: flag as i64 })
    }

    pub const fn float(number: f64) -> TnValue {
        value(sys::TN_FLOAT, 0, TnContent { f: number })
    }

    pub const fn str(text: &'static str) -> TnValue {
        let content = TnContent {
            s: text.as_ptr().cast(),
        };
        value(sys::TN_STR, text.len() as u32, content)
    }
}

pub const fn constant(name: *const c_char, value: sys::TnValue) -> sys::TnConstant {
    sys::TnConstant { name, value }
}

/// Ends a table of constants.
pub const CONSTANTS_END: sys::TnConstant = constant(std::ptr::null(), value::none());

/// How many threads may be in a module at once.
pub trait Threads {
    const LEVEL: i64;
}

/// One thread at a time.
pub struct Serialized;

/// Any number of threads.
pub struct Free;

impl Threads for Serialized {
    const LEVEL: i64 = sys::TN_THREADS_SERIALIZED;
}

impl Threads for Free {
    const LEVEL: i64 = sys::TN_THREADS_FREE;
}

/// Whether so many threads may see a value of a type.
pub trait Admits<T> {}

impl<T: Send> Admits<T> for Serialized {}

impl<T: Send + Sync> Admits<T> for Free {}

/// Compiles if so many threads may see a value of a type.
pub const fn admit<Level: Admits<T>, T>() {}

const fn slot(id: u16, value: sys::TnSlotValue) -> sys::TnSlot {
    sys::TnSlot {
        id,
        flags: 0,
        reserved: 0,
        value,
    }
}

/// Ends the slots.
pub const SLOTS_END: sys::TnSlot = slot(0, sys::TnSlotValue { i: 0 });

pub const fn doc(text: *const c_char) -> sys::TnSlot {
    slot(sys::TN_SLOT_DOC, sys::TnSlotValue { text })
}

pub const fn state_size<S>() -> sys::TnSlot {
    let size = state::size::<S>() as i64;
    slot(sys::TN_SLOT_STATE_SIZE, sys::TnSlotValue { i: size })
}

pub const fn exec<S: State>() -> sys::TnSlot {
    slot(
        sys::TN_SLOT_EXEC,
        sys::TnSlotValue {
            instance: state::fill::<S>,
        },
    )
}

pub const fn free<S: State>() -> sys::TnSlot {
    slot(
        sys::TN_SLOT_FREE,
        sys::TnSlotValue {
            instance: state::empty::<S>,
        },
    )
}

pub const fn methods(table: &'static [sys::TnMethod]) -> sys::TnSlot {
    slot(
        sys::TN_SLOT_METHODS,
        sys::TnSlotValue {
            methods: table.as_ptr(),
        },
    )
}

pub const fn constants(table: &'static [sys::TnConstant]) -> sys::TnSlot {
    slot(
        sys::TN_SLOT_CONSTANTS,
        sys::TnSlotValue {
            constants: table.as_ptr(),
        },
    )
}

pub const fn resources(table: &'static [crate::resource::Listed]) -> sys::TnSlot {
    slot(
        sys::TN_SLOT_RESOURCES,
        sys::TnSlotValue {
            resources: table.as_ptr().cast(),
        },
    )
}

pub const fn main(function: sys::TnMainFunction) -> sys::TnSlot {
    slot(sys::TN_SLOT_MAIN, sys::TnSlotValue { main: function })
}

pub const fn interpreters(level: i64) -> sys::TnSlot {
    slot(sys::TN_SLOT_INTERPRETERS, sys::TnSlotValue { i: level })
}

pub const fn threads<Level: Threads>() -> sys::TnSlot {
    slot(sys::TN_SLOT_THREADS, sys::TnSlotValue { i: Level::LEVEL })
}

/// Runs the main function of a module.
///
/// # Safety
/// The host calls the main slot of a module whose state is an `S`.
pub unsafe fn run_main<S>(
    cx: *mut sys::TnContext,
    arguments: *mut sys::TnMainArguments,
    function: fn(&Call<S>, &[&CStr]) -> Result<i32>,
) -> i32 {
    Border::status(cx, || {
        let values = value::memory((*arguments).values, (*arguments).count as usize);
        let texts: Vec<&CStr> = values.iter().map(|text| CStr::from_ptr(*text)).collect();
        (*arguments).status = function(&Call::of(cx), &texts)?;
        Ok(())
    })
}
