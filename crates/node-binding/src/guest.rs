//! One guest for JavaScript, which may be called again while it waits for a callback.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

use wasmtime::{AsContext, Caller, Trap, TypedFunc, WasmParams, WasmResults};

use super::callbacks::{Functions, JavaScript};
use super::lent::Lent;
use super::stack;
use super::value::{Env, Failure, Result};
use crate::host::{Engine, Exports, Instance, State};

type Inner = Caller<'static, State<JavaScript>>;

/// What the guest's callbacks need of JavaScript.
pub struct Shared {
    pub env: Env,
    pub functions: Functions,
    pub lent: Lent,
    /// What is to be thrown when the guest has been left.
    pub failure: Cell<Option<Failure>>,
    /// To be disposed of when the guest has been left.
    pub ended: Cell<bool>,
    /// The import that waits for JavaScript, if one does.
    inside: Cell<Option<NonNull<Inner>>>,
}

impl Shared {
    pub fn new(env: Env, functions: Functions) -> Self {
        let (failure, ended, inside) = (Cell::new(None), Cell::new(false), Cell::new(None));
        Self { env, functions, lent: Lent::default(), failure, ended, inside }
    }

    /// Runs JavaScript, which may call the guest again, by way of the import that waits for it.
    pub fn while_inside<T>(&self, caller: &mut Caller<'_, State<JavaScript>>, work: impl FnOnce() -> T) -> T {
        let outer = self.inside.replace(Some(NonNull::from(caller).cast()));
        let _inside = Inside { shared: self, outer };
        work()
    }
}

/// Even after a panic the import is known only while it waits.
struct Inside<'a> {
    shared: &'a Shared,
    outer: Option<NonNull<Inner>>,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.shared.inside.set(self.outer);
    }
}

/// A running guest.
pub struct Guest {
    pub shared: Rc<Shared>,
    pub exports: Arc<Exports>,
    /// Gone once it was disposed of. It is borrowed while the guest runs.
    instance: RefCell<Option<Instance<JavaScript>>>,
    /// The guest is called only above this address of the stack.
    floor: usize,
}

impl Guest {
    pub fn start(engine: &Engine, shared: Rc<Shared>, byte_range_locks: bool, thread: i32) -> Result<Self> {
        let mut state = State::new(JavaScript(Rc::clone(&shared)));
        state.byte_range_locks &= byte_range_locks;
        state.thread = thread;
        let instance = Instance::start(engine, state).map_err(|error| Failure::Error(error.to_string()))?;
        let exports = instance.exports();
        let instance = RefCell::new(Some(instance));
        Ok(Self { shared, exports, instance, floor: stack::floor() })
    }

    /// Calls the guest.
    pub fn call<P: WasmParams, R: WasmResults>(&self, function: &TypedFunc<P, R>, arguments: P) -> Result<R> {
        if self.shared.ended.get() {
            return Err(disposed_of());
        }
        if stack::here() < self.floor {
            return Err(Failure::Range("Maximum call stack size exceeded"));
        }
        match self.shared.inside.get() {
            Some(caller) => self.call_again(caller, function, arguments),
            None => self.call_first(function, arguments),
        }
    }

    fn call_first<P: WasmParams, R: WasmResults>(&self, function: &TypedFunc<P, R>, arguments: P) -> Result<R> {
        let mut instance = self.instance.borrow_mut();
        let Some(running) = instance.as_mut() else { return Err(disposed_of()) };
        let result = running.call_raw(function, arguments);
        let result = result.map_err(|error| self.failure(&error, running.take_last_words()));
        let length = running.memory().len();
        if self.shared.ended.get() {
            *instance = None;
        } else {
            self.shared.lent.settle(self.shared.env, length)?;
        }
        result
    }

    fn call_again<P: WasmParams, R: WasmResults>(
        &self,
        mut caller: NonNull<Inner>,
        function: &TypedFunc<P, R>,
        arguments: P,
    ) -> Result<R> {
        // SAFETY: JavaScript runs inside the import that this is the caller of: it lives, and waits.
        let caller = unsafe { caller.as_mut() };
        let result = function.call(&mut *caller, arguments);
        let result = result.map_err(|error| self.failure(&error, std::mem::take(&mut caller.data_mut().last_words)));
        let length = caller.data().memory.map_or(0, |memory| memory.data_size(caller.as_context()));
        if !self.shared.ended.get() {
            self.shared.lent.settle(self.shared.env, length)?;
        }
        result
    }

    /// What to throw for a failure of the guest: what a callback has thrown, or what happened.
    fn failure(&self, error: &wasmtime::Error, last_words: String) -> Failure {
        if let Some(failure) = self.shared.failure.take() {
            return failure;
        }
        match error.downcast_ref::<Trap>() {
            _ if !last_words.is_empty() => Failure::Error(last_words),
            Some(Trap::StackOverflow) => Failure::Range("Maximum call stack size exceeded"),
            Some(trap) => Failure::Error(trap.to_string().trim_start_matches("wasm trap: ").to_owned()),
            None => Failure::Error(format!("{error:#}")),
        }
    }

    /// Gives the memory as an ArrayBuffer.
    pub fn buffer(self: &Rc<Self>) -> Result<napi_sys::napi_value> {
        let (env, lent) = (self.shared.env, &self.shared.lent);
        if self.shared.ended.get() {
            return Err(disposed_of());
        }
        if let Some(mut caller) = self.shared.inside.get() {
            // SAFETY: as in `call_again`.
            let caller = unsafe { caller.as_mut() };
            let Some(memory) = caller.data().memory else { return env.undefined() };
            let (start, length) = (memory.data_ptr(caller.as_context()), memory.data_size(caller.as_context()));
            return lent.lend(env, self, start, length);
        }
        match self.instance.borrow_mut().as_mut().map(Instance::memory_mut) {
            Some(memory) => lent.lend(env, self, memory.as_mut_ptr(), memory.len()),
            None => env.undefined(),
        }
    }

    /// Ends the guest: at once what others can see, its files and locks; the rest when it has been left.
    pub fn dispose(&self) -> Result<()> {
        self.shared.ended.set(true);
        self.shared.functions.release();
        // While the memory is still there.
        let taken_back = self.shared.lent.take_back(self.shared.env);
        if let Some(mut caller) = self.shared.inside.get() {
            // SAFETY: as in `call_again`.
            unsafe { caller.as_mut() }.data_mut().close_files();
        } else if let Ok(mut instance) = self.instance.try_borrow_mut() {
            *instance = None;
        }
        taken_back
    }
}

pub fn disposed_of() -> Failure {
    Failure::Error("the guest was disposed of".into())
}
