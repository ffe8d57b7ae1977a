//! Which files the guest may touch.

use std::path::{Path, PathBuf};

use super::errno::Errno;
use super::locks;

/// The files that the guest may touch. It is part of what a program trusts its SQL with: SQL can attach any file.
#[derive(Clone, Debug, Default)]
pub enum Access {
    /// Whatever the process may.
    #[default]
    Everything,
    /// These, and the folders on the way to them, in which nothing else can be seen.
    Only(Vec<Allowed>),
}

/// A file that a confined guest may touch.
#[derive(Clone, Debug)]
pub struct Allowed {
    path: PathBuf,
    role: Role,
    right: Right,
}

/// What a file is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Database,
    /// What SQLite keeps beside a database. SQL that opened one as a database could make up its content.
    Companion,
}

/// How a file may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    Read,
    /// Made and written, not removed.
    Write,
    /// Made new, and removed.
    Claim,
    /// Made, written and removed.
    Change,
}

impl Access {
    /// No file at all.
    pub const fn nothing() -> Self {
        Self::Only(Vec::new())
    }

    /// One database, at an absolute path without links, and SQLite's files beside it.
    pub fn to_database(path: &Path, read_only: bool) -> Self {
        let unless_read_only = |right| if read_only { Right::Read } else { right };
        let allowed = |suffix: &str, role, right| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            Allowed { path: name.into(), role, right }
        };
        Self::Only(vec![
            allowed("", Role::Database, unless_read_only(Right::Write)),
            allowed("-journal", Role::Companion, unless_read_only(Right::Change)),
            // Who reads a database with a WAL takes part in its index, and makes both files if they are not there.
            allowed("-wal", Role::Companion, if read_only { Right::Write } else { Right::Change }),
            allowed("-shm", Role::Companion, Right::Change),
            // It says who owns the database whole, where files cannot be shared by byte-range locks.
            allowed("-lock", Role::Companion, if locks::AVAILABLE { Right::Read } else { Right::Claim }),
        ])
    }

    /// Whether a file may be opened so.
    pub fn may_open(&self, path: &Path, flags: i32) -> Result<(), Errno> {
        let Self::Only(files) = self else { return Ok(()) };
        let changes = flags & (abi::OPEN_READWRITE | abi::OPEN_CREATE) != 0;
        let is_database = flags & abi::OPEN_DATABASE != 0;
        match find(files, path) {
            Some(file) if is_database && file.role != Role::Database => Err(Errno(abi::EACCES)),
            Some(file) if changes => match file.right {
                Right::Write | Right::Change => Ok(()),
                Right::Claim if flags & abi::OPEN_EXCLUSIVE != 0 => Ok(()),
                Right::Claim | Right::Read => Err(Errno(abi::EACCES)),
            },
            None if changes => Err(Errno(abi::EACCES)),
            _ => self.may_see(path),
        }
    }

    /// Whether a file may be removed.
    pub fn may_remove(&self, path: &Path) -> Result<(), Errno> {
        let Self::Only(files) = self else { return Ok(()) };
        match find(files, path).map(|file| file.right) {
            Some(Right::Claim | Right::Change) => Ok(()),
            _ => Err(Errno(abi::EACCES)),
        }
    }

    /// Whether a file may be given a second name.
    pub fn may_link(&self) -> Result<(), Errno> {
        if self.is_everything() { Ok(()) } else { Err(Errno(abi::EACCES)) }
    }

    /// Whether a file may be looked at; or a folder, to follow links and to make it durable.
    pub fn may_see(&self, path: &Path) -> Result<(), Errno> {
        let Self::Only(files) = self else { return Ok(()) };
        let leads_to = |file: &Allowed| file.path.ancestors().skip(1).any(|folder| folder == path);
        if find(files, path).is_some() || files.iter().any(leads_to) { Ok(()) } else { Err(Errno(abi::EACCES)) }
    }

    /// Whether anything goes.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }
}

/// Paths are compared as written: the guest resolves links and dots before it opens anything.
fn find<'a>(files: &'a [Allowed], path: &Path) -> Option<&'a Allowed> {
    files.iter().find(|file| file.path.as_os_str() == path.as_os_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: i32 = abi::OPEN_READWRITE | abi::OPEN_CREATE;

    fn access(read_only: bool) -> Access {
        Access::to_database(Path::new("/data/app.db"), read_only)
    }

    fn opens(access: &Access, path: &str, flags: i32) -> bool {
        access.may_open(Path::new(path), flags).is_ok()
    }

    #[test]
    fn a_confined_guest_has_its_database_and_nothing_else() {
        let access = access(false);
        assert!(opens(&access, "/data/app.db", WRITE | abi::OPEN_DATABASE));
        for path in ["/data/app.db-journal", "/data/app.db-wal", "/data/app.db-shm"] {
            assert!(opens(&access, path, WRITE), "{path}");
            assert!(access.may_remove(Path::new(path)).is_ok(), "{path}");
        }
        for path in ["/data", "/data/other.db", "/etc/passwd", "/data/./app.db", "/data/app.db/"] {
            assert!(!opens(&access, path, WRITE), "{path}");
            assert!(access.may_remove(Path::new(path)).is_err(), "{path}");
        }
        assert!(access.may_remove(Path::new("/data/app.db")).is_err());
        assert!(access.may_link().is_err());
    }

    #[test]
    fn no_companion_is_opened_as_a_database_nor_its_lock_file_filled() {
        let access = access(false);
        for suffix in ["journal", "wal", "shm", "lock"] {
            let path = format!("/data/app.db-{suffix}");
            assert!(opens(&access, &path, 0), "{path}");
            assert!(!opens(&access, &path, abi::OPEN_DATABASE), "{path}");
            assert!(!opens(&access, &path, WRITE | abi::OPEN_DATABASE), "{path}");
        }
        assert!(!opens(&access, "/data/app.db-lock", WRITE));
        assert_eq!(opens(&access, "/data/app.db-lock", WRITE | abi::OPEN_EXCLUSIVE), !locks::AVAILABLE);
    }

    #[test]
    fn for_reading_only_the_wal_and_its_index_are_made() {
        let access = access(true);
        assert!(opens(&access, "/data/app.db", abi::OPEN_DATABASE));
        for (suffix, may) in [("", false), ("-journal", false), ("-wal", true), ("-shm", true)] {
            assert_eq!(opens(&access, &format!("/data/app.db{suffix}"), WRITE), may, "{suffix}");
        }
        for suffix in ["", "-journal", "-wal"] {
            assert!(access.may_remove(Path::new(&format!("/data/app.db{suffix}"))).is_err(), "{suffix}");
        }
    }

    #[test]
    fn it_sees_the_way_there() {
        let access = access(false);
        let sees = |path: &str| access.may_see(Path::new(path)).is_ok();
        assert!(sees("/data") && sees("/"));
        assert!(!sees("/data/other.db") && !sees("/etc"));
    }

    #[test]
    fn a_guest_without_files_has_none() {
        assert!(Access::nothing().may_see(Path::new("/")).is_err());
    }
}
