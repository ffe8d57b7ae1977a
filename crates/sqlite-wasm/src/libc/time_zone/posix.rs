//! Time zones written as POSIX rules, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
//!
//! The reader follows glibc, which never rejects a text: it keeps what it has read up to the first mistake. A text
//! without a name and an offset is UTC.

use super::scan::{Scanner, unsigned};
use crate::libc::civil;

const DAY: i64 = 86_400;
const HOUR: i64 = 3600;

/// A time zone by rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Seconds that standard time is east of UTC.
    standard: i64,
    /// Seconds that daylight saving time is east of UTC.
    daylight: i64,
    begin: Change,
    end: Change,
    /// Whether the whole text was rules, with the dates of daylight saving time if it names that.
    pub is_complete: bool,
}

/// When a yearly change happens, by the wall clock that it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    day: Day,
    /// Seconds after midnight, which may lie outside the day.
    time: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// `n`: day of the year from 0, leap days counted.
    Ordinal(i64),
    /// `Jn`: day of the year from 1; 29 February is never counted.
    Julian(i64),
    /// `Mm.n.d`: the `week`-th `weekday` of a month, the last one if there are fewer.
    Weekday { month: u16, week: u16, weekday: u16 },
}

/// What glibc assumes where a text is silent or malformed: the first moment of the year.
const NEW_YEAR: Change = Change { day: Day::Ordinal(0), time: 0 };

impl Rules {
    /// Reads a text.
    pub fn parse(text: &[u8]) -> Self {
        let mut rules = Self { standard: 0, daylight: 0, begin: NEW_YEAR, end: NEW_YEAR, is_complete: false };
        let mut text = Scanner(text);
        if skip_name(&mut text)
            && let Some(offset) = standard_offset(&mut text)
        {
            rules.standard = offset;
            rules.daylight = offset;
            rules.is_complete = text.is_at_end() || rules.parse_daylight(text);
        }
        rules
    }

    /// Reads what follows standard time. Returns whether that was daylight saving time with dates, and nothing else.
    fn parse_daylight(&mut self, mut text: Scanner<'_>) -> bool {
        self.daylight = 0;
        let named = skip_name(&mut text);
        if named {
            self.daylight = daylight_offset(&mut text).unwrap_or(self.standard + HOUR);
        }
        let dated = !matches!(text.0, b"" | b",");
        // The dates of the United States since 2007. glibc prefers those of the file `posixrules`, if there is one, but
        // moves them by hours that depend on the calls before.
        let read = self.begin.parse(&mut text, Day::Weekday { month: 3, week: 2, weekday: 0 })
            && self.end.parse(&mut text, Day::Weekday { month: 11, week: 1, weekday: 0 });
        named && dated && read && text.is_at_end()
    }

    /// Returns the seconds that local time is ahead of UTC at a moment in seconds since 1970-01-01 UTC.
    pub fn offset_at(&self, moment: i64) -> i64 {
        let year = i64::from(civil::from_seconds(moment).tm_year) + 1900;
        let begin = self.begin.seconds(year) - self.standard;
        let end = self.end.seconds(year) - self.daylight;
        // South of the equator daylight saving time lasts over the new year.
        let daylight = if begin > end { moment < end || moment >= begin } else { (begin..end).contains(&moment) };
        if daylight { self.daylight } else { self.standard }
    }
}

impl Change {
    /// Reads `,date[/time]`. Returns whether that succeeded; what was read before a mistake stays.
    fn parse(&mut self, text: &mut Scanner<'_>, default: Day) -> bool {
        text.skip(b',');
        if !self.parse_day(text, default) {
            return false;
        }
        self.time = match text.peek() {
            None | Some(b',') => 2 * HOUR,
            Some(b'/') if text.0.len() > 1 => {
                text.skip(b'/');
                rule_time(text)
            }
            Some(_) => return false,
        };
        true
    }

    fn parse_day(&mut self, text: &mut Scanner<'_>, default: Day) -> bool {
        match text.peek() {
            None => {
                self.day = default;
                true
            }
            Some(b'M') => self.parse_day_of_month(text),
            Some(b'J' | b'0'..=b'9') => self.parse_day_of_year(text),
            Some(_) => false,
        }
    }

