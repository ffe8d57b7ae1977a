//! The imports of the `abi` crate, as functions that take slices and give `Result`s.

use core::ptr;

use abi::*;

use crate::api::bind::RawValue;
use crate::libc::local_time;

/// What is imported, as declared.
mod raw {
    #![expect(non_camel_case_types, reason = "spelt as in the abi crate")]

    type ptr = *mut u8;
    type len = usize;
    type fd = i32;
    type int = i32;
    type off64 = f64;

    /// Expands the list of imports to their declarations.
    macro_rules! declare {
        ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
            #[link(wasm_import_module = "host")]
            unsafe extern "C" {
                $($(#[doc = $doc])+ pub fn $name($($param: $kind),*) $(-> $result)?;)+
            }
        };
    }
    abi::for_each_syscall!(declare);
    abi::for_each_callback!(declare);
}

/// Why a call of the host failed: one of `abi::ERRNOS`.
pub type Errno = i32;

/// An open file of the host.
pub type Fd = i32;

fn check(result: i32) -> Result<usize, Errno> {
    usize::try_from(result).map_err(|_| -result)
}

fn done(result: i32) -> Result<(), Errno> {
    check(result).map(drop)
}

/// Imports only read what they are given by address, though the list has one type for both ways.
fn start(bytes: &[u8]) -> *mut u8 {
    bytes.as_ptr().cast_mut()
}

/// Descriptors below this are a program's standard streams. Were one of them closed, a database could get its number, and
/// what the program prints would overwrite it.
const FIRST_FD: Fd = 3;

/// Opens a file; see `path_open` of the abi crate.
pub fn open(path: &[u8], flags: i32, mode: u32) -> Result<Fd, Errno> {
    loop {
        let fd = open_any(path, flags, mode)?;
        if fd >= FIRST_FD {
            return Ok(fd);
        }
        close(fd);
        if flags & OPEN_EXCLUSIVE != 0 {
            unlink(path)?;
        }
        // Takes that number for good, as native SQLite does.
        open_any(b"/dev/null", 0, 0)?;
    }
}

fn open_any(path: &[u8], flags: i32, mode: u32) -> Result<Fd, Errno> {
    // SAFETY: the host reads `path.len()` bytes at `path`.
    check(unsafe { raw::path_open(start(path), path.len(), flags, mode as i32) }).map(|fd| fd as Fd)
}

/// Closes a file.
pub fn close(fd: Fd) {
    // SAFETY: no memory is passed. There is nothing to be done about a failure: the descriptor is gone.
    unsafe { raw::fd_close(fd) };
}

/// Reads as much as it can, short only at the end of the file.
pub fn read(fd: Fd, mut into: &mut [u8], mut offset: u64) -> Result<usize, Errno> {
    let wanted = into.len();
    while !into.is_empty() {
        // SAFETY: the host writes at most `into.len()` bytes at `into`.
        match check(unsafe { raw::fd_read(fd, into.as_mut_ptr(), into.len(), offset as f64) }) {
            Ok(0) => break,
            Ok(n) => {
                offset += n as u64;
                into = &mut into[n..];
            }
            Err(EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(wanted - into.len())
}

/// Writes everything.
pub fn write_all(fd: Fd, mut from: &[u8], mut offset: u64) -> Result<(), Errno> {
    while !from.is_empty() {
        // SAFETY: the host reads `from.len()` bytes at `from`.
        match check(unsafe { raw::fd_write(fd, start(from), from.len(), offset as f64) }) {
            // POSIX gives no reason when nothing was written; SQLite takes it for a full disk.
            Ok(0) => return Err(ENOSPC),
            Ok(n) => {
                offset += n as u64;
                from = &from[n..];
            }
            Err(EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

/// Sets the size of a file.
pub fn truncate(fd: Fd, size: u64) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_truncate(fd, size as f64) })
}

/// Makes a file durable.
pub fn sync(fd: Fd, data_only: bool) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_sync(fd, data_only.into()) })
}

/// Size of an open file.
pub fn size(fd: Fd) -> Result<u64, Errno> {
    // SAFETY: no memory is passed.
    let size = unsafe { raw::fd_size(fd) };
    if size < 0.0 { Err(-size as Errno) } else { Ok(size as u64) }
}

/// What `stat` tells of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Size in bytes.
    pub size: u64,
    /// Device and serial number: the file's identity.
    pub id: (u64, u64),
    /// Type and permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Number of hard links.
    pub links: u32,
}

impl Stat {
    const TYPE_MASK: u32 = 0o170_000;

    fn from_record(record: &[u8; STAT_BYTES as usize]) -> Self {
        let u32_at = |at: i32| u32::from_le_bytes(*record[at as usize..].first_chunk().expect("inside the record"));
        let u64_at = |at: i32| u64::from_le_bytes(*record[at as usize..].first_chunk().expect("inside the record"));
        Self {
            size: f64::from_bits(u64_at(STAT_SIZE)) as u64,
            id: (u64_at(STAT_DEVICE), u64_at(STAT_INODE)),
            mode: u32_at(STAT_MODE),
            uid: u32_at(STAT_UID),
            gid: u32_at(STAT_GID),
            links: u32_at(STAT_LINKS),
        }
    }

