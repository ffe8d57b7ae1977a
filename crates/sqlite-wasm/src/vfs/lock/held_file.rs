//! Lock files that the system locks while they are open, so that an owner that ends, however it ends, owns nothing.
//!
//! The lock file is opened and locked in one system call, which fails while somebody else has the file open that way.
//! An owner removes the file before it closes it. Whoever gets the lock therefore owns the database, provided that the
//! path still leads to the locked file: otherwise the previous owner has removed it meanwhile.

use super::lock_file::{ATTEMPTS, LockFileSystem, Opened, State, require_dead, settled};
use super::owner::{Fd, Owner};
use super::refusal::Refusal;

/// Acquires a lock file for `me`. Returns its descriptor, which must stay open, and `None` where the system does not
/// lock open files.
pub fn acquire(path: &[u8], me: &Owner, system: &mut impl LockFileSystem) -> Result<Option<Fd>, Refusal> {
    if !system.locks_open_files(path) {
        return Ok(None);
    }
    for _ in 0..ATTEMPTS {
        let (file, is_new) = match system.open_held(path)? {
            Opened::New(file) => (file, true),
            Opened::Existing(file) => (file, false),
            Opened::Missing => continue,
        };
        if !system.leads_to(path, file) {
            system.close(file);
            continue;
        }
        let owned = take_over(path, file, is_new, me, system);
        return owned.map(|()| Some(file)).inspect_err(|_| system.close(file));
    }
    Err(Refusal::Busy)
}

/// Makes `me` the owner of a locked file. An owner of the other kind, without a lock of the system, has to be dead.
fn take_over(path: &[u8], file: Fd, is_new: bool, me: &Owner, system: &mut impl LockFileSystem) -> Result<(), Refusal> {
    if !is_new {
        match settled(path, system)? {
            State::Missing => return Err(Refusal::Busy),
            State::Foreign => return Err(Refusal::Foreign),
            State::Unfinished => {}
            State::Owned(_, owner) if owner.held => {}
            State::Owned(_, owner) => require_dead(&owner, path, me, system)?,
        }
    }
    Ok(system.write(file, &Owner { held: true, file, ..me.clone() })?)
}

#[cfg(test)]
mod tests;
