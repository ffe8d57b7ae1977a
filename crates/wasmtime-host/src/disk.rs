//! The limit of the disk space that a guest's files take.

use std::collections::BTreeMap;
use std::os::fd::{AsRawFd as _, BorrowedFd, RawFd};
use std::path::{Path, PathBuf};

use rustix::fs::{self, Stat};

use crate::errno::Errno;

/// Limits the size of all files together that a guest has open for writing, or has written and not removed.
///
/// A write or a truncation that would exceed the limit fails with ENOSPC, as on a full disk. What the guest needs to
/// become usable again must not fail so, hence three rules:
/// - The content of a WAL is written again, to the database, before the WAL can shrink. So a WAL is written only where
///   there is room for its content twice.
/// - Databases leave a sixteenth of the limit to journals: deleting rows from a full database needs one.
/// - A WAL index does not count, because the guest cannot read without it. SQLite needs a 64th of the WAL at most, and
///   32 KiB for each database; the indexes together get `limit / 64` and 1 MiB.
pub struct DiskLimiter {
    limit: u64,
    /// Whether space was refused since the last [`DiskLimiter::take_refused`].
    refused: bool,
    /// The descriptors that are open for writing.
    open: BTreeMap<RawFd, Id>,
    files: BTreeMap<Id, Usage>,
}

/// Device and serial number of a file.
type Id = (u64, u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Database,
    Wal,
    WalIndex,
    Other,
}

struct Usage {
    kind: Kind,
    /// Size in bytes, as far as this guest knows.
    size: u64,
    /// Of a WAL: the end of what was written since its header was. The rest is of older content, and will be replaced.
    content: u64,
    path: PathBuf,
    /// How many descriptors of the guest are open.
    descriptors: usize,
    /// Whether this guest has extended the file.
    grown: bool,
    /// Whether the file's last name was removed.
    removed: bool,
}