    /// Whether it is a regular file.
    pub fn is_regular(&self) -> bool {
        self.mode & Self::TYPE_MASK == 0o100_000
    }

    /// Whether it is a directory.
    pub fn is_directory(&self) -> bool {
        self.mode & Self::TYPE_MASK == 0o040_000
    }
}

/// Describes an open file.
pub fn fstat(fd: Fd) -> Result<Stat, Errno> {
    let mut record = [0; STAT_BYTES as usize];
    // SAFETY: the host writes one record.
    done(unsafe { raw::fd_stat(fd, record.as_mut_ptr()) }).map(|()| Stat::from_record(&record))
}

/// Describes the file at a path, links followed.
pub fn stat(path: &[u8]) -> Result<Stat, Errno> {
    let mut record = [0; STAT_BYTES as usize];
    // SAFETY: the host reads the path and writes one record.
    done(unsafe { raw::path_stat(start(path), path.len(), record.as_mut_ptr()) }).map(|()| Stat::from_record(&record))
}

/// Gives a file to a user and a group.
pub fn chown(fd: Fd, uid: u32, gid: u32) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_chown(fd, uid as i32, gid as i32) })
}

/// Sets the permission bits of a file.
pub fn chmod(fd: Fd, mode: u32) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_chmod(fd, mode as i32) })
}

/// Gives a file a second name.
pub fn link(path: &[u8], name: &[u8]) -> Result<(), Errno> {
    // SAFETY: the host reads both paths.
    done(unsafe { raw::path_link(start(path), path.len(), start(name), name.len()) })
}

/// Makes sure that all of `rights` are there.
pub fn access(path: &[u8], rights: i32) -> Result<(), Errno> {
    // SAFETY: the host reads the path.
    done(unsafe { raw::path_access(start(path), path.len(), rights) })
}

/// Removes a directory entry.
pub fn unlink(path: &[u8]) -> Result<(), Errno> {
    // SAFETY: the host reads the path.
    done(unsafe { raw::path_unlink(start(path), path.len()) })
}

/// Longest path and longest environment value that are asked for, as Linux's PATH_MAX.
const TEXT_MAX: usize = 4096;

/// Lets the host write a text of unknown length.
fn text(fill: impl FnOnce(*mut u8, usize) -> i32) -> Result<Vec<u8>, Errno> {
    let mut text = vec![0; TEXT_MAX];
    let n = check(fill(text.as_mut_ptr(), text.len()))?;
    text.truncate(n);
    Ok(text)
}

/// Target of a symbolic link; EINVAL when it is none.
pub fn readlink(path: &[u8]) -> Result<Vec<u8>, Errno> {
    // SAFETY: the host reads the path and writes at most the given capacity.
    text(|into, capacity| unsafe { raw::path_readlink(start(path), path.len(), into, capacity) })
}

/// Current directory.
pub fn cwd() -> Result<Vec<u8>, Errno> {
    // SAFETY: the host writes at most the given capacity.
    text(|into, capacity| unsafe { raw::cwd_get(into, capacity) })
}

/// Value of an environment variable, if it is set.
pub fn env(name: &str) -> Option<Vec<u8>> {
    // SAFETY: the host reads the name and writes at most the given capacity.
    text(|into, capacity| unsafe { raw::env_get(start(name.as_bytes()), name.len(), into, capacity) }).ok()
}

/// Copies the value of an environment variable into `into` and returns its length. Fails with ENOENT if the variable is
/// not set, with ERANGE if its value does not fit.
pub fn env_into(name: &str, into: &mut [u8]) -> Result<usize, Errno> {
    // SAFETY: the host reads the name and writes at most `into.len()` bytes at `into`.
    check(unsafe { raw::env_get(start(name.as_bytes()), name.len(), into.as_mut_ptr(), into.len()) })
}

/// Sets or removes a byte-range lock.
pub fn lock(fd: Fd, kind: i32, offset: u64, length: u64) -> Result<(), Errno> {
    // SAFETY: no memory is passed.
    done(unsafe { raw::fd_lock(fd, kind, offset as f64, length as f64) })
}

/// Kind of a lock that is in the way of such a lock, `LOCK_NONE` for none.
pub fn holder(fd: Fd, kind: i32, offset: u64, length: u64) -> Result<i32, Errno> {
    // SAFETY: no memory is passed.
    check(unsafe { raw::fd_lock_conflict(fd, kind, offset as f64, length as f64) }).map(|kind| kind as i32)
}

/// Fills a buffer with unpredictable bytes.
pub fn random(into: &mut [u8]) {
    // SAFETY: the host writes `into.len()` bytes. It has no way to fail that could be mended here.
    unsafe { raw::random_get(into.as_mut_ptr(), into.len()) };
}

