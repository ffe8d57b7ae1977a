//! Which files the guest may touch.

use std::path::{Path, PathBuf};

use super::errno::Errno;

/// What SQLite keeps beside a database, and the file that says who owns it whole.
const COMPANIONS: [&str; 5] = ["", "-journal", "-wal", "-shm", "-lock"];

/// The files that the guest may touch. It is part of what a program trusts its SQL with: SQL can attach any file.
#[derive(Clone, Debug, Default)]
pub enum Access {
    /// Whatever the process may.
    #[default]
    Everything,
    /// These, and the folders on the way to them, in which nothing else can be seen.
    Only(Vec<PathBuf>),
}

impl Access {
    /// No file at all.
    pub const fn nothing() -> Self {
        Self::Only(Vec::new())
    }

    /// One database, at an absolute path without links, and SQLite's files beside it.
    pub fn to_database(path: &Path) -> Self {
        let companion = |suffix: &&str| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        Self::Only(COMPANIONS.iter().map(companion).collect())
    }

    /// Whether a file may be opened for writing, made or removed.
    pub fn may_change(&self, path: &Path) -> Result<(), Errno> {
        match self {
            Self::Everything => Ok(()),
            // Compared as written: the guest resolves links and dots before it opens anything.
            Self::Only(files) if files.iter().any(|file| file.as_os_str() == path.as_os_str()) => Ok(()),
            Self::Only(_) => Err(Errno(abi::EACCES)),
        }
    }

    /// Whether a file may be looked at; or a folder, to follow links and to make it durable.
    pub fn may_see(&self, path: &Path) -> Result<(), Errno> {
        match self {
            Self::Only(files) if files.iter().any(|file| file.ancestors().skip(1).any(|folder| folder == path)) => {
                Ok(())
            }
            _ => self.may_change(path),
        }
    }

    /// Whether anything goes.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(result: Result<(), Errno>) -> bool {
        result.is_ok()
    }

    #[test]
    fn a_confined_guest_has_its_database_and_nothing_else() {
        let access = Access::to_database(Path::new("/data/app.db"));
        for path in ["/data/app.db", "/data/app.db-journal", "/data/app.db-wal", "/data/app.db-shm"] {
            assert!(allowed(access.may_change(Path::new(path))), "{path}");
        }
        for path in ["/data", "/data/other.db", "/etc/passwd", "/data/./app.db", "/data/app.db/"] {
            assert!(!allowed(access.may_change(Path::new(path))), "{path}");
        }
    }

    #[test]
    fn it_sees_the_way_there() {
        let access = Access::to_database(Path::new("/data/app.db"));
        assert!(allowed(access.may_see(Path::new("/data"))));
        assert!(allowed(access.may_see(Path::new("/"))));
        assert!(!allowed(access.may_see(Path::new("/data/other.db"))));
        assert!(!allowed(access.may_see(Path::new("/etc"))));
    }

    #[test]
    fn a_guest_without_files_has_none() {
        assert!(!allowed(Access::nothing().may_see(Path::new("/"))));
    }
}
