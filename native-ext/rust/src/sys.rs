// SPDX-License-Identifier: Apache-2.0
//! The C ABI as it stands in the headers of Tenon: the same names, types and numbers, without
//! safety. A test compares each with the headers.

use std::os::raw::{c_char, c_void};

pub const TENON_ABI_MAJOR: u32 = 1;
pub const TENON_ABI_MINOR: u32 = 2;
pub const TENON_ABI: u32 = TENON_ABI_MAJOR << 16 | TENON_ABI_MINOR;

pub const TN_NONE: u32 = 0;
pub const TN_BOOL: u32 = 1;
pub const TN_INT: u32 = 2;
pub const TN_FLOAT: u32 = 3;
pub const TN_STR: u32 = 4;
pub const TN_BYTES: u32 = 5;
pub const TN_OBJECT: u32 = 6;

pub const TN_EXCEPTION: u32 = 1;
pub const TN_TYPE_ERROR: u32 = 2;
pub const TN_VALUE_ERROR: u32 = 3;
pub const TN_OVERFLOW_ERROR: u32 = 4;
pub const TN_ATTRIBUTE_ERROR: u32 = 5;
pub const TN_NAME_ERROR: u32 = 6;
pub const TN_KEY_ERROR: u32 = 7;
pub const TN_INDEX_ERROR: u32 = 8;
pub const TN_RUNTIME_ERROR: u32 = 9;
pub const TN_SYSTEM_ERROR: u32 = 10;
pub const TN_IMPORT_ERROR: u32 = 11;
pub const TN_MODULE_NOT_FOUND_ERROR: u32 = 12;
pub const TN_OS_ERROR: u32 = 13;
pub const TN_MEMORY_ERROR: u32 = 14;
pub const TN_NOT_IMPLEMENTED_ERROR: u32 = 15;
pub const TN_SYSTEM_EXIT: u32 = 16;
pub const TN_STOP_ITERATION: u32 = 17;
pub const TN_BUFFER_ERROR: u32 = 18;
pub const TN_UNICODE_ERROR: u32 = 19;
pub const TN_BROKEN_PIPE_ERROR: u32 = 20;
pub const TN_FILE_NOT_FOUND_ERROR: u32 = 21;
pub const TN_IS_A_DIRECTORY_ERROR: u32 = 22;
pub const TN_PERMISSION_ERROR: u32 = 23;
pub const TN_ZERO_DIVISION_ERROR: u32 = 24;
pub const TN_KEYBOARD_INTERRUPT: u32 = 25;
pub const TN_RECURSION_ERROR: u32 = 26;

pub const TN_STDOUT: u32 = 1;
pub const TN_STDERR: u32 = 2;

pub const TN_IMPORT_WARNING: u32 = 1;
pub const TN_RUNTIME_WARNING: u32 = 2;
pub const TN_DEPRECATION_WARNING: u32 = 3;
pub const TN_USER_WARNING: u32 = 4;

pub const TN_BUFFER_READ: u32 = 0;
pub const TN_BUFFER_WRITE: u32 = 1;

pub const TN_BLOCKING: u32 = 1;
pub const TN_NO_CALLBACK: u32 = 2;
pub const TN_SERIALIZED: u32 = 4;
pub const TN_CONCURRENT: u32 = 8;
pub const TN_KEYWORDS: u32 = 16;

pub const TN_SLOT_OPTIONAL: u16 = 1;
pub const TN_SLOT_DOC: u16 = 1;
pub const TN_SLOT_STATE_SIZE: u16 = 2;
pub const TN_SLOT_METHODS: u16 = 3;
pub const TN_SLOT_CONSTANTS: u16 = 4;
pub const TN_SLOT_CREATE: u16 = 5;
pub const TN_SLOT_EXEC: u16 = 6;
pub const TN_SLOT_CLEAR: u16 = 7;
pub const TN_SLOT_FREE: u16 = 8;
pub const TN_SLOT_INTERPRETERS: u16 = 9;
pub const TN_SLOT_THREADS: u16 = 10;
pub const TN_SLOT_MAIN: u16 = 11;
pub const TN_SLOT_STATE_VERSION: u16 = 12;
pub const TN_SLOT_UPGRADE: u16 = 13;
pub const TN_SLOT_ONCE_PER_PROCESS: u16 = 14;
pub const TN_SLOT_IMPORT_NAME: u16 = 15;
pub const TN_SLOT_DEPRECATED: u16 = 16;
pub const TN_SLOT_SUBMODULES: u16 = 17;
pub const TN_SLOT_RESOURCES: u16 = 18;
pub const TN_SLOT_PROPERTIES: u16 = 19;
pub const TN_SLOT_CALL: u16 = 20;

pub const TN_IS_CALLABLE: u32 = 1;
pub const TN_IS_LIST: u32 = 2;
pub const TN_IS_MAP: u32 = 4;
pub const TN_IS_ITERABLE: u32 = 8;
pub const TN_IS_MODULE: u32 = 16;
pub const TN_IS_RESOURCE: u32 = 32;
pub const TN_IS_ERROR: u32 = 64;
pub const TN_HAS_LENGTH: u32 = 128;
pub const TN_HAS_ATTRIBUTES: u32 = 256;

