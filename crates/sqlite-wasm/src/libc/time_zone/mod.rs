//! The local time zone, chosen and computed as glibc's `localtime` does.
//!
//! The system's files and variables come through [`System`], so that everything here is tested natively.

mod posix;
mod scan;
mod tzif;

use posix::Rules;
use tzif::ZoneFile;

/// The file of the system's time zone, used if TZ is not set.
const SYSTEM_ZONE: &[u8] = b"/etc/localtime";

/// The folder of the names in TZ unless TZDIR names another.
const ZONE_FOLDER: &[u8] = b"/usr/share/zoneinfo";

/// Milliseconds after which [`SYSTEM_ZONE`] is read again. glibc looks at the file in each call, which costs too much
/// through a host.
const SYSTEM_ZONE_LIFETIME: f64 = 1000.0;

/// The longest TZ and TZDIR that can have an effect: Linux's PATH_MAX.
const TEXT_MAX: usize = 4096;

/// The host denied access to the variable or file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// What a time zone depends on.
pub trait System {
    /// Copies an environment variable into `into`. Returns its length, 0 if it does not fit, `None` if it is not set.
    fn env(&self, name: &str, into: &mut [u8]) -> Result<Option<usize>, Refused>;
    /// Returns the content of a regular file, `None` if there is none or it cannot be read.
    fn read(&self, path: &[u8]) -> Result<Option<Vec<u8>>, Refused>;
    /// Returns the clock in milliseconds.
    fn now(&self) -> f64;
    /// Returns whether time zones are where POSIX systems keep them.
    fn is_posix(&self) -> bool;
}

/// A time zone.
#[derive(Clone, Debug)]
enum Zone {
    Utc,
    File(ZoneFile),
    Rules(Rules),
    /// The zone of the host, since the guest must not know the system's.
    Host,
}

/// The time zone of the last update, and what it was made from.
#[derive(Debug)]
pub struct LocalZone {
    zone: Zone,
    /// TZ, or `None` if it is not set.
    name: Option<Vec<u8>>,
    /// When the zone was made, by the system's clock in milliseconds.
    made: f64,
    text: [u8; TEXT_MAX],
}

impl Default for LocalZone {
    fn default() -> Self {
        Self::new()
    }
}

impl LocalZone {
    /// Returns UTC, which the first update replaces.
    #[must_use]
    pub const fn new() -> Self {
        Self { zone: Zone::Utc, name: None, made: f64::NEG_INFINITY, text: [0; TEXT_MAX] }
    }

    /// Returns the seconds that local time is ahead of UTC at a moment in seconds since 1970-01-01 UTC.
    /// Returns `None` if only the host knows.
    #[must_use]
    pub fn offset_at(&self, moment: i64) -> Option<i64> {
        match &self.zone {
            Zone::Utc => Some(0),
            Zone::File(file) => Some(file.offset_at(moment)),
            Zone::Rules(rules) => Some(rules.offset_at(moment)),
            Zone::Host => None,
        }
    }

    /// Makes the zone again if TZ has changed or, where TZ is not set, after a while. As in glibc, a file that TZ names
    /// is read once.
    pub fn update(&mut self, system: &impl System) {
        let Ok(length) = system.env("TZ", &mut self.text) else {
            self.zone = Zone::Host;
            self.made = f64::NEG_INFINITY;
            return;
        };
        let name = length.map(|length| &self.text[..length]);
        let now = if name.is_none() { system.now() } else { 0.0 };
        // The clock may have been set back.
        if name != self.name.as_deref() || (now - self.made).abs() >= SYSTEM_ZONE_LIFETIME {
            self.zone = make(name, system);
            self.name = name.map(Vec::from);
            self.made = now;
        }
    }
}

/// Makes the zone of a TZ.
fn make(name: Option<&[u8]>, system: &impl System) -> Zone {
    if !system.is_posix() {
        return Zone::Host;
    }
    let Some(name) = name else {
        return match zone_file(SYSTEM_ZONE, system) {
            Ok(Some(file)) => Zone::File(file),
            Ok(None) => Zone::Utc,
            Err(Refused) => Zone::Host,
        };
    };
    // A colon announces a system's own syntax; glibc has none and ignores it.
    let name = name.strip_prefix(b":").unwrap_or(name);
    if name.is_empty() {
        return Zone::Utc;
    }
    // A file comes first, since CET and EST5EDT are names of files, and then rules.
    match zone_file(&path_of(name, system), system) {
        Ok(Some(file)) => Zone::File(file),
        Ok(None) => Zone::Rules(Rules::parse(name)),
        Err(Refused) => without_files(Rules::parse(name)),
    }
}

/// Returns the zone where files must not be read: the rules if they are complete, else the host's own zone.
fn without_files(rules: Rules) -> Zone {
    if rules.is_complete { Zone::Rules(rules) } else { Zone::Host }
}

/// Returns the path of a time zone's file.
fn path_of(name: &[u8], system: &impl System) -> Vec<u8> {
    if name.starts_with(b"/") {
        return name.to_vec();
    }
    let mut folder = [0; TEXT_MAX];
    let folder = match system.env("TZDIR", &mut folder) {
        Ok(Some(length @ 1..)) => &folder[..length],
        _ => ZONE_FOLDER,
    };
    [folder, b"/", name].concat()
}

/// Returns the time zone in a file, `None` if there is no such file or it has another format.
fn zone_file(path: &[u8], system: &impl System) -> Result<Option<ZoneFile>, Refused> {
    Ok(system.read(path)?.and_then(|content| ZoneFile::parse(&content)))
}
