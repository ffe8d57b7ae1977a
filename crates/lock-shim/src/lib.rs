//! Byte-range locks of open file descriptions (Linux `F_OFD_SETLK`, `F_OFD_GETLK`) for JavaScript.
//!
//! One file serves every C library of a CPU: nothing is linked, the few functions below are left undefined and found in
//! the process that loads it, Node's own and its C library's. `cargo xtask shims` compiles it with nothing but `core`.
//!
//! In JavaScript: `lock(fd, kind, offset, length)` gives 0 or the errno; `holder(fd, kind, offset, length)` gives the kind
//! of a lock that is in the way (0 for none), or the negated errno. Kinds are `LOCK_*` of the abi crate.
#![no_std]
#![cfg(target_os = "linux")]

use core::ffi::{c_char, c_int, c_long, c_void};
use core::ptr::null_mut;

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

    fn syscall(number: c_long, ...) -> c_long;
    fn __errno_location() -> *mut c_int;
}

/// Number of the system call `fcntl`, on 32-bit systems `fcntl64`.
#[cfg(target_arch = "x86_64")]
const FCNTL: c_long = 72;
#[cfg(any(target_arch = "aarch64", target_arch = "riscv64"))]
const FCNTL: c_long = 25;
#[cfg(any(target_arch = "powerpc64", target_arch = "s390x"))]
const FCNTL: c_long = 55;
#[cfg(any(target_arch = "x86", target_arch = "arm"))]
const FCNTL: c_long = 221;

const F_OFD_GETLK: c_int = 36;
const F_OFD_SETLK: c_int = 37;
const F_RDLCK: i16 = 0;
const F_WRLCK: i16 = 1;
const F_UNLCK: i16 = 2;

const EINVAL: c_int = 22;

/// The kernel's `struct flock`, on 32-bit systems `struct flock64`. For these calls the process must be 0.
#[repr(C)]
struct Flock {
    kind: i16,
    whence: i16,
    start: i64,
    length: i64,
    process: c_int,
}

/// `LOCK_*` of the abi crate as the kernel's kinds, in order.
const KINDS: [i16; 3] = [F_UNLCK, F_RDLCK, F_WRLCK];

/// Asks the kernel. Gives its answer, or the errno.
fn fcntl(arguments: &[f64; 4], command: c_int) -> Result<Flock, c_int> {
    let [fd, kind, start, length] = *arguments;
    let kind = *KINDS.get(kind as usize).ok_or(EINVAL)?;
    let mut lock = Flock { kind, whence: 0, start: start as i64, length: length as i64, process: 0 };
    // SAFETY: the kernel reads and writes one structure of this layout; errno is this thread's own.
    unsafe {
        if syscall(FCNTL, fd as c_int, command, &raw mut lock) == -1 {
            return Err(*__errno_location());
        }
    }
    Ok(lock)
}

fn lock(arguments: &[f64; 4]) -> i32 {
    fcntl(arguments, F_OFD_SETLK).err().unwrap_or(0)
}

fn holder(arguments: &[f64; 4]) -> i32 {
    match fcntl(arguments, F_OFD_GETLK) {
        Ok(found) => KINDS.iter().position(|&kind| kind == found.kind).unwrap_or(0) as i32,
        Err(errno) => -errno,
    }
}

/// Reads four numbers, does what is asked and gives a number. What is not a number counts as 0.
///
/// # Safety
/// Called by Node-API, which passes its own handles.
unsafe fn answer(env: Handle, info: Handle, ask: fn(&[f64; 4]) -> i32) -> Handle {
    let mut argv = [null_mut(); 4];
    let mut argc = argv.len();
    let mut arguments = [0.0; 4];
    let mut result = null_mut();
    // SAFETY: the handles are Node-API's; it writes at most `argc` arguments, fills those that are missing with
    // undefined, and leaves a number alone that it cannot read.
    unsafe {
        napi_get_cb_info(env, info, &raw mut argc, argv.as_mut_ptr(), null_mut(), null_mut());
        for (value, number) in argv.into_iter().zip(&mut arguments) {
            napi_get_value_double(env, value, number);
        }
        napi_create_int32(env, ask(&arguments), &raw mut result);
    }
    result
}

unsafe extern "C" fn on_lock(env: Handle, info: Handle) -> Handle {
    // SAFETY: Node-API's handles are passed on.
    unsafe { answer(env, info, lock) }
}

unsafe extern "C" fn on_holder(env: Handle, info: Handle) -> Handle {
    // SAFETY: Node-API's handles are passed on.
    unsafe { answer(env, info, holder) }
}

/// Called by Node when the addon is loaded.
///
/// # Safety
/// `env` and `exports` are Node-API's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: Handle, exports: Handle) -> Handle {
    for (name, callback) in [(c"lock", on_lock as Callback), (c"holder", on_holder as Callback)] {
        let mut function = null_mut();
        // SAFETY: the name is NUL-terminated and the handles are Node-API's.
        unsafe {
            napi_create_function(env, name.as_ptr(), name.count_bytes(), callback, null_mut(), &raw mut function);
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
