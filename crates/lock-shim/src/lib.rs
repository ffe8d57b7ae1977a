//! Byte-range locks of open file descriptions, and views of files, for JavaScript.
//!
//! One addon serves every C library of a CPU. It needs only the few functions declared here, which are found in the
//! process that loads it: Node's own and its C library's, on Windows those of kernel32. `cargo xtask shims` compiles it
//! with `core` and `abi` alone, so it cannot share the system calls of `crates/wasmtime-host`, which come from the
//! crate `libc`.
//!
//! In JavaScript, `lock(fd, kind, offset, length)` returns 0 or the errno. `holder(fd, kind, offset, length)` returns
//! the kind of a conflicting lock (0 for none), or the negated errno. Kinds are `LOCK_*` of the abi crate.
//! `processLock` and `processHolder` do the same with POSIX's process-associated locks, which native SQLite takes: on
//! systems where the addon is untested, the package proves with them that the two kinds of locks conflict. For the
//! functions of views see `views.rs`. Errnos are the system's; on Windows, which has none, they are Linux's.
#![no_std]
#![cfg(any(target_os = "linux", target_os = "macos", windows))]

mod node_api;
mod views;

#[cfg(unix)]
#[path = "posix/mod.rs"]
mod system;
#[cfg(windows)]
#[path = "windows/mod.rs"]
mod system;

use core::ffi::CStr;
use core::ptr::{null_mut, without_provenance_mut};

use node_api::{Call, Handle};

/// What a function of the addon does with a call, and the number that it returns.
type Function = fn(&Call) -> f64;

/// The functions about views, which every system has.
const VIEWS: [(&CStr, Function); 4] = [
    (c"viewOpen", views::open),
    (c"viewRead", views::read),
    (c"viewWrite", views::write),
    (c"viewClose", views::close),
];

/// Returns what JavaScript sees of a result without a value: 0, or the errno.
fn errno(result: Result<(), i32>) -> f64 {
    f64::from(result.err().unwrap_or(0))
}

/// Returns what JavaScript sees of a number that is not negative: the number, or the negated errno.
fn number_or_errno(result: Result<f64, i32>) -> f64 {
    result.unwrap_or_else(|errno| f64::from(-errno))
}

/// The native side of every function: takes up to four values and returns a number. The function's data is its place
/// among all functions.
///
/// # Safety
/// Node-API calls it with its own handles.
unsafe extern "C" fn on_call(env: Handle, info: Handle) -> Handle {
    // SAFETY: the handles are Node-API's, by the caller's promise.
    let (call, data) = unsafe { Call::new(env, info) };
    let place = data.addr();
    let function = VIEWS.get(place).or_else(|| system::FUNCTIONS.get(place.wrapping_sub(VIEWS.len())));
    function.map_or(null_mut(), |(_, function)| call.answer(function(&call)))
}

/// Node calls it when the addon is loaded.
///
/// # Safety
/// `env` and `exports` must be Node-API's handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: Handle, exports: Handle) -> Handle {
    if node_api::find() {
        for (place, (name, _)) in VIEWS.iter().chain(&system::FUNCTIONS).enumerate() {
            // SAFETY: the handles are Node-API's, by the caller's promise. The data is a number, not an address.
            unsafe { node_api::define(env, exports, name, on_call, without_provenance_mut(place)) };
        }
    }
    exports
}

/// The addon is linked without a library that could print a message.
#[cfg(all(not(test), feature = "addon"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
