//! Byte-range locks of open file descriptions (`F_OFD_SETLK`, `F_OFD_GETLK`) for JavaScript.
//!
//! One file serves every C library of a CPU: nothing but the few functions below is needed, which are found in the process
//! that loads it, Node's own and its C library's. `cargo xtask shims` compiles it with nothing but `core`.
//!
//! In JavaScript: `lock(fd, kind, offset, length)` gives 0 or the errno; `holder(fd, kind, offset, length)` gives the kind
//! of a lock that is in the way (0 for none), or the negated errno. Kinds are `LOCK_*` of the abi crate. `processLock` and
//! `processHolder` do the same with POSIX's own locks, which native SQLite takes: the package proves with them, where
//! nobody has tested it, that the two kinds see each other.
#![no_std]
#![cfg(any(target_os = "linux", target_os = "macos"))]

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::{null_mut, without_provenance_mut};

use system::{F_GETLK, F_OFD_GETLK, F_OFD_SETLK, F_RDLCK, F_SETLK, F_UNLCK, F_WRLCK, Flock};

/// Declares Node-API's opaque types.
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

/// The kernel's kinds of locks, by `LOCK_*` of the contract.
const KINDS: [i16; 3] = {
    let mut kinds = [0; 3];
    kinds[abi::LOCK_NONE as usize] = F_UNLCK;
    kinds[abi::LOCK_READ as usize] = F_RDLCK;
    kinds[abi::LOCK_WRITE as usize] = F_WRLCK;
    kinds
};

/// Asks the system. Gives its answer, or the errno.
fn fcntl(arguments: &[f64; 4], command: c_int) -> Result<Flock, c_int> {
    let [fd, kind, start, length] = *arguments;
    let kind = *KINDS.get(kind as usize).ok_or(EINVAL)?;
    let mut lock = Flock { kind, whence: 0, start: start as i64, length: length as i64, process: 0 };
    system::fcntl(fd as c_int, command, &mut lock)?;
    Ok(lock)
}

/// Does what is asked and gives JavaScript's answer.
fn answer(arguments: &[f64; 4], command: c_int) -> i32 {
    match (fcntl(arguments, command), command) {
        (Ok(found), F_GETLK | F_OFD_GETLK) => KINDS.iter().position(|&kind| kind == found.kind).unwrap_or(0) as i32,
        (Err(errno), F_GETLK | F_OFD_GETLK) => -errno,
        (result, _) => result.err().unwrap_or(0),
    }
}

/// What JavaScript finds in the addon.
const FUNCTIONS: [(&CStr, c_int); 4] =
    [(c"lock", F_OFD_SETLK), (c"holder", F_OFD_GETLK), (c"processLock", F_SETLK), (c"processHolder", F_GETLK)];

/// Each of the functions: reads four numbers and gives one. What is not a number counts as 0.
unsafe extern "C" fn on_call(env: Handle, info: Handle) -> Handle {
    let mut argv = [null_mut(); 4];
    let mut argc = argv.len();
    let mut arguments = [0.0; 4];
    let (mut command, mut result) = (null_mut(), null_mut());
    // SAFETY: the handles are Node-API's; it writes at most `argc` arguments, fills those that are missing with
    // undefined, and leaves a number alone that it cannot read.
    unsafe {
        napi_get_cb_info(env, info, &raw mut argc, argv.as_mut_ptr(), null_mut(), &raw mut command);
        for (value, number) in argv.into_iter().zip(&mut arguments) {
            napi_get_value_double(env, value, number);
        }
        napi_create_int32(env, answer(&arguments, command.addr() as c_int), &raw mut result);
    }
    result
}

/// Called by Node when the addon is loaded.
///
/// # Safety
/// `env` and `exports` are Node-API's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: Handle, exports: Handle) -> Handle {
    for (name, command) in FUNCTIONS {
        // The function's data is a number, not an address.
        let data = without_provenance_mut(command as usize);
        let mut function = null_mut();
        // SAFETY: the name is NUL-terminated and the handles are Node-API's.
        unsafe {
            napi_create_function(env, name.as_ptr(), name.count_bytes(), on_call, data, &raw mut function);
            napi_set_named_property(env, exports, name.as_ptr(), function);
        }
    }
    exports
}

/// The addon is linked without a library that could say more.
#[cfg(all(not(test), feature = "addon"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