impl DiskLimiter {
    /// Creates a limit of `limit` bytes.
    pub const fn new(limit: u64) -> Self {
        Self { limit, refused: false, open: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// Returns whether space was refused, and forgets it.
    pub(crate) const fn take_refused(&mut self) -> bool {
        std::mem::replace(&mut self.refused, false)
    }

    /// Counts a file that was opened with these `OPEN_*` flags.
    pub(crate) fn opened(&mut self, file: BorrowedFd<'_>, path: &Path, flags: i32) -> Result<(), Errno> {
        if flags & abi::OPEN_READWRITE == 0 {
            return Ok(());
        }
        let stat = fs::fstat(file)?;
        let new = Usage {
            kind: kind(path, flags),
            size: 0,
            content: 0,
            path: path.to_owned(),
            descriptors: 0,
            grown: false,
            removed: false,
        };
        let usage = self.files.entry(id(&stat)).or_insert(new);
        usage.size = size(&stat);
        usage.content = usage.size;
        usage.descriptors += 1;
        self.open.insert(file.as_raw_fd(), id(&stat));
        Ok(())
    }

    /// Stops counting a closed file, unless it remains and this guest has extended it.
    pub(crate) fn closed(&mut self, file: RawFd) {
        let Some(id) = self.open.remove(&file) else { return };
        let Some(usage) = self.files.get_mut(&id) else { return };
        usage.descriptors -= 1;
        if usage.descriptors == 0 && (usage.removed || !usage.grown) {
            self.files.remove(&id);
        }
    }

    /// Stops counting a file whose name was removed, once it is closed. `before` describes it before that.
    pub(crate) fn removed(&mut self, before: &Stat) {
        let Some(usage) = self.files.get_mut(&id(before)) else { return };
        usage.removed = before.st_nlink == 1;
        if usage.removed && usage.descriptors == 0 {
            self.files.remove(&id(before));
        }
    }

    /// Succeeds if a file may be written from `start` to `end`, and counts that. Fails with ENOSPC otherwise.
    pub(crate) fn write(&mut self, file: RawFd, start: u64, end: u64) -> Result<(), Errno> {
        let Some(&id) = self.open.get(&file) else { return Ok(()) };
        let Some(usage) = self.files.get_mut(&id) else { return Ok(()) };
        // Restarted from its header, a WAL has no other content.
        let before = if start == 0 { 0 } else { usage.content };
        if end <= usage.size && (usage.kind != Kind::Wal || end <= before) {
            return Ok(());
        }
        self.extend(id, end, before.max(end))
    }

    /// Succeeds if a file may have this size, and counts it. Fails with ENOSPC otherwise.
    pub(crate) fn truncate(&mut self, file: RawFd, size: u64) -> Result<(), Errno> {
        let Some(&id) = self.open.get(&file) else { return Ok(()) };
        match self.files.get_mut(&id) {
            Some(usage) if usage.size < size => self.extend(id, size, size),
            Some(usage) => {
                usage.size = size;
                usage.content = usage.content.min(size);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Succeeds if a file may have bytes up to `end` and, as a WAL, this content.
    fn extend(&mut self, grows: Id, end: u64, content: u64) -> Result<(), Errno> {
        if !self.has_room(grows, end, content) {
            self.measure();
            if !self.has_room(grows, end, content) {
                self.refused = true;
                return Err(Errno(abi::ENOSPC));
            }
        }
        if let Some(usage) = self.files.get_mut(&grows) {
            usage.grown |= end > usage.size;
            usage.size = usage.size.max(end);
            usage.content = content;
        }
        Ok(())
    }

    fn has_room(&self, grows: Id, end: u64, content: u64) -> bool {
        let Some(kind) = self.files.get(&grows).map(|usage| usage.kind) else { return true };
        let (mut all, mut again, mut indexes) = (0_u64, 0_u64, 0_u64);
        for (&id, usage) in &self.files {
            let (size, content) =
                if id == grows { (usage.size.max(end), content) } else { (usage.size, usage.content) };
            match usage.kind {
                Kind::WalIndex => indexes = indexes.saturating_add(size),
                _ => all = all.saturating_add(size),
            }
            if usage.kind == Kind::Wal {
                again = again.saturating_add(content);
            }
        }
        let for_journals = self.limit / 16;
        match kind {
            Kind::WalIndex => indexes <= self.limit / 64 + (1 << 20),
            Kind::Database => all <= self.limit - for_journals,
            Kind::Wal => all.saturating_add(again) <= self.limit - for_journals,
            Kind::Other => all.saturating_add(again) <= self.limit,
        }
    }

    /// Asks for the size of every file: others may have truncated or removed it.
    fn measure(&mut self) {
        let open = &self.open;
        self.files.retain(|&known, usage| {
            let descriptor = open.iter().find(|(_, id)| **id == known).map(|(&descriptor, _)| descriptor);
            let found = match descriptor {
                // SAFETY: `open` holds descriptors that the guest opened and has not closed.
                Some(descriptor) => fs::fstat(unsafe { BorrowedFd::borrow_raw(descriptor) }),
                None => fs::stat(&usage.path),
            };
            match found {
                Ok(stat) if id(&stat) == known => {
                    usage.size = size(&stat);
                    usage.content = usage.content.min(usage.size);
                    true
                }
                _ => descriptor.is_some(),
            }
        });
    }
}

fn kind(path: &Path, flags: i32) -> Kind {
    let is = |suffix: &str| path.as_os_str().as_encoded_bytes().ends_with(suffix.as_bytes());
    match flags & abi::OPEN_DATABASE {
        0 if is("-wal") => Kind::Wal,
        0 if is("-shm") => Kind::WalIndex,
        0 => Kind::Other,
        _ => Kind::Database,
    }
}

#[expect(clippy::allow_attributes, reason = "the types of these fields differ between systems")]
#[allow(clippy::unnecessary_cast)]
fn id(stat: &Stat) -> Id {
    (stat.st_dev as u64, stat.st_ino as u64)
}

fn size(stat: &Stat) -> u64 {
    u64::try_from(stat.st_size).unwrap_or(0)
}

#[cfg(test)]
mod tests;