pub const TN_NOT_SUPPORTED: i64 = 0;
pub const TN_SHARED: i64 = 1;
pub const TN_ISOLATED: i64 = 2;
pub const TN_THREADS_SERIALIZED: i64 = 0;
pub const TN_THREADS_FREE: i64 = 1;

pub const TN_OP_TYPE_NAME: u32 = 32;
pub const TN_OP_REPR: u32 = 33;
pub const TN_OP_TEXT: u32 = 34;
pub const TN_OP_TRAITS: u32 = 35;
pub const TN_OP_DIR: u32 = 36;
pub const TN_OP_VALUE: u32 = 37;
pub const TN_OP_SAME: u32 = 38;
pub const TN_OP_EQUAL: u32 = 39;
pub const TN_OP_CALL_METHOD: u32 = 40;
pub const TN_OP_FUNCTION_NEW: u32 = 41;
pub const TN_OP_CALL_KEYWORDS: u32 = 42;
pub const TN_OP_LIST_NEW: u32 = 48;
pub const TN_OP_MAP_NEW: u32 = 49;
pub const TN_OP_LENGTH: u32 = 50;
pub const TN_OP_ITEM_GET: u32 = 51;
pub const TN_OP_ITEM_SET: u32 = 52;
pub const TN_OP_ITEM_DELETE: u32 = 53;
pub const TN_OP_APPEND: u32 = 54;
pub const TN_OP_CONTAINS: u32 = 55;
pub const TN_OP_ITERATE: u32 = 56;
pub const TN_OP_NEXT: u32 = 57;
pub const TN_OP_ERROR_FETCH: u32 = 64;
pub const TN_OP_ERROR_RAISE: u32 = 65;
pub const TN_OP_ERROR_CHAIN: u32 = 66;
pub const TN_OP_ERROR_MATCHES: u32 = 67;
pub const TN_OP_ERROR_TYPE_NEW: u32 = 68;
pub const TN_OP_EXIT_HOOK: u32 = 69;
pub const TN_OP_STATE_VERSION: u32 = 70;
pub const TN_OP_RESOURCE_NEW: u32 = 80;
pub const TN_OP_RESOURCE_GET: u32 = 81;
pub const TN_OP_RESOURCE_CLOSE: u32 = 82;
pub const TN_OP_RESOURCE_SELF: u32 = 83;
pub const TN_OP_BUFFER_ACQUIRE: u32 = 96;
pub const TN_OP_BUFFER_RELEASE: u32 = 97;

#[repr(C)]
#[derive(Clone, Copy)]
pub union TnContent {
    pub i: i64,
    pub f: f64,
    pub s: *const c_char,
    pub p: *const c_void,
    pub r#ref: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct TnValue {
    pub kind: u32,
    pub length: u32,
    pub r#as: TnContent,
}

#[repr(C)]
pub struct TnContext {
    pub size: u32,
    pub flags: u32,
    pub state: *mut c_void,
    pub api: *const TnApi,
    pub pending: u32,
    pub reserved: u32,
}

#[repr(C)]
pub struct TnApi {
    pub size: u32,
    pub abi: u32,
    pub error_set: unsafe extern "C" fn(*mut TnContext, u32, *const c_char, usize) -> i32,
    pub error_get: unsafe extern "C" fn(*mut TnContext, *mut TnValue) -> u32,
    pub error_clear: unsafe extern "C" fn(*mut TnContext),
    pub alloc: unsafe extern "C" fn(*mut TnContext, usize) -> *mut c_void,
    pub attribute_get:
        unsafe extern "C" fn(*mut TnContext, *const TnValue, *const c_char, *mut TnValue) -> i32,
    pub attribute_set:
        unsafe extern "C" fn(*mut TnContext, *const TnValue, *const c_char, *const TnValue) -> i32,
    pub attribute_delete:
        unsafe extern "C" fn(*mut TnContext, *const TnValue, *const c_char) -> i32,
    pub import_module: unsafe extern "C" fn(*mut TnContext, *const c_char, *mut TnValue) -> i32,
    pub call: unsafe extern "C" fn(
        *mut TnContext,
        *const TnValue,
        *const TnValue,
        usize,
        *mut TnValue,
    ) -> i32,
    pub hold: unsafe extern "C" fn(*mut TnContext, *const TnValue, *mut TnValue) -> i32,
    pub release: unsafe extern "C" fn(*mut TnContext, *const TnValue) -> i32,
    pub write: unsafe extern "C" fn(*mut TnContext, u32, *const c_void, usize) -> i32,
    pub flush: unsafe extern "C" fn(*mut TnContext, u32) -> i32,
    pub warn: unsafe extern "C" fn(*mut TnContext, u32, *const c_char) -> i32,
    pub capability: unsafe extern "C" fn(*mut TnContext, *const c_char, *mut u32) -> i32,
    pub self_: unsafe extern "C" fn(*mut TnContext, *mut TnValue) -> i32,
    pub request: unsafe extern "C" fn(*mut TnContext, u32, *mut TnValue, usize) -> i32,
    pub view_new: unsafe extern "C" fn(*mut TnContext) -> *mut TnView,
}

