//! Compares local time with that of the C library, on random time zones and moments.

#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::path::{Path, PathBuf};
use std::{env, fs};

use sqlite_wasm::libc::civil::{self, Tm};
use sqlite_wasm::libc::time_zone::{LocalZone, Refused, System};

unsafe extern "C" {
    /// The C library's `localtime`, which reads TZ in each call.
    fn localtime(moment: *const i64) -> *const Tm;
}

/// Returns the seconds that the C library's local time is ahead of UTC.
fn expected(moment: i64) -> i64 {
    // SAFETY: `localtime` reads one moment, and returns null or fields that stay until the next call; `Tm` is their
    // beginning. No other thread of this process uses the time zone.
    let tm = unsafe { &*localtime(&raw const moment) };
    let days = civil::month_start(i64::from(tm.tm_year) + 1900, tm.tm_mon as usize + 1) + i64::from(tm.tm_mday) - 1;
    days * 86_400 + i64::from(tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec) - moment
}

/// The system of this process.
struct ThisSystem;

impl System for ThisSystem {
    fn env(&self, name: &str, into: &mut [u8]) -> Result<Option<usize>, Refused> {
        Ok(env::var_os(name).map(|value| {
            let value = value.as_encoded_bytes();
            into[..value.len()].copy_from_slice(value);
            value.len()
        }))
    }

    fn read(&self, path: &[u8]) -> Result<Option<Vec<u8>>, Refused> {
        let path = Path::new(str::from_utf8(path).expect("the paths of this test are UTF-8"));
        Ok(if path.is_file() { fs::read(path).ok() } else { None })
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn is_posix(&self) -> bool {
        true
    }
}

/// A repeatable sequence of random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1) as u64) as i64
    }
}

/// SQLite asks for no moment outside these.
const MOMENTS: (i64, i64) = (0, 2_147_385_600);

/// Compares one time zone at random moments, and on both sides of a change between any two of them.
fn compare(name: &str, zone: &mut LocalZone, random: &mut Random) {
    // SAFETY: this process has one thread that uses the environment.
    unsafe { env::set_var("TZ", name) };
    zone.update(&ThisSystem);
    let check = |moment: i64| {
        let expected = expected(moment);
        assert_eq!(zone.offset_at(moment), Some(expected), "TZ={name:?} at {moment}");
        expected
    };
    for _ in 0..8 {
        let mut before = random.between(MOMENTS.0, MOMENTS.1 - 1);
        let mut after = (before + random.between(1, 200 * 86_400)).min(MOMENTS.1);
        let offset = check(before);
        if check(after) == offset {
            continue;
        }
        while after - before > 1 {
            let middle = before.midpoint(after);
            if expected(middle) == offset { before = middle } else { after = middle }
        }
        check(before);
        check(after);
    }
}

fn zone_names(folder: &Path, names: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() { zone_names(&path, names) } else { names.push(path) }
    }
}

/// Returns an offset or a time, sometimes with minutes and seconds.
fn time(random: &mut Random, least: i64, most: i64) -> String {
    let hours = random.between(least, most);
    match random.below(4) {
        0 => format!("{hours}:{:02}", random.below(60)),
        1 => format!("{hours}:{:02}:{:02}", random.below(60), random.below(60)),
        _ => hours.to_string(),
    }
}

fn date(random: &mut Random) -> String {
    let date = match random.below(4) {
        0 => format!("J{}", random.between(1, 365)),
        1 => random.between(0, 365).to_string(),
        _ => format!("M{}.{}.{}", random.between(1, 12), random.between(1, 5), random.between(0, 6)),
    };
    if random.below(2) == 0 { date } else { format!("{date}/{}", time(random, -167, 167)) }
}

/// Returns well-formed rules.
fn rules(random: &mut Random) -> String {
    let name = random.of(&["CET", "<+03>", "<-0330>", "LONG"]);
    let standard = format!("{name}{}{}", random.of(&["", "+", "-"]), time(random, 0, 24));
    let offset = if random.below(2) == 0 { String::new() } else { time(random, -24, 24) };
    let daylight = format!("{}{offset}", random.of(&["CEST", "<+04>", "EDT"]));
    match random.below(8) {
        0 => standard,
        1 => format!("{standard}{daylight}"),
        _ => format!("{standard}{daylight},{},{}", date(random), date(random)),
    }
}

/// Returns rules with a few mistakes.
fn malformed(random: &mut Random) -> String {
    let mut text = rules(random).into_bytes();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() as u64) as usize;
        match random.below(3) {
            0 => text.truncate(at + 1),
            1 => drop(text.remove(at)),
            _ => text.insert(at, *random.of(b"0123456789+-:,./<>JMABC \t".each_ref().as_slice())),
        }
        if text.is_empty() {
            text.push(b'x');
        }
    }
    String::from_utf8(text).expect("all bytes are ASCII")
}

