//! The record at the address of a connection, through which a host reads results.

use core::ffi::{CStr, c_char, c_int, c_void};

use crate::layout::assert_layout;

/// The `RESULT_*` record of the abi crate.
#[repr(C)]
pub struct ResultRecord {
    pub code: i32,
    pub count: i32,
    pub columns: i32,
    pub state: i32,
    pub changes: i32,
    pub rows: *mut u8,
    pub rowid: f64,
    pub rowid64: i64,
    pub text: *const u8,
    pub text_len: usize,
    pub params: *mut u8,
    pub params_len: usize,
}

assert_layout!(ResultRecord, RESULT_BYTES, {
    code: RESULT_CODE,
    count: RESULT_COUNT,
    columns: RESULT_COLUMNS,
    state: RESULT_STATE,
    changes: RESULT_CHANGES,
    rows: RESULT_ROWS,
    rowid: RESULT_ROWID,
    rowid64: RESULT_ROWID64,
    text: RESULT_TEXT,
    text_len: RESULT_TEXT_LEN,
    params: RESULT_PARAMS,
    params_len: RESULT_PARAMS_LEN,
});

impl ResultRecord {
    /// Creates a record without results for a connection with these areas.
    pub fn new(rows: *mut u8, params: *mut u8, params_len: usize) -> Self {
        Self {
            code: 0,
            count: 0,
            columns: 0,
            state: 0,
            changes: 0,
            rows,
            rowid: 0.0,
            rowid64: 0,
            text: core::ptr::null(),
            text_len: 0,
            params,
            params_len,
        }
    }

    /// Stores a result code. Returns it.
    pub fn store_code(&mut self, code: c_int) -> c_int {
        self.code = code;
        code
    }

    /// Stores a text; null stands for no text.
    ///
    /// # Safety
    /// `text` is null or ends in a NUL, and stays valid until the host has read it.
    pub unsafe fn store_text(&mut self, text: *const c_char) {
        // SAFETY: the caller passes a text with a NUL unless it is null.
        let len = if text.is_null() { 0 } else { unsafe { CStr::from_ptr(text).count_bytes() } };
        self.store_bytes(text.cast(), len);
    }

    /// Stores bytes as the text; null stands for no text. They must stay valid until the host has read them.
    pub fn store_bytes(&mut self, bytes: *const c_void, len: usize) {
        self.text = bytes.cast();
        self.text_len = len;
    }
}
