//! Byte-range locks of open file descriptions (`F_OFD_SETLK`, `F_OFD_GETLK`) for JavaScript.
//!
//! One addon serves every C library of a CPU. It needs only the few functions declared below, which are found in the
//! process that loads it: Node's own and its C library's. `cargo xtask shims` compiles it with `core` and `abi` alone,
//! so it cannot share the system calls of `crates/wasmtime-host`, which come from the crate `libc`.
//!
//! In JavaScript, `lock(fd, kind, offset, length)` returns 0 or the errno. `holder(fd, kind, offset, length)` returns
//! the kind of a conflicting lock (0 for none), or the negated errno. Kinds are `LOCK_*` of the abi crate.
//! `processLock` and `processHolder` do the same with POSIX's process-associated locks, which native SQLite takes: on
//! systems where the addon is untested, the package proves with them that the two kinds of locks conflict.
#![no_std]
#![cfg(any(target_os = "linux", target_os = "macos"))]

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::{null_mut, without_provenance_mut};

use system::{F_GETLK, F_OFD_GETLK, F_OFD_SETLK, F_RDLCK, F_SETLK, F_UNLCK, F_WRLCK, Flock};

/// An opaque handle of Node-API.
type Handle = *mut c_void;

/// `napi_callback`.
type Callback = unsafe extern "C" fn(env: Handle, info: Handle) -> Handle;

unsafe extern "C" {
    fn napi_create_function(
        env: Handle,
        name: *const c_char,
        length: usize,
        callback: Callback,
        data: *mut c_void,
        result: *mut Handle,
    ) -> c_int;
    fn napi_set_named_property(env: Handle, object: Handle, name: *const c_char, value: Handle) -> c_int;
    fn napi_get_cb_info(
        env: Handle,
        info: Handle,
        argc: *mut usize,
        argv: *mut Handle,
        this: *mut Handle,
        data: *mut *mut c_void,
    ) -> c_int;
    fn napi_get_value_double(env: Handle, value: Handle, result: *mut f64) -> c_int;
    fn napi_create_int32(env: Handle, value: i32, result: *mut Handle) -> c_int;
}

const EINVAL: c_int = 22;

/// The system's kinds of locks, indexed by `LOCK_*`.
const KINDS: [i16; 3] = {
    let mut kinds = [0; 3];
    kinds[abi::LOCK_NONE as usize] = F_UNLCK;
    kinds[abi::LOCK_READ as usize] = F_RDLCK;
    kinds[abi::LOCK_WRITE as usize] = F_WRLCK;
    kinds
};

/// Calls the system. Returns the lock as the system left it, or the errno.
fn fcntl(arguments: &[f64; 4], command: c_int) -> Result<Flock, c_int> {
    let [fd, kind, start, length] = *arguments;
    let kind = *KINDS.get(kind as usize).ok_or(EINVAL)?;
    let mut lock = Flock { kind, whence: 0, start: start as i64, length: length as i64, process: 0 };
    system::fcntl(fd as c_int, command, &mut lock)?;
    Ok(lock)
}

/// Performs a command and returns JavaScript's result.
fn answer(arguments: &[f64; 4], command: c_int) -> i32 {
    match (fcntl(arguments, command), command) {
        (Ok(found), F_GETLK | F_OFD_GETLK) => KINDS.iter().position(|&kind| kind == found.kind).unwrap_or(0) as i32,
        (Err(errno), F_GETLK | F_OFD_GETLK) => -errno,
        (result, _) => result.err().unwrap_or(0),
    }
}

/// The functions that the addon exports, and their commands.
const FUNCTIONS: [(&CStr, c_int); 4] =
    [(c"lock", F_OFD_SETLK), (c"holder", F_OFD_GETLK), (c"processLock", F_SETLK), (c"processHolder", F_GETLK)];

/// The native side of every function: takes four numbers and returns one. A value that is not a number counts as 0.
///
/// # Safety
/// Node-API calls it with its own handles.
unsafe extern "C" fn on_call(env: Handle, info: Handle) -> Handle {
    let mut argv = [null_mut(); 4];
    let mut argc = argv.len();
    let mut arguments = [0.0; 4];
    let (mut command, mut result) = (null_mut(), null_mut());
    // SAFETY: the handles are Node-API's. It writes at most `argc` arguments, fills missing ones with undefined, and
    // writes a number only if the value is one.
    unsafe {
        napi_get_cb_info(env, info, &raw mut argc, argv.as_mut_ptr(), null_mut(), &raw mut command);
        for (value, number) in argv.into_iter().zip(&mut arguments) {
            napi_get_value_double(env, value, number);
        }
        napi_create_int32(env, answer(&arguments, command.addr() as c_int), &raw mut result);
    }
    result
}

/// Node calls it when the addon is loaded.
///
/// # Safety
/// `env` and `exports` must be Node-API's handles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: Handle, exports: Handle) -> Handle {
    for (name, command) in FUNCTIONS {
        // The function's data is the command, not an address.
        let data = without_provenance_mut(command as usize);
        let mut function = null_mut();
        // SAFETY: the name is NUL-terminated, and the handles are Node-API's by the caller's promise.
        unsafe {
            napi_create_function(env, name.as_ptr(), name.count_bytes(), on_call, data, &raw mut function);
            napi_set_named_property(env, exports, name.as_ptr(), function);
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
