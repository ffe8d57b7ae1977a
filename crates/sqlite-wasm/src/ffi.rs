//! SQLite's C API, declared from the pinned sqlite3.h.
#![expect(non_camel_case_types, non_snake_case, dead_code, reason = "generated from C by bindgen")]

include!(concat!(env!("OUT_DIR"), "/sqlite3.rs"));

/// Returns SQLITE_TRANSIENT, the destructor that makes SQLite copy a text or blob before the call returns.
pub fn sqlite_transient() -> sqlite3_destructor_type {
    // SAFETY: a function pointer must only not be null, and -1 is not. SQLite compares it with -1 and never calls it.
    unsafe { core::mem::transmute::<isize, sqlite3_destructor_type>(-1) }
}
