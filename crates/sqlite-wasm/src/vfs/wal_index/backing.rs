//! How this instance reaches the content of a `-shm` file.

use abi::{ENOSYS, VIEW_BYTES};

use super::region::REGION_BYTES;
use crate::host::{self, Errno, Fd, Mapping, View};

const _: () = assert!(REGION_BYTES == VIEW_BYTES as usize);

/// The way to a file's content, for as long as this instance has the file open. An index that no other process shares
/// has no file: it is in the guest's memory.
#[derive(Debug, Default)]
pub enum Backing {
    /// Not chosen yet: no region is in use.
    #[default]
    Unchosen,
    /// Each region in use is memory of this guest and of the other processes, as native SQLite has it.
    Mapped(Vec<Mapping>),
    /// Reads and writes of the file.
    Copied,
    /// A view of each region in use. Windows requires it: there, byte locks also refuse reads and writes, and only
    /// views agree with each other.
    View(Vec<View>),
}

impl Backing {
    /// Prepares a region that the file has, after those before it. The first one chooses: a mapping if the file can be
    /// mapped, else a view if the host has views.
    pub fn add_region(&mut self, file: Fd, number: usize, writable: bool) -> Result<(), Errno> {
        match self {
            Self::View(views) if views.len() == number => views.push(View::open(file, number, writable)?),
            Self::Mapped(mappings) if mappings.len() == number => mappings.push(Mapping::new(file, number)?),
            Self::Copied | Self::Mapped(_) | Self::View(_) => {}
            Self::Unchosen if writable && let Ok(mapping) = Mapping::new(file, 0) => {
                *self = Self::Mapped(vec![mapping])
            }
            Self::Unchosen => {
                *self = match View::open(file, 0, writable) {
                    Ok(view) => Self::View(vec![view]),
                    Err(ENOSYS) => Self::Copied,
                    Err(errno) => return Err(errno),
                }
            }
        }
        Ok(())
    }

    /// Returns the mappings, one for each region in use if the regions are mapped.
    pub fn mappings(&self) -> &[Mapping] {
        if let Self::Mapped(mappings) = self { mappings } else { &[] }
    }

    /// Reads from an offset of a region on, up to the end of the file. Returns the number of bytes.
    pub fn read(&self, file: Fd, number: usize, offset: usize, into: &mut [u8]) -> Result<usize, Errno> {
        match self {
            Self::View(views) => views[number].read(into, offset).map(|()| into.len()),
            _ => host::fd_read(file, into, position(number, offset)),
        }
    }

    /// Writes bytes from an offset of a region on.
    pub fn write(&self, file: Fd, number: usize, offset: usize, from: &[u8]) -> Result<(), Errno> {
        match self {
            Self::View(views) => views[number].write(from, offset),
            _ => host::fd_write(file, from, position(number, offset)),
        }
    }
}

fn position(number: usize, offset: usize) -> u64 {
    (number * REGION_BYTES + offset) as u64
}
