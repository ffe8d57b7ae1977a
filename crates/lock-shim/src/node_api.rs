//! Node-API: its functions, and the call of one of the addon's.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::{null_mut, slice_from_raw_parts_mut};

/// An opaque handle of Node-API.
pub type Handle = *mut c_void;

/// A name that ends with NUL.
type Name = *const c_char;

/// `napi_callback`.
pub type Callback = unsafe extern "C" fn(env: Handle, info: Handle) -> Handle;

/// A function that Node-API calls when the environment ends.
pub type Hook = unsafe extern "C" fn(data: *mut c_void);

/// Declares the functions of Node: elsewhere than on Windows as symbols, which the loader finds in the process.
macro_rules! functions {
    ($(fn $name:ident($($parameter:ident: $kind:ty),*) -> $result:ty;)+) => {
        #[cfg(not(windows))]
        unsafe extern "C" {
            $(pub fn $name($($parameter: $kind),*) -> $result;)+
        }

        /// Windows finds a symbol by the name of the program's file. Node's is not always node.exe: a program that
        /// contains Node has its own. So each function is looked up in the program, once.
        #[cfg(windows)]
        mod looked_up {
            use core::ffi::{c_int, c_void};
            use core::mem::transmute;
            use core::ptr::null_mut;
            use core::sync::atomic::{AtomicPtr, Ordering};

            use super::{Callback, Handle, Hook, Name};
            use crate::system::program_function;

            $(
                pub unsafe fn $name($($parameter: $kind),*) -> $result {
                    // SAFETY: the address is that of Node's function of this name and type: `find` has stored it before
                    // the addon had a function that could be called.
                    unsafe {
                        let function: unsafe extern "C" fn($($kind),*) -> $result =
                            transmute(addresses::$name.load(Ordering::Relaxed));
                        function($($parameter),*)
                    }
                }
            )+

            #[expect(non_upper_case_globals, reason = "named like the functions")]
            mod addresses {
                use super::{AtomicPtr, c_void, null_mut};
                $(pub static $name: AtomicPtr<c_void> = AtomicPtr::new(null_mut());)+
            }

            pub fn find() -> bool {
                $(addresses::$name.store(
                    program_function(concat!(stringify!($name), "\0").as_bytes()),
                    Ordering::Relaxed,
                );)+
                ![$(&addresses::$name),+].iter().any(|address| address.load(Ordering::Relaxed).is_null())
            }
        }
        #[cfg(windows)]
        pub use looked_up::*;
    };
}

functions! {
    fn napi_create_function(
        env: Handle, name: Name, length: usize, callback: Callback, data: *mut c_void, result: *mut Handle
    ) -> c_int;
    fn napi_set_named_property(env: Handle, object: Handle, name: Name, value: Handle) -> c_int;
    fn napi_get_cb_info(
        env: Handle, info: Handle, argc: *mut usize, argv: *mut Handle, this: *mut Handle, data: *mut *mut c_void
    ) -> c_int;
    fn napi_get_value_double(env: Handle, value: Handle, result: *mut f64) -> c_int;
    fn napi_create_double(env: Handle, value: f64, result: *mut Handle) -> c_int;
    fn napi_get_typedarray_info(
        env: Handle, array: Handle, kind: *mut c_int, length: *mut usize, data: *mut *mut c_void, buffer: *mut Handle,
        offset: *mut usize
    ) -> c_int;
    fn napi_add_env_cleanup_hook(env: Handle, hook: Hook, data: *mut c_void) -> c_int;
    fn napi_remove_env_cleanup_hook(env: Handle, hook: Hook, data: *mut c_void) -> c_int;
}

/// Finds the functions of Node. Returns false if the program lacks one.
#[cfg(not(windows))]
pub const fn find() -> bool {
    true
}

/// Defines a function of the addon.
///
/// # Safety
/// `env` and `exports` must be Node-API's handles.
pub unsafe fn define(env: Handle, exports: Handle, name: &CStr, callback: Callback, data: *mut c_void) {
    let mut function = null_mut();
    // SAFETY: the name is NUL-terminated, and the handles are Node-API's by the caller's promise.
    unsafe {
        napi_create_function(env, name.as_ptr(), name.count_bytes(), callback, data, &raw mut function);
        napi_set_named_property(env, exports, name.as_ptr(), function);
    }
}

