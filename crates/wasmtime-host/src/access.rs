//! Which files the guest may open.

use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{self, FileType, Stat};

use crate::errno::Errno;
use crate::ofd;

/// The files that the guest may open. SQL can attach every file that its guest may open.
#[derive(Clone, Debug, Default)]
pub enum Access {
    /// Every file that the process may open.
    #[default]
    Unrestricted,
    /// These files only. Of the folders on the way to them, nothing else can be seen.
    Confined(Vec<Allowed>),
}

/// A file that a confined guest may open.
#[derive(Clone, Debug)]
pub struct Allowed {
    path: PathBuf,
    role: Role,
    right: Right,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Database,
    /// A file that SQLite keeps beside a database. SQL that opened it as a database could forge its content.
    Companion,
}

/// How a file may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// Not at all.
    Read,
    /// Created, not written or removed.
    Create,
    /// Created and written, not removed.
    Write,
    /// Created exclusively and removed, as a lock file is.
    Claim,
    /// Created, written and removed.
    Change,
}

impl Access {
    /// Returns the access of a guest without files.
    pub const fn none() -> Self {
        Self::Confined(Vec::new())
    }

    /// Returns the access to one database and SQLite's files beside it. `path` must be absolute and free of links.
    pub fn to_database(path: &Path, read_only: bool) -> Self {
        let unless_read_only = |right| if read_only { Right::Read } else { right };
        let allowed = |suffix: &str, role, right| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            Allowed { path: name.into(), role, right }
        };
        Self::Confined(vec![
            allowed("", Role::Database, unless_read_only(Right::Write)),
            allowed("-journal", Role::Companion, unless_read_only(Right::Change)),
            // A reader of a database in WAL mode takes its locks in the WAL index and writes there what it finds in the
            // WAL. It creates both files if they are missing.
            allowed("-wal", Role::Companion, if read_only { Right::Create } else { Right::Change }),
            allowed("-shm", Role::Companion, if read_only { Right::Write } else { Right::Change }),
            // The lock file, which the guest needs where files cannot be shared by byte-range locks.
            allowed("-lock", Role::Companion, if ofd::AVAILABLE { Right::Read } else { Right::Claim }),
        ])
    }

    /// Succeeds if a file may be opened with these `OPEN_*` flags. Returns the flags to open it with.
    ///
    /// A confined guest cannot follow a link that somebody put beside the database, nor wait for one end of a FIFO.
    pub(crate) fn may_open(&self, path: &Path, flags: i32) -> Result<i32, Errno> {
        let Self::Confined(files) = self else { return Ok(flags) };
        let safely = flags | abi::OPEN_NOFOLLOW | abi::OPEN_NONBLOCK;
        let changes = flags & (abi::OPEN_READWRITE | abi::OPEN_CREATE) != 0;
        let is_database = flags & abi::OPEN_DATABASE != 0;
        match find(files, path) {
            Some(file) if is_database && file.role != Role::Database => Err(Errno(abi::EACCES)),
            Some(file) if changes => match file.right {
                Right::Write | Right::Change => Ok(safely),
                Right::Create => Ok(safely & !abi::OPEN_READWRITE),
                Right::Claim if flags & abi::OPEN_EXCLUSIVE != 0 => Ok(safely),
                Right::Claim | Right::Read => Err(Errno(abi::EACCES)),
            },
            None if changes => Err(Errno(abi::EACCES)),
            _ => self.may_see(path).map(|()| safely),
        }
    }

    /// Succeeds if a file may be removed.
    pub(crate) fn may_remove(&self, path: &Path) -> Result<(), Errno> {
        let Self::Confined(files) = self else { return Ok(()) };
        match find(files, path).map(|file| file.right) {
            Some(Right::Claim | Right::Change) => Ok(()),
            _ => Err(Errno(abi::EACCES)),
        }
    }

    /// Succeeds if permissions of an open file may be set: by a confined guest only on an empty file that is not its
    /// database, to permissions that the database has. Without them, other users of the database could not use the file.
    pub(crate) fn may_adopt(
        &self,
        file: BorrowedFd<'_>,
        are_those_of: impl FnOnce(&Stat) -> bool,
    ) -> Result<(), Errno> {
        let Self::Confined(files) = self else { return Ok(()) };
        let database = files.iter().find(|file| file.role == Role::Database).ok_or(Errno(abi::EACCES))?;
        let (file, database) = (fs::fstat(file)?, fs::stat(&database.path)?);
        let is_new = FileType::from_raw_mode(file.st_mode).is_file() && file.st_size == 0;
        let is_database = (file.st_dev, file.st_ino) == (database.st_dev, database.st_ino);
        if is_new && !is_database && are_those_of(&database) { Ok(()) } else { Err(Errno(abi::EACCES)) }
    }

    /// Succeeds if hard links may be added.
    pub(crate) fn may_link(&self) -> Result<(), Errno> {
        if self.is_unrestricted() { Ok(()) } else { Err(Errno(abi::EACCES)) }
    }

    /// Succeeds if a file may be described and read, or a folder used to follow links and to be made durable.
    ///
    /// The error is EACCES, never ENOENT: SQLite drops the journal of a transaction whose super-journal is missing.
    pub(crate) fn may_see(&self, path: &Path) -> Result<(), Errno> {
        let Self::Confined(files) = self else { return Ok(()) };
        let leads_to = |file: &Allowed| file.path.ancestors().skip(1).any(|folder| folder == path);
        if find(files, path).is_some() || files.iter().any(leads_to) { Ok(()) } else { Err(Errno(abi::EACCES)) }
    }

    /// Returns whether every file may be opened.
    pub(crate) const fn is_unrestricted(&self) -> bool {
        matches!(self, Self::Unrestricted)
    }
}

