//! The clock of time limits: a thread that advances an engine's epoch while a call with a deadline runs.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long an epoch lasts: time limits are this exact.
const TICK: Duration = Duration::from_millis(2);

/// A number of ticks that never passes. wasmtime adds it to the current epoch, so it must not be the largest number.
pub const NO_DEADLINE: u64 = u64::MAX / 2;

/// Returns the least number of ticks that lasts `time`.
pub fn ticks(time: Duration) -> u64 {
    // The first tick may come at once.
    u64::try_from(time.as_micros().div_ceil(TICK.as_micros())).map_or(NO_DEADLINE, |ticks| ticks.min(NO_DEADLINE) + 1)
}

/// Why the thread runs, sleeps or ends.
#[derive(Default)]
struct Demand {
    /// Number of calls with a deadline in progress.
    calls: usize,
    /// Whether the ticker was dropped.
    ended: bool,
}

#[derive(Default)]
struct Shared {
    demand: Mutex<Demand>,
    changed: Condvar,
}

impl Shared {
    fn demand(&self) -> MutexGuard<'_, Demand> {
        // No thread panics while it holds the mutex, so it is never poisoned.
        self.demand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Demand)) {
        change(&mut self.demand());
        self.changed.notify_all();
    }
}

/// Advances an engine's epoch while a [`Watch`] exists. The thread ends when the ticker is dropped.
pub struct Ticker(Arc<Shared>);

impl Ticker {
    /// Starts the thread. Fails if the system refuses one.
    pub fn new(engine: wasmtime::Engine) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        thread::Builder::new().spawn(move || run(&watched, &engine))?;
        Ok(Self(shared))
    }

    /// Keeps the epoch advancing until the result is dropped.
    pub fn watch(&self) -> Watch {
        self.0.change(|demand| demand.calls += 1);
        Watch(Arc::clone(&self.0))
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.change(|demand| demand.ended = true);
    }
}

/// A call with a deadline in progress.
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