#[repr(C)]
pub struct TnView {
    pub attach: unsafe extern "C" fn(*mut TnView, *mut *mut TnContext) -> i32,
    pub detach: unsafe extern "C" fn(*mut TnView, *mut TnContext) -> i32,
    pub free: unsafe extern "C" fn(*mut TnView),
}

#[repr(C)]
pub struct TnBuffer {
    pub data: *mut c_void,
    pub length: u64,
    pub item_size: u32,
    pub format: u32,
    pub read_only: u32,
    pub reserved: u32,
    pub owner: TnValue,
}

pub type TnAnyFunction = Option<unsafe extern "C" fn()>;
pub type TnFunction =
    unsafe extern "C" fn(*mut TnContext, *const TnValue, usize, *mut TnValue) -> i32;
pub type TnBoundFunction =
    unsafe extern "C" fn(*mut TnContext, *mut c_void, *const TnValue, usize, *mut TnValue) -> i32;
pub type TnKeywordFunction =
    unsafe extern "C" fn(*mut TnContext, *const TnValue, *const TnKeywords, *mut TnValue) -> i32;
pub type TnGetter = unsafe extern "C" fn(*mut TnContext, *mut c_void, *mut TnValue) -> i32;
pub type TnSetter = unsafe extern "C" fn(*mut TnContext, *mut c_void, *const TnValue) -> i32;
pub type TnDeleter = unsafe extern "C" fn(*mut TnContext, *mut c_void) -> i32;
pub type TnCreateFunction =
    unsafe extern "C" fn(*mut TnContext, *const TnValue, *mut TnValue) -> i32;
pub type TnInstanceFunction = unsafe extern "C" fn(*mut TnContext) -> i32;
pub type TnMainFunction = unsafe extern "C" fn(*mut TnContext, *mut TnMainArguments) -> i32;
pub type TnDestructor = unsafe extern "C" fn(*mut TnContext, *mut c_void);

#[repr(C)]
pub struct TnMainArguments {
    pub count: u64,
    pub values: *const *const c_char,
    pub status: i32,
    pub reserved: i32,
}

#[repr(C)]
pub struct TnMethod {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub signature: *const c_char,
    pub function: TnAnyFunction,
    pub flags: u32,
    pub reserved: u32,
}

#[repr(C)]
pub struct TnConstant {
    pub name: *const c_char,
    pub value: TnValue,
}

#[repr(C)]
pub struct TnKeywords {
    pub positional: u64,
    pub count: u64,
    pub names: *const *const c_char,
}

#[repr(C)]
pub struct TnDeprecated {
    pub name: *const c_char,
    pub replacement: *const c_char,
    pub note: *const c_char,
}

#[repr(C)]
pub struct TnModuleProperty {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub get: Option<TnGetter>,
    pub set: Option<TnSetter>,
    pub del: Option<TnDeleter>,
}

#[repr(C)]
pub struct TnProperty {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub get: Option<TnGetter>,
    pub set: Option<TnSetter>,
}

#[repr(C)]
pub struct TnFunctionSpec {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub function: Option<TnBoundFunction>,
    pub data: *mut c_void,
    pub destroy: Option<TnDestructor>,
}

#[repr(C)]
pub struct TnResourceType {
    pub size: u32,
    pub flags: u32,
    pub name: *const c_char,
    pub doc: *const c_char,
    pub methods: *const TnMethod,
    pub properties: *const TnProperty,
    pub destroy: Option<TnDestructor>,
}

#[repr(C)]
pub union TnSlotValue {
    pub ptr: *const c_void,
    pub r#fn: TnAnyFunction,
    pub i: i64,
    pub text: *const c_char,
    pub methods: *const TnMethod,
    pub constants: *const TnConstant,
    pub deprecated: *const TnDeprecated,
    pub properties: *const TnModuleProperty,
    pub names: *const *const c_char,
    pub resources: *const *const TnResourceType,
    pub instance: TnInstanceFunction,
    pub main: TnMainFunction,
    pub create: TnCreateFunction,
    pub call: TnFunction,
}

#[repr(C)]
pub struct TnSlot {
    pub id: u16,
    pub flags: u16,
    pub reserved: u32,
    pub value: TnSlotValue,
}

#[repr(C)]
pub struct TnModuleDef {
    pub abi: u32,
    pub reserved: u32,
    pub slots: *const TnSlot,
}

// Descriptors are constant data that lives as long as the library.
unsafe impl Sync for TnModuleDef {}
unsafe impl Sync for TnSlot {}
unsafe impl Sync for TnMethod {}
unsafe impl Sync for TnConstant {}
unsafe impl Sync for TnResourceType {}