/// Returns whether some date has no valid month, which makes glibc read beyond a table.
fn has_wrong_month(text: &str) -> bool {
    let month = |rest: &str| {
        let rest = rest.trim_start().trim_start_matches('+');
        rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<u64>().ok())
    };
    text.split('M').skip(1).any(|rest| !month(rest).is_some_and(|month| (1..=12).contains(&month)))
}

/// Returns a file with random records, some of which are missing. glibc aborts on some files without a transition to
/// standard time, so there is one. It forgets the file when its rules name daylight saving time without dates, so they
/// do not, and lack no more than a byte.
fn zone_file(random: &mut Random) -> Vec<u8> {
    let version = *random.of(&[&0, &b'2', &b'3', &b'4', &b'x']);
    let mut file = block(random, version, 4);
    if version != 0 {
        file.extend(block(random, version, 8));
    }
    match random.below(6) {
        0 => file.truncate(random.below(file.len() as u64 + 1) as usize),
        1 => {}
        2 => file.extend(b"\n\n"),
        number => file.extend(format!("\n{}{}", rules_of_file(random), ["\n", ""][number as usize % 2]).bytes()),
    }
    file
}

/// Returns rules with dates. None has a month, which could be missing from a file that ends early.
fn rules_of_file(random: &mut Random) -> String {
    loop {
        let rules = rules(random);
        if rules.contains(',') && !rules.contains('M') {
            return rules;
        }
    }
}

fn block(random: &mut Random, version: u8, width: usize) -> Vec<u8> {
    let transitions = random.below(6) as usize;
    let kinds = if transitions == 0 { 1 } else { 1 + random.below(4) as usize };
    let leaps = random.below(2) as usize * random.below(4) as usize;
    let (standard_marks, utc_marks) = (random.below(2) as usize * kinds, random.below(2) as usize * kinds);
    let mut block = [b"TZif".as_slice(), &[version], &[0; 15]].concat();
    for count in [utc_marks, standard_marks, leaps, transitions, kinds, 4] {
        block.extend((count as u32).to_be_bytes());
    }
    let mut moments: Vec<_> = (0..transitions).map(|_| random.between(-1_000_000_000, MOMENTS.1)).collect();
    moments.sort_unstable();
    moments.dedup();
    while moments.len() < transitions {
        moments.push(moments[moments.len() - 1] + 1);
    }
    let number = |value: i64| value.to_be_bytes()[8 - width..].to_vec();
    block.extend(moments.into_iter().flat_map(number));
    block.extend((0..transitions).map(|index| if index == 0 { 0 } else { random.below(kinds as u64) as u8 }));
    for kind in 0..kinds {
        block.extend((random.between(-90_000, 90_000) as i32).to_be_bytes());
        block.extend([u8::from(kind > 0 && random.below(2) == 0), 0]);
    }
    block.extend(b"ABC\0");
    let mut moment = random.between(0, 500_000_000);
    for leap in 0..leaps {
        block.extend(number(moment));
        block.extend((leap as i32 + 1).to_be_bytes());
        moment += random.between(1_000, 500_000_000);
    }
    block.extend((0..standard_marks + utc_marks).map(|_| random.below(2) as u8));
    block
}

/// All time zones are compared by one test: they are this process's environment.
#[test]
fn local_time_is_that_of_the_c_library() {
    let mut zone = LocalZone::new();
    let random = &mut Random(0x2545_f491_4f6c_dd1d);
    for name in ["", ":", "junk", ":CET-1CEST,M3.5.0,M10.5.0/3", "/etc/localtime", "/", "Europe", "/nowhere", "../x"] {
        compare(name, &mut zone, random);
    }
    let mut paths = Vec::new();
    zone_names(Path::new("/usr/share/zoneinfo"), &mut paths);
    assert!(!paths.is_empty(), "the package tzdata is not installed: run `cargo xtask setup`");
    for path in paths {
        let path = path.to_str().expect("names of time zones are ASCII");
        compare(path, &mut zone, random);
        compare(path.strip_prefix("/usr/share/zoneinfo/").expect("paths are in the folder"), &mut zone, random);
    }
    let folder = env::temp_dir().join(format!("time-zones-{}", std::process::id()));
    fs::create_dir(&folder).expect("the folder is new");
    // Without the file `posixrules`, glibc has its own dates for rules that name none.
    // SAFETY: this process has one thread that uses the environment.
    unsafe { env::set_var("TZDIR", &folder) };
    for _ in 0..5000 {
        compare(&rules(random), &mut zone, random);
        let text = malformed(random);
        if !has_wrong_month(&text) {
            compare(&text, &mut zone, random);
        }
    }
    for number in 0..5000 {
        // glibc recognises a file by its inode, so none is removed before the end.
        let path = folder.join(number.to_string());
        fs::write(&path, zone_file(random)).expect("the folder is writable");
        compare(path.to_str().expect("the path is ASCII"), &mut zone, random);
    }
    fs::remove_dir_all(&folder).expect("the folder is this test's");
}
