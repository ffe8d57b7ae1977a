//! The update, commit and rollback hooks of a connection.

use core::cell::Cell;
use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use abi::*;

use super::connection::Connection;
use super::pack;
use crate::ffi::*;
use crate::host::callbacks::{self, Thrown};
use crate::value::RawValue;

/// The hooks of a connection that has set one: SQLite's user data for its callbacks.
pub struct Hooks {
    /// The numbers of the user functions, by `HOOK_*`.
    numbers: [Cell<i32>; HOOK_COUNT as usize],
    /// The update hook takes row ids as 64-bit integers.
    safe_integers: Cell<bool>,
    /// A hook without a result threw, so the transaction must not be committed.
    failed: Cell<bool>,
}

impl Hooks {
    fn new() -> Self {
        let numbers = core::array::from_fn(|_| Cell::new(NO_FUNCTION));
        Self { numbers, safe_integers: Cell::new(false), failed: Cell::new(false) }
    }

    fn number(&self, hook: c_int) -> Option<i32> {
        Some(self.numbers[hook as usize].get()).filter(|&number| number != NO_FUNCTION)
    }

    /// Replaces a hook, and releases the handler of the former one.
    fn set(&self, hook: c_int, number: i32) {
        let former = self.numbers[hook as usize].replace(number);
        if former != NO_FUNCTION {
            callbacks::handler_release(former);
        }
    }

    /// Calls a hook that has no result, if it is set.
    fn notify(&self, hook: c_int, arguments: &[RawValue]) {
        let Some(number) = self.number(hook) else { return };
        let mut unused = RawValue::NULL;
        if callbacks::function_call(number, arguments, &mut unused).is_err() {
            self.failed.set(true);
        }
    }

    /// Returns whether the transaction may be committed.
    fn may_commit(&self) -> bool {
        if self.failed.get() {
            return false;
        }
        let Some(number) = self.number(HOOK_COMMIT) else { return true };
        let mut refused = RawValue::NULL;
        match callbacks::function_call(number, &[], &mut refused) {
            // SAFETY: for this function, a host fills in a 32-bit integer.
            Ok(()) => unsafe { refused.data.int32 == 0 },
            Err(Thrown) => false,
        }
    }
}

impl Drop for Hooks {
    fn drop(&mut self) {
        (0..HOOK_COUNT).for_each(|hook| self.set(hook, NO_FUNCTION));
    }
}

/// Returns the hooks of a connection.
///
/// # Safety
/// SQLite is calling a hook of this file.
unsafe fn hooks<'a>(context: *mut c_void) -> &'a Hooks {
    // SAFETY: the user data of the hooks of this file are of this type, and live as long as a hook is registered.
    unsafe { &*context.cast::<Hooks>() }
}

unsafe extern "C" fn x_update(
    context: *mut c_void,
    operation: c_int,
    database: *const c_char,
    table: *const c_char,
    rowid: i64,
) {
    // SAFETY: SQLite is calling a hook of this file with two names that live until this returns.
    unsafe {
        let hooks = hooks(context);
        let rowid = pack::integer(rowid, hooks.safe_integers.get());
        hooks.notify(HOOK_UPDATE, &[RawValue::int32(operation), pack::name(database), pack::name(table), rowid]);
    }
}

unsafe extern "C" fn x_commit(context: *mut c_void) -> c_int {
    // SAFETY: SQLite is calling a hook of this file.
    c_int::from(unsafe { !hooks(context).may_commit() })
}

unsafe extern "C" fn x_rollback(context: *mut c_void) {
    // SAFETY: SQLite is calling a hook of this file.
    unsafe { hooks(context).notify(HOOK_ROLLBACK, &[]) };
}

impl Connection {
    /// Sets or removes a hook; see `db_set_hook` of the abi crate.
    pub fn set_hook(&mut self, hook: c_int, number: i32, flags: c_int) {
        if self.hooks.is_null() {
            self.hooks = Box::into_raw(Box::new(Hooks::new()));
        }
        // SAFETY: only `remove_hooks` frees the hooks.
        let hooks = unsafe { &*self.hooks };
        hooks.set(hook, number);
        if hook == HOOK_UPDATE {
            hooks.safe_integers.set(flags & FUNCTION_SAFE_INTEGERS != 0);
        }
        let [updates, commits, rolls_back] =
            [HOOK_UPDATE, HOOK_COMMIT, HOOK_ROLLBACK].map(|h| hooks.number(h).is_some());
        // An update hook that throws must keep its transaction from being committed.
        self.register_hooks(updates, updates || commits, rolls_back);
        if !(updates || commits || rolls_back) {
            self.remove_hooks();
        }
    }

    fn register_hooks(&mut self, update: bool, commit: bool, rollback: bool) {
        let context = self.hooks.cast();
        // SAFETY: the handle is open. The user data lives until `remove_hooks` has unregistered the hooks.
        unsafe {
            sqlite3_update_hook(self.db, update.then_some(x_update as _), context);
            sqlite3_commit_hook(self.db, commit.then_some(x_commit as _), context);
            sqlite3_rollback_hook(self.db, rollback.then_some(x_rollback as _), context);
        }
    }

    /// Removes all hooks. None of them is being called.
    pub fn remove_hooks(&mut self) {
        if self.hooks.is_null() {
            return;
        }
        self.register_hooks(false, false, false);
        // SAFETY: `set_hook` made the hooks, and SQLite does not refer to them any more.
        drop(unsafe { Box::from_raw(core::mem::replace(&mut self.hooks, null_mut())) });
    }

    /// Returns whether a hook threw that could not tell SQLite so.
    pub fn hook_failed(&self) -> bool {
        // SAFETY: null or the hooks that `set_hook` made.
        unsafe { self.hooks.as_ref() }.is_some_and(|hooks| hooks.failed.get())
    }

    /// Ends the transaction in which such a hook threw. Returns the result code of the statement: `code`, or a failure
    /// if the hook's error is the only one.
    pub fn settle_hooks(&mut self, code: c_int) -> c_int {
        if !self.hook_failed() {
            return code;
        }
        if !self.autocommit() {
            self.execute(c"ROLLBACK");
        }
        // SAFETY: a hook has failed, so there are hooks.
        unsafe { (*self.hooks).failed.set(false) };
        // ROLLBACK has replaced the error of the statement.
        let code = self.set_error(if code == SQLITE_OK { SQLITE_ABORT } else { code }, None);
        self.results.store_code(code)
    }
}
