use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use tempfile::TempDir;

use super::*;
use crate::access::Access;
use crate::bare_guest::BareGuest;

/// Where the tests map: behind a byte of the guest's own.
const AT: u32 = BYTES;

/// A file of two parts, and a guest that has it open.
struct Mapped {
    guest: BareGuest,
    descriptor: i32,
    file: File,
    folder: TempDir,
}

impl Mapped {
    fn new(access: Access, writable: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("app.db-shm");
        fs::write(&path, vec![7; 2 * BYTES as usize]).expect("the file is written");
        let open = |write: bool| File::options().read(true).write(write).open(&path).expect("the file opens");
        let mut guest = BareGuest::new(access);
        let descriptor = guest.adopt(open(writable));
        Self { guest, descriptor, file: open(true), folder }
    }

    fn map(&mut self, part: i32, at: u32) -> i32 {
        self.guest.call("fd_map", (self.descriptor, part, at))
    }

    fn byte(&self, at: u32) -> u8 {
        self.guest.memory.data(&self.guest.store)[at as usize]
    }

    fn set(&mut self, at: u32, byte: u8) {
        self.guest.memory.data_mut(&mut self.guest.store)[at as usize] = byte;
    }

    fn byte_of_file(&self, offset: u64) -> u8 {
        let mut byte = [0];
        self.file.read_exact_at(&mut byte, offset).expect("the file has the byte");
        byte[0]
    }

    /// Returns how many mappings of the file this process has.
    fn count(&self) -> usize {
        let path = self.folder.path().join("app.db-shm").display().to_string();
        let maps = fs::read_to_string("/proc/self/maps").expect("it can be read");
        maps.lines().filter(|line| line.ends_with(&path)).count()
    }
}

#[test]
fn a_mapped_part_is_memory_and_file_at_once_and_its_neighbours_are_not() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    assert_eq!(mapped.map(1, AT), 0);
    assert_eq!(
        [mapped.byte(AT - 1), mapped.byte(AT), mapped.byte(AT + BYTES - 1), mapped.byte(AT + BYTES)],
        [0, 7, 7, 0]
    );
    mapped.set(AT, 1);
    assert_eq!([mapped.byte_of_file(0), mapped.byte_of_file(BYTES.into())], [7, 1]);
    mapped.file.write_all_at(&[2], u64::from(BYTES) + 5).expect("the file is written");
    assert_eq!(mapped.byte(AT + 5), 2);
}

#[test]
fn a_mapping_that_ends_leaves_zeros_and_the_file() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    assert_eq!(mapped.map(0, AT), 0);
    assert_eq!(mapped.guest.call::<_, i32>("memory_unmap", AT), 0);
    assert_eq!(mapped.byte(AT), 0);
    mapped.set(AT, 1);
    assert_eq!((mapped.byte_of_file(0), mapped.count()), (7, 0));
    assert_eq!(mapped.guest.call::<_, i32>("memory_unmap", AT), -abi::EINVAL, "nothing is mapped there any more");
}

#[test]
fn what_cannot_be_mapped_leaves_the_memory_as_it_was() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    for (part, at, errno) in
        [(0, AT + 1, abi::EINVAL), (-1, AT, abi::EINVAL), (0, 4 * BYTES, abi::EIO), (0, u32::MAX - BYTES + 1, abi::EIO)]
    {
        assert_eq!(mapped.map(part, at), -errno, "part {part} at {at}");
    }
    let mut read_only = Mapped::new(Access::Unrestricted, false);
    assert_eq!(read_only.map(0, AT), -abi::EACCES);
    for mut each in [mapped, read_only] {
        each.set(AT, 1);
        assert_eq!((each.byte(AT), each.byte_of_file(0), each.count()), (1, 7, 0));
    }
}

#[test]
fn a_confined_guest_maps_nothing_nor_does_one_that_is_to_copy() {
    let mut confined = Mapped::new(Access::to_database("/data/app.db".as_ref(), false), true);
    let mut copying = Mapped::new(Access::Unrestricted, true);
    copying.guest.store.data_mut().maps_files = false;
    for guest in [&mut confined, &mut copying] {
        assert_eq!((guest.map(0, AT), guest.count()), (-abi::ENOSYS, 0));
    }
}

#[test]
fn memory_that_grows_keeps_its_mappings() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    assert_eq!(mapped.map(0, AT), 0);
    let before = mapped.guest.memory.data_ptr(&mapped.guest.store);
    for _ in 0..50 {
        mapped.guest.memory.grow(&mut mapped.guest.store, 16).expect("there is memory");
        assert_eq!(mapped.guest.call::<_, i32>("memory_grown", ()), 0);
    }
    assert_eq!(mapped.guest.memory.data_ptr(&mapped.guest.store), before);
    mapped.set(AT, 1);
    assert_eq!((mapped.byte_of_file(0), mapped.count()), (1, 1));
}

#[test]
fn closing_the_files_of_a_guest_ends_mappings_and_releases_locks() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    let descriptor = mapped.descriptor;
    assert_eq!(mapped.guest.call::<_, i32>("fd_lock", (descriptor, abi::LOCK_WRITE, 0.0, 1.0)), 0);
    assert_eq!((mapped.map(0, AT), mapped.map(1, AT + BYTES)), (0, 0));
    let mut other = BareGuest::new(Access::Unrestricted);
    let theirs = other.adopt(mapped.file.try_clone().expect("it is open"));
    assert_eq!(other.call::<_, i32>("fd_lock", (theirs, abi::LOCK_WRITE, 0.0, 1.0)), -abi::EAGAIN);
    close_files(&mut mapped.guest.store);
    assert_eq!(other.call::<_, i32>("fd_lock", (theirs, abi::LOCK_WRITE, 0.0, 1.0)), 0);
    assert_eq!((mapped.count(), mapped.byte(AT), mapped.byte(AT + BYTES)), (0, 0, 0));
}

#[test]
fn a_guest_that_is_dropped_takes_its_mappings_along() {
    let mut mapped = Mapped::new(Access::Unrestricted, true);
    assert_eq!((mapped.map(0, AT), mapped.count()), (0, 1));
    mapped.guest = BareGuest::new(Access::Unrestricted);
    assert_eq!(mapped.count(), 0);
}