/// Values that JavaScript or the guest passes. One that is no number, or is missing, counts as 0.
pub type Values = [f64; 4];

/// A call of a function with up to four values.
pub struct Call {
    env: Handle,
    /// The values as numbers.
    pub numbers: Values,
    /// The second value.
    second: Handle,
}

impl Call {
    /// Returns a call and the data of its function.
    ///
    /// # Safety
    /// The handles must be those that Node-API calls the function with.
    pub unsafe fn new(env: Handle, info: Handle) -> (Self, *mut c_void) {
        let (mut values, mut data) = ([null_mut(); 4], null_mut());
        let mut count = values.len();
        let mut numbers = [0.0; 4];
        // SAFETY: the handles are Node-API's. It writes at most `count` values, sets `count` to how many were passed,
        // and writes a number only if the value is one.
        unsafe {
            napi_get_cb_info(env, info, &raw mut count, values.as_mut_ptr(), null_mut(), &raw mut data);
            for (value, number) in values.into_iter().zip(&mut numbers).take(count) {
                napi_get_value_double(env, value, number);
            }
        }
        let [_, second, ..] = values;
        (Self { env, numbers, second }, data)
    }

    /// Returns `count` bytes of the second value, a `Uint8Array`, from `at` on; `None` if it does not have them. They
    /// are valid until JavaScript runs again.
    pub fn bytes(&self, at: usize, count: usize) -> Option<*mut [u8]> {
        let (data, length) = self.array()?;
        if at.checked_add(count)? > length {
            return None;
        }
        // SAFETY: the array has `length` bytes at `data`, of which these are some.
        Some(slice_from_raw_parts_mut(unsafe { data.cast::<u8>().add(at) }, count))
    }

    /// Returns the address and the length of the second value, if that is a `Uint8Array` with memory.
    fn array(&self) -> Option<(*mut c_void, usize)> {
        const UINT8: c_int = 1;
        let (mut kind, mut length, mut data) = (0, 0, null_mut());
        // SAFETY: the handles are Node-API's, which writes only if the value is a typed array.
        let status = unsafe {
            let (env, array) = (self.env, self.second);
            napi_get_typedarray_info(env, array, &raw mut kind, &raw mut length, &raw mut data, null_mut(), null_mut())
        };
        (status == 0 && kind == UINT8 && !data.is_null()).then_some((data, length))
    }

    /// Returns all bytes of the second value, a `Uint8Array`; `None` if it has none.
    #[cfg(all(target_os = "linux", target_endian = "little"))]
    pub fn all_bytes(&self) -> Option<*mut [u8]> {
        let (_, length) = self.array()?;
        self.bytes(0, length)
    }

    /// Defines a function on the second value, an object.
    #[cfg(all(target_os = "linux", target_endian = "little"))]
    pub fn define(&self, name: &CStr, callback: Callback, data: *mut c_void) {
        // SAFETY: the handles are Node-API's.
        unsafe { define(self.env, self.second, name, callback, data) };
    }

    /// Calls a hook with an address when the environment ends.
    pub fn at_end(&self, hook: Hook, address: *mut c_void) {
        // SAFETY: the handle is Node-API's, and the hook's promise is its declarer's.
        unsafe { napi_add_env_cleanup_hook(self.env, hook, address) };
    }

    /// Takes a hook back.
    pub fn not_at_end(&self, hook: Hook, address: *mut c_void) {
        // SAFETY: the handle is Node-API's, which compares the hook and the address.
        unsafe { napi_remove_env_cleanup_hook(self.env, hook, address) };
    }

    /// Returns a number to JavaScript.
    pub fn answer(&self, number: f64) -> Handle {
        let mut result = null_mut();
        // The sum of -0 and 0 is 0, an integer to V8. For -0 it would allocate an object.
        let number = number + 0.0;
        // SAFETY: the handle is Node-API's.
        unsafe { napi_create_double(self.env, number, &raw mut result) };
        result
    }
}
