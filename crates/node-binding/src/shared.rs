//! What a guest and its callbacks share: the JavaScript side of an instance.

use std::cell::Cell;
use std::ptr::{NonNull, null_mut};
use std::rc::Rc;

use napi_sys::{napi_close_handle_scope, napi_open_handle_scope};
use wasmtime::Caller;
use wasmtime_host::{Callback, Callbacks, State};

use crate::array_buffer::ExternalBuffer;
use crate::callbacks::{self, Functions};
use crate::node_api::{Env, Failure, Result};

/// Answers callbacks with JavaScript functions.
pub struct JavaScript(pub Rc<Shared>);

/// The guest as seen from a host call that waits for JavaScript.
pub type Waiting = Caller<'static, State<JavaScript>>;

/// The JavaScript side of an instance.
pub struct Shared {
    pub env: Env,
    pub functions: Functions,
    pub buffer: ExternalBuffer,
    /// What to throw when the guest has returned: a callback failed.
    pub failure: Cell<Option<Failure>>,
    /// Whether the guest was disposed of. If it was while it ran, its instance is dropped when it has returned.
    pub disposed: Cell<bool>,
    /// The innermost host call that waits for JavaScript, if any. Only `while_waiting` sets it.
    waiting: Cell<Option<NonNull<Waiting>>>,
}

impl Shared {
    pub fn new(env: Env, functions: Functions) -> Self {
        Self {
            env,
            functions,
            buffer: ExternalBuffer::default(),
            failure: Cell::new(None),
            disposed: Cell::new(false),
            waiting: Cell::new(None),
        }
    }

    /// Returns whether a host call waits for JavaScript.
    pub fn is_waiting(&self) -> bool {
        self.waiting.get().is_some()
    }

    /// Calls `work` with the innermost host call that waits for JavaScript. Returns `None` if none waits.
    pub fn with_waiting<T>(&self, work: impl FnOnce(&mut Waiting) -> T) -> Option<T> {
        // While `work` runs, the host call is not known, so it cannot be borrowed twice.
        let mut caller = self.waiting.take()?;
        let _restore = RestoreWaiting { shared: self, outer: Some(caller) };
        // SAFETY: `while_waiting` sets the address of a caller that is borrowed mutably until `waiting` is restored,
        // and does not use it meanwhile. `take` above makes this the only reference.
        Some(work(unsafe { caller.as_mut() }))
    }

    /// Runs JavaScript, which may call the guest again by way of the host call that waits.
    fn while_waiting<T>(&self, caller: &mut Caller<'_, State<JavaScript>>, work: impl FnOnce() -> T) -> T {
        let outer = self.waiting.replace(Some(NonNull::from(caller).cast()));
        let _restore = RestoreWaiting { shared: self, outer };
        work()
    }

    /// Answers a callback.
    fn answer(&self, guest: &mut Caller<'_, State<JavaScript>>, callback: Callback, arguments: &[i32]) -> Result<i32> {
        let env = self.env;
        let length = guest.data().memory.map_or(0, |memory| memory.data_size(&*guest));
        self.buffer.sync(env, length)?;
        let function = self.functions.get(callback).unwrap_or_else(|| Err(disposed()))?;
        let result = self.while_waiting(guest, || callbacks::call(env, function, arguments))?;
        // A guest that was disposed of must not continue: its files are closed.
        if self.disposed.get() { Err(disposed()) } else { Ok(result) }
    }
}

/// Restores the outer host call even after a panic, so that a host call is known only while it waits.
struct RestoreWaiting<'a> {
    shared: &'a Shared,
    outer: Option<NonNull<Waiting>>,
}

impl Drop for RestoreWaiting<'_> {
    fn drop(&mut self) {
        self.shared.waiting.set(self.outer);
    }
}

impl Callbacks for JavaScript {
    fn invoke(guest: &mut Caller<'_, State<Self>>, callback: Callback, arguments: &[i32]) -> wasmtime::Result<i32> {
        let shared = Rc::clone(&guest.data().callbacks.0);
        scoped(shared.env, || shared.answer(guest, callback, arguments)).map_err(|failure| {
            // Rethrown in JavaScript after the guest has returned.
            shared.failure.set(Some(failure));
            wasmtime::Error::msg("the application has ended the guest")
        })
    }
}

/// Runs `work` in a handle scope, so that the values of each callback are released at its end: one call of the guest
/// can make millions of callbacks. The result may hold references to JavaScript values, but no such value itself.
fn scoped<T>(env: Env, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let mut scope = null_mut();
    // SAFETY: Node-API writes the scope, which is closed below. `work` returns no value of it, at most references.
    env.check(unsafe { napi_open_handle_scope(env.raw(), &raw mut scope) })?;
    let result = work();
    // SAFETY: the scope was opened above, and scopes opened by `work` are closed.
    unsafe { napi_close_handle_scope(env.raw(), scope) };
    result
}

/// Returns the failure of using a guest after `dispose()`.
pub fn disposed() -> Failure {
    Failure::Error("the guest was disposed of".into())
}
