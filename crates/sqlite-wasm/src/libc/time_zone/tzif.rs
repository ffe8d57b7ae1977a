//! Time zones in files of the format TZif (RFC 9636), accepted and rejected as glibc does.

use super::posix::Rules;

/// A time zone of a file.
#[derive(Clone, Debug)]
pub struct ZoneFile {
    transitions: Vec<Transition>,
    kinds: Vec<Kind>,
    leaps: Vec<Leap>,
    /// The rules for moments after the last transition.
    rules: Option<Rules>,
}

/// From this moment on local time is of a kind.
#[derive(Clone, Copy, Debug)]
struct Transition {
    moment: i64,
    kind: u8,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    /// Seconds east of UTC.
    offset: i64,
    is_daylight: bool,
}

/// From this moment on so many leap seconds were inserted.
#[derive(Clone, Copy, Debug)]
struct Leap {
    moment: i64,
    inserted: i64,
}

impl ZoneFile {
    /// Reads the content of a file. Returns `None` if glibc would not use it.
    pub fn parse(content: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(content);
        let header = Header::read(&mut bytes)?;
        if header.version == 0 {
            return header.read_data(&mut bytes, 4);
        }
        bytes.take(header.data_length(4)?)?;
        let mut zone = Header::read(&mut bytes)?.read_data(&mut bytes, 8)?;
        zone.rules = footer(bytes.0)?;
        Some(zone)
    }

    /// Returns the seconds that local time is ahead of UTC at a moment in seconds since 1970-01-01 UTC.
    ///
    /// Where the file counts leap seconds, the moment does too. A leap second is the first second of the next minute,
    /// where libc shows a 60th.
    pub fn offset_at(&self, moment: i64) -> i64 {
        self.offset_without_leaps(moment) - self.leaps_inserted(moment)
    }

    /// Returns how many leap seconds have ended.
    fn leaps_inserted(&self, moment: i64) -> i64 {
        let begun = self.leaps.partition_point(|leap| leap.moment <= moment);
        let Some(leap) = self.leaps[..begun].last() else { return 0 };
        let before = if begun > 1 { self.leaps[begun - 2].inserted } else { 0 };
        leap.inserted - i64::from(leap.moment == moment && leap.inserted > before)
    }

    fn offset_without_leaps(&self, moment: i64) -> i64 {
        let passed = self.transitions.partition_point(|transition| transition.moment <= moment);
        match (&self.rules, passed) {
            (_, 0) => self.first_kind().offset,
            (Some(rules), _) if passed == self.transitions.len() => rules.offset_at(moment),
            _ => self.kinds[usize::from(self.transitions[passed - 1].kind)].offset,
        }
    }

    /// Returns the kind before the first transition, and where there is none: the first of standard time. glibc uses it
    /// even if the file has rules.
    fn first_kind(&self) -> Kind {
        self.kinds.iter().copied().find(|kind| !kind.is_daylight).unwrap_or(self.kinds[0])
    }
}

/// Numbers of records.
struct Header {
    version: u8,
    utc_marks: usize,
    standard_marks: usize,
    leaps: usize,
    transitions: usize,
    kinds: usize,
    name_bytes: usize,
}

impl Header {
    fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        if bytes.take(4)? != b"TZif" {
            return None;
        }
        let version = bytes.byte()?;
        bytes.take(15)?;
        let mut count = || usize::try_from(bytes.number(4)?).ok();
        let header = Self {
            version,
            utc_marks: count()?,
            standard_marks: count()?,
            leaps: count()?,
            transitions: count()?,
            kinds: count()?,
            name_bytes: count()?,
        };
        (header.utc_marks <= header.kinds && header.standard_marks <= header.kinds).then_some(header)
    }

    /// Returns how many bytes follow a header if moments have `width` bytes, `None` if no file is so long.
    fn data_length(&self, width: usize) -> Option<usize> {
        let parts = [
            (self.transitions, width + 1),
            (self.kinds, 6),
            (self.name_bytes, 1),
            (self.leaps, width + 4),
            (self.standard_marks, 1),
            (self.utc_marks, 1),
        ];
        parts.into_iter().try_fold(0_usize, |sum, (count, size)| sum.checked_add(count.checked_mul(size)?))
    }

    /// Reads what follows a header.
    fn read_data(&self, bytes: &mut Bytes<'_>, width: usize) -> Option<ZoneFile> {
        // Nothing is allocated for counts that the file cannot hold.
        let mut data = Bytes(bytes.take(self.data_length(width)?)?);
        let moments = data.take(self.transitions * width)?;
        let indices = data.take(self.transitions)?;
        let kinds = (0..self.kinds).map(|_| self.read_kind(&mut data)).collect::<Option<Vec<_>>>()?;
        data.take(self.name_bytes)?;
        let leap = |bytes: &mut Bytes<'_>| Some(Leap { moment: bytes.number(width)?, inserted: bytes.number(4)? });
        let leaps = (0..self.leaps).map(|_| leap(&mut data)).collect::<Option<Vec<_>>>()?;
        if kinds.is_empty() || indices.iter().any(|&index| usize::from(index) >= kinds.len()) {
            return None;
        }
        let transition = |(moment, &kind): (&[u8], &u8)| Transition { moment: big_endian(moment), kind };
        let transitions = moments.chunks_exact(width).zip(indices).map(transition).collect();
        Some(ZoneFile { transitions, kinds, leaps, rules: None })
    }

    fn read_kind(&self, data: &mut Bytes<'_>) -> Option<Kind> {
        let offset = data.number(4)?;
        let [daylight @ 0..=1, name] = *data.take(2)? else { return None };
        (usize::from(name) <= self.name_bytes).then_some(Kind { offset, is_daylight: daylight == 1 })
    }
}

/// Reads the rules between the newlines at the end of a file. The outer `Option` is `None` if the file ends too early.
fn footer(rest: &[u8]) -> Option<Option<Rules>> {
    let (&first, text) = rest.split_first()?;
    // glibc takes the last byte for the newline, whatever it is.
    let (_, text) = text.split_last()?;
    let text = text.split(|&byte| byte == 0).next().unwrap_or_default();
    Some((first == b'\n' && !text.is_empty()).then(|| Rules::parse(text)))
}

/// The rest of a file.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn number(&mut self, width: usize) -> Option<i64> {
        self.take(width).map(big_endian)
    }
}

/// Returns a signed number of four or eight bytes.
fn big_endian(bytes: &[u8]) -> i64 {
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    bytes.iter().fold(sign, |number, &byte| number << 8 | i64::from(byte))
}