/// Compares paths byte by byte: the guest resolves links and dots before it opens a file.
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
    fn a_companion_cannot_be_opened_as_a_database_nor_the_lock_file_be_written() {
        let access = access(false);
        for suffix in ["journal", "wal", "shm", "lock"] {
            let path = format!("/data/app.db-{suffix}");
            assert!(opens(&access, &path, 0), "{path}");
            assert!(!opens(&access, &path, abi::OPEN_DATABASE), "{path}");
            assert!(!opens(&access, &path, WRITE | abi::OPEN_DATABASE), "{path}");
        }
        assert!(!opens(&access, "/data/app.db-lock", WRITE));
        assert_eq!(opens(&access, "/data/app.db-lock", WRITE | abi::OPEN_EXCLUSIVE), !ofd::AVAILABLE);
    }

    #[test]
    fn a_read_only_guest_may_write_the_wal_index_only_and_create_the_wal() {
        let access = access(true);
        assert!(opens(&access, "/data/app.db", abi::OPEN_DATABASE));
        let safely = abi::OPEN_NOFOLLOW | abi::OPEN_NONBLOCK;
        for (suffix, flags) in [
            ("", Err(Errno(abi::EACCES))),
            ("-journal", Err(Errno(abi::EACCES))),
            ("-wal", Ok(abi::OPEN_CREATE | safely)),
            ("-shm", Ok(WRITE | safely)),
        ] {
            assert_eq!(access.may_open(Path::new(&format!("/data/app.db{suffix}")), WRITE), flags, "{suffix}");
        }
        for suffix in ["", "-journal", "-wal", "-shm"] {
            assert!(access.may_remove(Path::new(&format!("/data/app.db{suffix}"))).is_err(), "{suffix}");
        }
    }

    #[test]
    fn a_confined_guest_follows_no_link_and_waits_for_nothing() {
        let flags = access(false).may_open(Path::new("/data/app.db"), 0);
        assert_eq!(flags, Ok(abi::OPEN_NOFOLLOW | abi::OPEN_NONBLOCK));
    }

    #[test]
    fn a_confined_guest_sees_the_folders_above_its_database() {
        let access = access(false);
        let sees = |path: &str| access.may_see(Path::new(path)).is_ok();
        assert!(sees("/data") && sees("/"));
        assert!(!sees("/data/other.db") && !sees("/etc"));
    }

    #[test]
    fn a_guest_without_files_sees_no_folder() {
        assert!(Access::none().may_see(Path::new("/")).is_err());
    }
}