    fn parse_day_of_year(&mut self, text: &mut Scanner<'_>) -> bool {
        let common = text.skip(b'J');
        let day = |number| if common { Day::Julian(number) } else { Day::Ordinal(number) };
        self.day = day(0);
        let digits = text.take_while(|byte| byte.is_ascii_digit());
        let number = unsigned(digits).unwrap_or(u64::MAX);
        if digits.is_empty() || number > 365 || (common && number == 0) {
            return false;
        }
        self.day = day(number as i64);
        true
    }

    fn parse_day_of_month(&mut self, text: &mut Scanner<'_>) -> bool {
        text.skip(b'M');
        let month = text.short();
        let week = month.and_then(|_| text.short_after(b'.'));
        let weekday = week.and_then(|_| text.short_after(b'.'));
        // glibc looks a wrong month up beyond the end of a table; here such a date is as good as none.
        let Some(month @ 1..=12) = month else { return false };
        self.day = Day::Weekday { month, week: week.unwrap_or(0), weekday: weekday.unwrap_or(0) };
        matches!((week, weekday), (Some(1..=5), Some(0..=6)))
    }

    /// Returns the moment in a year, by the wall clock, in seconds since 1970-01-01.
    fn seconds(&self, year: i64) -> i64 {
        let day = match self.day {
            Day::Ordinal(day) => civil::month_start(year, 1) + day,
            Day::Julian(day) => civil::month_start(year, 1) + day - 1 + i64::from(day >= 60 && civil::is_leap(year)),
            Day::Weekday { month, week, weekday } => day_of_month(year, month, week, weekday),
        };
        day * DAY + self.time
    }
}

/// Returns the number of the day that `Mm.n.d` means in a year.
fn day_of_month(year: i64, month: u16, week: u16, weekday: u16) -> i64 {
    let first = civil::month_start(year, month.into());
    let next =
        if month == 12 { civil::month_start(year + 1, 1) } else { civil::month_start(year, usize::from(month) + 1) };
    let length = next - first;
    let mut day = i64::from(weekday) - civil::weekday(first);
    if day < 0 {
        day += 7;
    }
    for _ in 1..week {
        if day + 7 >= length {
            break;
        }
        day += 7;
    }
    first + day
}

/// Consumes the name of a time: three or more letters, or also digits and signs between `<` and `>`.
fn skip_name(text: &mut Scanner<'_>) -> bool {
    let mut after = *text;
    let mut named = after.take_while(|byte| byte.is_ascii_alphabetic()).len() >= 3;
    if !named {
        after = *text;
        let in_brackets = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'-';
        named = after.skip(b'<') && after.take_while(in_brackets).len() >= 3 && after.skip(b'>');
    }
    if named {
        *text = after;
    }
    named
}

/// Reads the offset of standard time, in seconds east of UTC. `None` if there is none.
fn standard_offset(text: &mut Scanner<'_>) -> Option<i64> {
    matches!(text.peek(), Some(b'+' | b'-' | b'0'..=b'9')).then(|| daylight_offset(text)).flatten()
}

/// Reads an offset, in seconds east of UTC, where POSIX counts them to the west. `None` if there is none.
fn daylight_offset(text: &mut Scanner<'_>) -> Option<i64> {
    let sign = if text.skip(b'-') { 1 } else { -1 };
    if sign < 0 {
        text.skip(b'+');
    }
    let [hours, minutes, seconds] = text.time()?.map(i64::from);
    Some(sign * (hours.min(24) * HOUR + minutes.min(59) * 60 + seconds.min(59)))
}

/// Reads the time of a change, in seconds after midnight.
fn rule_time(text: &mut Scanner<'_>) -> i64 {
    let sign = if text.skip(b'-') { -1 } else { 1 };
    let [hours, minutes, seconds] = text.time().unwrap_or([2, 0, 0]).map(i64::from);
    sign * (hours * HOUR + minutes * 60 + seconds)
}
