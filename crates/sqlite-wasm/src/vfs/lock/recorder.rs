//! Locks for tests.

use super::ranges::{ALL, LockError, PENDING, RESERVED, Range, RangeLocks, SHARED};

/// Locks that record the calls, and refuse one of them.
#[derive(Default)]
pub struct Recorder {
    /// The calls, such as "read shared".
    pub calls: Vec<String>,
    /// The call that is refused, and the range that somebody else has locked.
    pub refuse: Option<&'static str>,
}

impl Recorder {
    fn record(&mut self, verb: &str, range: Range) -> Result<(), LockError> {
        let call = format!("{verb} {}", name(range));
        let refused = self.refuse == Some(call.as_str());
        self.calls.push(call);
        if refused { Err(LockError::Busy) } else { Ok(()) }
    }
}

fn name(range: Range) -> &'static str {
    match range {
        PENDING => "pending",
        RESERVED => "reserved",
        SHARED => "shared",
        ALL => "all",
        _ => "pending+reserved",
    }
}

impl RangeLocks for Recorder {
    fn read(&mut self, range: Range) -> Result<(), LockError> {
        self.record("read", range)
    }

    fn write(&mut self, range: Range) -> Result<(), LockError> {
        self.record("write", range)
    }

    fn release(&mut self, range: Range) -> Result<(), LockError> {
        self.record("release", range)
    }

    fn lower_later(&mut self, shared: Range, released: Range) {
        self.calls.push(format!("later read {}, release {}", name(shared), name(released)));
    }

    fn is_taken(&mut self, range: Range) -> Result<bool, LockError> {
        Ok(self.refuse.is_some_and(|call| call.ends_with(name(range))))
    }

    fn pause(&mut self) {
        self.calls.push("pause".to_owned());
    }
}
