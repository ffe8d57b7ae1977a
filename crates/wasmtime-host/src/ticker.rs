//! The clock behind time limits: a thread that counts while a call with a deadline runs, and sleeps otherwise.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How exactly time limits are kept.
const TICK: Duration = Duration::from_millis(2);

#[derive(Default)]
struct Demand {
    /// Calls under way.
    calls: usize,
    /// Nobody will ask any more.
    ended: bool,
}

#[derive(Default)]
struct Shared {
    demand: Mutex<Demand>,
    changed: Condvar,
}

impl Shared {
    fn demand(&self) -> MutexGuard<'_, Demand> {
        // Nothing panics while it holds the lock.
        self.demand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Demand)) {
        change(&mut self.demand());
        self.changed.notify_all();
    }
}

/// Moves an engine's epoch on.
pub struct Ticker(Arc<Shared>);

impl Ticker {
    pub fn new(engine: wasmtime::Engine) -> Self {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        thread::spawn(move || run(&watched, &engine));
        Self(shared)
    }

    /// Ticks until the result is dropped.
    pub fn watch(&self) -> Watch {
        self.0.change(|demand| demand.calls += 1);
        Watch(Arc::clone(&self.0))
    }

    /// How many ticks make up a time, at least.
    pub fn ticks(time: Duration) -> u64 {
        // The first tick may come at once.
        u64::try_from(time.as_micros().div_ceil(TICK.as_micros()))
            .map_or(u64::MAX / 2, |ticks| ticks.min(u64::MAX / 2) + 1)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.change(|demand| demand.ended = true);
    }
}

/// A call with a deadline.
pub struct Watch(Arc<Shared>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.demand().calls -= 1;
    }
}

fn run(shared: &Shared, engine: &wasmtime::Engine) {
    loop {
        let idle = |demand: &mut Demand| demand.calls == 0 && !demand.ended;
        let demand = shared.changed.wait_while(shared.demand(), idle).unwrap_or_else(PoisonError::into_inner);
        if demand.ended {
            return;
        }
        drop(demand);
        thread::sleep(TICK);
        engine.increment_epoch();
    }
}