/// Milliseconds since 1970-01-01 UTC.
pub fn now() -> f64 {
    // SAFETY: no memory is passed.
    unsafe { raw::clock_now() }
}

/// Seconds that local time is ahead of UTC at a moment.
pub fn local_offset(seconds: i64) -> i64 {
    // SAFETY: no memory is passed.
    i64::from(unsafe { raw::clock_utc_offset(seconds as f64) })
}

/// Blocks this thread.
pub fn sleep(microseconds: u32) {
    // SAFETY: no memory is passed.
    unsafe { raw::thread_sleep(microseconds.into()) };
}

/// Number of this process.
pub fn pid() -> u32 {
    // SAFETY: no memory is passed.
    unsafe { raw::process_id() as u32 }
}

/// Number of this thread, 0 for the main one.
pub fn thread() -> u32 {
    // SAFETY: no memory is passed.
    unsafe { raw::thread_id() as u32 }
}

/// Whether a process of that number exists.
pub fn process_exists(process: u32) -> bool {
    // SAFETY: no memory is passed.
    unsafe { raw::process_exists(process as i32) != -ESRCH }
}

/// The application has thrown something, which the host keeps.
#[derive(Clone, Copy, Debug)]
pub struct Thrown;

/// A result below zero, or above where none is expected, says that something was thrown.
fn unless_thrown(result: i32, good: core::ops::RangeInclusive<i32>) -> Result<i32, Thrown> {
    local_time::application_ran();
    if good.contains(&result) { Ok(result) } else { Err(Thrown) }
}

fn cells(cells: &[RawValue]) -> (*mut u8, i32) {
    (cells.as_ptr().cast_mut().cast(), cells.len() as i32)
}

/// Calls a function of the application.
pub fn call(function: i32, arguments: &[RawValue], result: &mut RawValue) -> Result<(), Thrown> {
    let (address, count) = cells(arguments);
    // SAFETY: the host reads the arguments and fills the result.
    unless_thrown(unsafe { raw::function_call(function, address, count, ptr::from_mut(result).cast()) }, 0..=0)
        .map(drop)
}

/// Begins an aggregation.
pub fn begin(aggregate: i32) -> Result<i32, Thrown> {
    // SAFETY: no memory is passed.
    unless_thrown(unsafe { raw::aggregate_begin(aggregate) }, 0..=i32::MAX)
}

/// Adds a row to an aggregation, or takes one out.
pub fn step(aggregate: i32, aggregation: i32, arguments: &[RawValue], inverse: bool) -> Result<(), Thrown> {
    let (address, count) = cells(arguments);
    // SAFETY: the host reads the arguments.
    unless_thrown(unsafe { raw::aggregate_step(aggregate, aggregation, address, count, inverse.into()) }, 0..=0)
        .map(drop)
}

/// Value of an aggregation.
pub fn value(aggregate: i32, aggregation: i32, result: &mut RawValue) -> Result<(), Thrown> {
    // SAFETY: the host fills the result.
    unless_thrown(unsafe { raw::aggregate_value(aggregate, aggregation, ptr::from_mut(result).cast()) }, 0..=0)
        .map(drop)
}

/// Ends an aggregation.
pub fn end(aggregation: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::aggregate_end(aggregation) };
}

/// Connects a virtual table.
pub fn connect(
    module: i32,
    arguments: &[RawValue],
    table: &mut [RawValue; VTAB_MAX_VALUES as usize],
) -> Result<i32, Thrown> {
    let (address, count) = cells(arguments);
    // SAFETY: the host reads the arguments and fills as many cells as a table may have.
    unless_thrown(unsafe { raw::vtab_connect(module, address, count, table.as_mut_ptr().cast()) }, 0..=i32::MAX)
}

/// Begins a scan of a virtual table.
pub fn scan(table: i32, arguments: &[RawValue]) -> Result<i32, Thrown> {
    let (address, count) = cells(arguments);
    // SAFETY: the host reads the arguments.
    unless_thrown(unsafe { raw::vtab_open(table, address, count) }, 0..=i32::MAX)
}

/// Advances a scan; true on a row.
pub fn next(scan: i32) -> Result<bool, Thrown> {
    // SAFETY: no memory is passed.
    unless_thrown(unsafe { raw::vtab_next(scan) }, 0..=1).map(|on_row| on_row != 0)
}

/// A column of a scan's row.
pub fn column(table: i32, scan: i32, column: i32, result: &mut RawValue) -> Result<(), Thrown> {
    // SAFETY: the host fills the result.
    unless_thrown(unsafe { raw::vtab_column(table, scan, column, ptr::from_mut(result).cast()) }, 0..=0).map(drop)
}

/// Ends a scan.
pub fn close_scan(scan: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::vtab_close(scan) };
}

/// Tells the host to forget a function, an aggregate, a module or a virtual table.
pub fn release(number: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::handler_release(number) };
}

/// Hands the text of a panic to the host.
pub fn panicked(text: &str) {
    // SAFETY: the host reads the text.
    unsafe { raw::panic_message(start(text.as_bytes()), text.len()) };
}
