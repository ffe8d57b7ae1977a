//! Why a lock file was not acquired, and the messages that say so.

use super::owner::Owner;
use super::ranges::LockError;

/// Why a lock file was not acquired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another instance, which is alive, uses the database.
    Busy,
    /// The lock file names an owner that may be alive or dead.
    Unproven(Box<Owner>),
    /// The lock file was created but never written, or is being written just now.
    Unfinished,
    /// The lock file may not be read.
    Unreadable,
    /// Something that no version of this package wrote has the name of the lock file.
    Foreign,
    /// The host failed, with one of `abi::ERRNOS`.
    Failed(i32),
}

impl From<LockError> for Refusal {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Busy => Self::Busy,
            LockError::Obstructed => Self::Foreign,
            LockError::Failed(errno) => Self::Failed(errno),
        }
    }
}

impl Refusal {
    /// Returns the error of the lock.
    #[must_use]
    pub fn error(&self) -> LockError {
        match self {
            Self::Busy | Self::Unproven(_) | Self::Unfinished | Self::Unreadable => LockError::Busy,
            Self::Foreign => LockError::Obstructed,
            Self::Failed(errno) => LockError::Failed(*errno),
        }
    }

    /// Returns what an application has to know beyond SQLite's text for the error. `file` is the path of the lock file.
    #[must_use]
    pub fn message(&self, file: &[u8]) -> Option<String> {
        let file = String::from_utf8_lossy(file);
        match self {
            Self::Busy | Self::Failed(_) => None,
            Self::Unproven(owner) => {
                let described = owner.description();
                Some(format!(
                    "database is locked by {described}, according to {file}; if that process is gone, delete the file"
                ))
            }
            Self::Unfinished => Some(format!(
                "database is locked: {file} is incomplete, as left by a process that was killed while it created the \
                 file; if no process uses the database, delete the file"
            )),
            Self::Unreadable => {
                Some(format!("database is locked: {file}, which names the owner, may not be read by this process"))
            }
            Self::Foreign => Some(format!(
                "unable to lock the database: {file} is in the way, which is not a lock file of this package; rename \
                 or remove it"
            )),
        }
    }
}
