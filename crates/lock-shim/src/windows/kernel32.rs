//! The functions of kernel32.dll, found by `kernel32.def`.

use core::ffi::{c_int, c_void};

use crate::node_api::Handle;

/// A lock of another handle conflicts, or of this one.
pub const ERROR_LOCK_VIOLATION: u32 = 33;

/// `UnlockFileEx` found no lock with exactly this range.
pub const ERROR_NOT_LOCKED: u32 = 158;

/// `OVERLAPPED`, here just an offset.
#[repr(C)]
pub struct Overlapped {
    internal: [usize; 2],
    offset: [u32; 2],
    event: usize,
}

impl Overlapped {
    /// Returns the structure for an offset in a file.
    pub const fn at(offset: u64) -> Self {
        Self { internal: [0; 2], offset: [offset as u32, (offset >> 32) as u32], event: 0 }
    }
}

unsafe extern "system" {
    pub fn CloseHandle(object: Handle) -> c_int;
    pub fn CreateFileMappingW(
        file: Handle,
        security: *mut c_void,
        protection: u32,
        size_high: u32,
        size_low: u32,
        name: *const u16,
    ) -> Handle;
    pub fn GetLastError() -> u32;
    pub fn GetModuleHandleW(name: *const u16) -> Handle;
    pub fn GetProcAddress(module: Handle, name: *const u8) -> *mut c_void;
    pub fn LockFileEx(
        file: Handle,
        flags: u32,
        reserved: u32,
        length_low: u32,
        length_high: u32,
        overlapped: *mut Overlapped,
    ) -> c_int;
    pub fn MapViewOfFile(mapping: Handle, access: u32, offset_high: u32, offset_low: u32, length: usize)
    -> *mut c_void;
    pub fn UnlockFileEx(
        file: Handle,
        reserved: u32,
        length_low: u32,
        length_high: u32,
        overlapped: *mut Overlapped,
    ) -> c_int;
    pub fn UnmapViewOfFile(base: *const c_void) -> c_int;
}
