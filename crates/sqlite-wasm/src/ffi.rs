//! SQLite's C API, declared from the pinned sqlite3.h.
#![expect(non_camel_case_types, non_snake_case, dead_code, reason = "generated from C by bindgen")]

include!(concat!(env!("OUT_DIR"), "/sqlite3.rs"));

/// Tells SQLite to copy what it is given before the call returns.
pub fn sqlite_transient() -> sqlite3_destructor_type {
    // SAFETY: SQLite compares this value with -1 and never calls it; -1 is not null, which is all a fn pointer needs.
    unsafe { core::mem::transmute::<isize, sqlite3_destructor_type>(-1) }
}
