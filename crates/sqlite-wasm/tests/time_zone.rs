//! Which time zone is used, on a system that is made up.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use sqlite_wasm::libc::time_zone::{LocalZone, Refused, System};

#[derive(Default)]
struct FakeSystem {
    variables: RefCell<HashMap<&'static str, &'static str>>,
    files: RefCell<HashMap<&'static str, Vec<u8>>>,
    reads: Cell<u32>,
    now: Cell<f64>,
    refuses_variables: bool,
    refuses_files: bool,
    is_windows: bool,
}

impl System for FakeSystem {
    fn env(&self, name: &str, into: &mut [u8]) -> Result<Option<usize>, Refused> {
        if self.refuses_variables {
            return Err(Refused);
        }
        Ok(self.variables.borrow().get(name).map(|value| {
            into[..value.len()].copy_from_slice(value.as_bytes());
            value.len()
        }))
    }

    fn read(&self, path: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        self.reads.set(self.reads.get() + 1);
        let path = str::from_utf8(path).expect("the paths of this test are UTF-8");
        if self.refuses_files { Err(Refused) } else { Ok(self.files.borrow().get(path).cloned()) }
    }

    fn now(&self) -> f64 {
        self.now.get()
    }

    fn is_posix(&self) -> bool {
        !self.is_windows
    }
}

impl FakeSystem {
    /// A system with a file for each of these offsets in hours.
    fn with_files(files: &[(&'static str, i32)]) -> Self {
        let system = Self::default();
        for &(path, hours) in files {
            system.write(path, hours);
        }
        system
    }

    /// Writes a file of version 1 that has one kind of time.
    fn write(&self, path: &'static str, hours: i32) {
        let counts = [0, 0, 0, 0, 1, 4_u32].map(u32::to_be_bytes).concat();
        let kind = [&(hours * 3600).to_be_bytes()[..], &[0, 0], b"ABC\0"].concat();
        self.files.borrow_mut().insert(path, [b"TZif", &[0; 16][..], &counts, &kind].concat());
    }

    fn set(&self, name: &'static str, value: &'static str) {
        self.variables.borrow_mut().insert(name, value);
    }

    /// Returns local time's offset in hours, `None` if the host has to know.
    fn hours(&self, zone: &mut LocalZone) -> Option<i64> {
        zone.update(self);
        zone.offset_at(0).map(|seconds| seconds / 3600)
    }

    fn hours_of_tz(&self, tz: &'static str) -> Option<i64> {
        self.set("TZ", tz);
        self.hours(&mut LocalZone::new())
    }
}

#[test]
fn without_tz_the_system_has_a_zone() {
    let system = FakeSystem::with_files(&[("/etc/localtime", 3)]);
    assert_eq!(system.hours(&mut LocalZone::new()), Some(3));
    assert_eq!(FakeSystem::default().hours(&mut LocalZone::new()), Some(0));
}

#[test]
fn tz_is_a_file_or_rules() {
    let zones = [("/usr/share/zoneinfo/Area/City", 3), ("/zones/mine", 4), ("/usr/share/zoneinfo/CET-1", 5)];
    let system = FakeSystem::with_files(&zones);
    let expected = [
        ("Area/City", 3),
        (":Area/City", 3),
        ("/zones/mine", 4),
        (":/zones/mine", 4),
        ("CET-1", 5),
        ("EET-2", 2),
        (":EET-2", 2),
        ("", 0),
        (":", 0),
        ("Area/Nowhere", 0),
        ("junk", 0),
    ];
    for (tz, hours) in expected {
        assert_eq!(system.hours_of_tz(tz), Some(hours), "{tz:?}");
    }
}

#[test]
fn tzdir_is_the_folder_of_names() {
    let system = FakeSystem::with_files(&[("/zones/City", 3), ("/usr/share/zoneinfo/City", 4)]);
    system.set("TZDIR", "/zones");
    assert_eq!(system.hours_of_tz("City"), Some(3));
    system.set("TZDIR", "");
    assert_eq!(system.hours_of_tz("City"), Some(4));
}

#[test]
fn a_change_of_tz_takes_effect_at_once() {
    let system = FakeSystem::with_files(&[("/etc/localtime", 3)]);
    let mut zone = LocalZone::new();
    assert_eq!(system.hours(&mut zone), Some(3));
    system.set("TZ", "AAA-1");
    assert_eq!(system.hours(&mut zone), Some(1));
    system.set("TZ", "AAA-2");
    assert_eq!(system.hours(&mut zone), Some(2));
    system.variables.borrow_mut().remove("TZ");
    assert_eq!(system.hours(&mut zone), Some(3));
}

#[test]
fn a_file_of_tz_is_read_once() {
    let system = FakeSystem::with_files(&[("/zones/mine", 3)]);
    system.set("TZ", "/zones/mine");
    let mut zone = LocalZone::new();
    assert_eq!(system.hours(&mut zone), Some(3));
    system.write("/zones/mine", 4);
    system.now.set(1e6);
    assert_eq!(system.hours(&mut zone), Some(3));
    assert_eq!(system.reads.get(), 1);
}

#[test]
fn the_file_of_the_system_is_read_again_after_a_second() {
    let system = FakeSystem::with_files(&[("/etc/localtime", 3)]);
    let mut zone = LocalZone::new();
    assert_eq!(system.hours(&mut zone), Some(3));
    system.write("/etc/localtime", 4);
    system.now.set(999.0);
    assert_eq!(system.hours(&mut zone), Some(3));
    system.now.set(1000.0);
    assert_eq!(system.hours(&mut zone), Some(4));
    system.write("/etc/localtime", 5);
    system.now.set(-5000.0);
    assert_eq!(system.hours(&mut zone), Some(5));
    assert_eq!(system.reads.get(), 3);
}

#[test]
fn the_host_knows_where_the_guest_must_not_read() {
    let refusing = FakeSystem { refuses_files: true, ..FakeSystem::default() };
    assert_eq!(refusing.hours(&mut LocalZone::new()), None);
    assert_eq!(refusing.hours_of_tz("Area/City"), None);
    assert_eq!(refusing.hours_of_tz("EST5EDT"), None);
    assert_eq!(refusing.hours_of_tz("CET-1CEST,M3.5.0,M10.5.0/3"), Some(1));
    assert_eq!(refusing.hours_of_tz("<-03>3"), Some(-3));

    let system = FakeSystem { refuses_variables: true, ..FakeSystem::with_files(&[("/etc/localtime", 3)]) };
    assert_eq!(system.hours(&mut LocalZone::new()), None);

    let windows = FakeSystem { is_windows: true, ..FakeSystem::default() };
    assert_eq!(windows.hours(&mut LocalZone::new()), None);
    assert_eq!(windows.hours_of_tz("AAA-1"), None);
}
