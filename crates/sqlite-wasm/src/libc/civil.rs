//! The calendar: from seconds since 1970 to the fields of C's `struct tm`.

/// `struct tm` of `libc/include/time.h`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tm {
    /// Seconds, 0 to 59.
    pub tm_sec: i32,
    /// Minutes, 0 to 59.
    pub tm_min: i32,
    /// Hours, 0 to 23.
    pub tm_hour: i32,
    /// Day of the month, from 1.
    pub tm_mday: i32,
    /// Month, from 0.
    pub tm_mon: i32,
    /// Years since 1900.
    pub tm_year: i32,
    /// Day of the week, from 0 for Sunday.
    pub tm_wday: i32,
    /// Day of the year, from 0.
    pub tm_yday: i32,
    /// Daylight saving time. Always 0, because SQLite does not read it.
    pub tm_isdst: i32,
}

const DAY: i64 = 86_400;

/// Returns the moment `seconds` after 1970-01-01 00:00 in the proleptic Gregorian calendar.
#[must_use]
pub fn from_seconds(seconds: i64) -> Tm {
    let days = seconds.div_euclid(DAY);
    let time = seconds.rem_euclid(DAY);
    let (year, month, day) = date(days);
    let month_starts = if leap(year) { LEAP_MONTHS } else { COMMON_MONTHS };
    Tm {
        tm_sec: (time % 60) as i32,
        tm_min: (time / 60 % 60) as i32,
        tm_hour: (time / 3600) as i32,
        tm_mday: day,
        tm_mon: month - 1,
        tm_year: (year - 1900) as i32,
        // 1970-01-01 was a Thursday.
        tm_wday: (days + 4).rem_euclid(7) as i32,
        tm_yday: month_starts[month as usize - 1] + day - 1,
        tm_isdst: 0,
    }
}

const COMMON_MONTHS: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const LEAP_MONTHS: [i32; 12] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Returns the year, the month from 1 and the day from 1 of a day since 1970-01-01. Years are counted from March in
/// eras of 400, so that the leap day is the last of its year.
fn date(days: i64) -> (i64, i32, i32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as i32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as i32;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(seconds: i64) -> [i32; 8] {
        let tm = from_seconds(seconds);
        [tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_wday, tm.tm_yday]
    }

    #[test]
    fn known_moments_have_their_fields() {
        assert_eq!(fields(0), [1970, 1, 1, 0, 0, 0, 4, 0]);
        assert_eq!(fields(-1), [1969, 12, 31, 23, 59, 59, 3, 364]);
        assert_eq!(fields(951_782_400), [2000, 2, 29, 0, 0, 0, 2, 59]);
        assert_eq!(fields(4_107_542_399), [2100, 2, 28, 23, 59, 59, 0, 58]);
        assert_eq!(fields(4_107_542_400), [2100, 3, 1, 0, 0, 0, 1, 59]);
        assert_eq!(fields(1_709_251_199), [2024, 2, 29, 23, 59, 59, 4, 59]);
    }

    #[test]
    fn each_day_follows_its_predecessor() {
        let mut previous = from_seconds(-DAY);
        for day in 0..200_000 {
            let tm = from_seconds(day * DAY);
            let next_in_month =
                (tm.tm_mday, tm.tm_mon, tm.tm_year) == (previous.tm_mday + 1, previous.tm_mon, previous.tm_year);
            let first_of_month = tm.tm_mday == 1 && tm.tm_mon == (previous.tm_mon + 1) % 12;
            assert!(next_in_month || first_of_month, "{previous:?} then {tm:?}");
            assert_eq!(tm.tm_wday, (previous.tm_wday + 1) % 7);
            assert!(tm.tm_yday == previous.tm_yday + 1 || (tm.tm_yday == 0 && tm.tm_year == previous.tm_year + 1));
            previous = tm;
        }
    }
}
