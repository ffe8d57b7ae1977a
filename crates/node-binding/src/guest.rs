//! One guest for JavaScript, which may be called again while it waits for a callback.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use napi_sys::napi_value;
use wasmtime::{AsContext, Trap};
use wasmtime_host::{Engine, Exports, Instance, State, TypedFunc, WasmParams, WasmResults, close_files};

use crate::node_api::{Failure, Result};
use crate::shared::{JavaScript, Shared, Waiting, disposed};
use crate::stack;

/// The message of V8's RangeError.
const STACK_OVERFLOW: &str = "Maximum call stack size exceeded";

/// What JavaScript says of a guest.
pub struct Settings {
    /// Whether it shares files by byte-range locks.
    pub locks: bool,
    /// Number of its thread.
    pub thread: i32,
    /// Whether it may map WAL indexes.
    pub maps: bool,
}

/// A running guest.
pub struct Guest {
    pub exports: Arc<Exports>,
    shared: Rc<Shared>,
    /// `None` after `dispose`. It is borrowed while the guest runs.
    instance: RefCell<Option<Instance<JavaScript>>>,
    /// The lowest stack address from which the guest is called.
    stack_floor: usize,
}

impl Guest {
    pub fn start(engine: &Engine, shared: Rc<Shared>, Settings { locks, thread, maps }: Settings) -> Result<Self> {
        let mut state = State::new(JavaScript(Rc::clone(&shared)));
        state.byte_range_locks &= locks;
        state.maps_files = maps;
        state.thread = thread;
        let instance = Instance::start(engine, state).map_err(|error| Failure::Error(error.to_string()))?;
        let exports = instance.exports();
        let instance = RefCell::new(Some(instance));
        Ok(Self { exports, shared, instance, stack_floor: stack::floor() })
    }

    /// Calls an export.
    pub fn call<P: WasmParams, R: WasmResults>(&self, export: &TypedFunc<P, R>, arguments: P) -> Result<R> {
        if self.shared.disposed.get() {
            return Err(disposed());
        }
        if stack::here() < self.stack_floor {
            return Err(Failure::Range(STACK_OVERFLOW));
        }
        if self.shared.is_waiting() {
            self.shared.with_waiting(|caller| self.call_again(caller, export, arguments)).ok_or_else(disposed)?
        } else {
            self.call_first(export, arguments)
        }
    }

    fn call_first<P: WasmParams, R: WasmResults>(&self, export: &TypedFunc<P, R>, arguments: P) -> Result<R> {
        let mut instance = self.instance.borrow_mut();
        let Some(running) = instance.as_mut() else { return Err(disposed()) };
        let result = running.call_raw(export, arguments);
        let result = result.map_err(|error| self.failure(&error, running.take_panic_message()));
        let length = running.memory().len();
        if self.shared.disposed.get() {
            *instance = None;
        } else {
            self.shared.buffer.sync(self.shared.env, length)?;
        }
        result
    }

    /// Calls an export while the guest waits for a callback.
    fn call_again<P: WasmParams, R: WasmResults>(
        &self,
        caller: &mut Waiting,
        export: &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        let result = export.call(&mut *caller, arguments);
        let result = result.map_err(|error| self.failure(&error, std::mem::take(&mut caller.data_mut().panic_message)));
        let length = caller.data().memory.map_or(0, |memory| memory.data_size(caller.as_context()));
        if !self.shared.disposed.get() {
            self.shared.buffer.sync(self.shared.env, length)?;
        }
        result
    }

    /// Returns what to throw for a failed call: the failure of a callback, or else the guest's own.
    fn failure(&self, error: &wasmtime::Error, panic_message: String) -> Failure {
        if let Some(failure) = self.shared.failure.take() {
            return failure;
        }
        match error.downcast_ref::<Trap>() {
            _ if !panic_message.is_empty() => Failure::Error(panic_message),
            Some(Trap::StackOverflow) => Failure::Range(STACK_OVERFLOW),
            Some(trap) => Failure::Error(trap.to_string().trim_start_matches("wasm trap: ").to_owned()),
            None => Failure::Error(format!("{error:#}")),
        }
    }

    /// Returns the guest's memory as an ArrayBuffer.
    pub fn buffer(self: &Rc<Self>) -> Result<napi_value> {
        if self.shared.disposed.get() {
            return Err(disposed());
        }
        let Some((start, length)) = self.memory() else { return self.shared.env.undefined() };
        // SAFETY: the memory belongs to the guest, which the buffer keeps alive. wasmtime reserves its whole address
        // space, so it never moves, and WebAssembly's memory never shrinks. JavaScript and the guest take turns on one
        // thread.
        unsafe { self.shared.buffer.get(self.shared.env, Rc::clone(self) as Rc<_>, start, length) }
    }

    /// Returns address and length of the guest's memory.
    fn memory(&self) -> Option<(*mut u8, usize)> {
        let range = |caller: &mut Waiting| {
            let memory = caller.data().memory?;
            Some((memory.data_ptr(caller.as_context()), memory.data_size(caller.as_context())))
        };
        if let Some(range) = self.shared.with_waiting(range) {
            return range;
        }
        let mut instance = self.instance.borrow_mut();
        let memory = instance.as_mut()?.memory_mut();
        Some((memory.as_mut_ptr(), memory.len()))
    }

    /// Ends the guest. Its files, and so its locks, are closed at once; a guest that runs is dropped when it has
    /// returned.
    pub fn dispose(&self) -> Result<()> {
        self.shared.disposed.set(true);
        self.shared.functions.release();
        // The buffer must be detached before its memory is freed.
        let detached = self.shared.buffer.detach(self.shared.env);
        if self.shared.with_waiting(|caller| close_files(caller)).is_none()
            && let Ok(mut instance) = self.instance.try_borrow_mut()
        {
            *instance = None;
        }
        detached
    }
}
