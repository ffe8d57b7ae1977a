//! Linux's list of file locks, `/proc/locks`: the only way to notice a native SQLite process without lock calls.

use super::ranges::{ALL, IN_USE};

/// Returns whether the list contains a lock on SQLite's lock bytes or the in-use byte of the file with a serial number.
///
/// The device is not compared, because on overlay file systems it differs from that of `stat`. At worst a lock on
/// another file makes this one look busy for a while.
#[must_use]
pub fn shows_lock(list: &str, inode: u64) -> bool {
    list.lines().any(|line| is_lock_on(line, inode).unwrap_or(false))
}

/// Reads a line like `1: POSIX  ADVISORY  WRITE 1234 fd:00:12345 1073741826 1073742335`. A waiting lock has `->` after
/// the number.
fn is_lock_on(line: &str, inode: u64) -> Option<bool> {
    let mut fields = line.split_ascii_whitespace().skip(1);
    let file = fields.find(|field| field.matches(':').count() == 2)?;
    let first: u64 = fields.next()?.parse().ok()?;
    let last = fields.next()?;
    let last: u64 = if last == "EOF" { u64::MAX } else { last.parse().ok()? };
    let serial: u64 = file.rsplit(':').next()?.parse().ok()?;
    Some(serial == inode && first < IN_USE.offset + IN_USE.length && last >= ALL.offset)
}

#[cfg(test)]
mod tests {
    use super::shows_lock;

    const LIST: &str = "\
1: POSIX  ADVISORY  READ  811 fd:01:4711 1073741826 1073742335
2: FLOCK  ADVISORY  WRITE 644 00:1a:815 0 EOF
3: OFDLCK ADVISORY  WRITE -1 fd:01:99 128 128
3: -> POSIX  ADVISORY  WRITE 12 fd:01:98 1073741824 1073741824
4: OFDLCK ADVISORY  READ  -1 fd:01:97 1073742336 1073742336
";

    #[test]
    fn locks_on_sqlites_bytes_count() {
        assert!(shows_lock(LIST, 4711));
        assert!(shows_lock(LIST, 815), "a lock on the whole file covers these bytes");
        assert!(shows_lock(LIST, 98), "a waiting lock");
        assert!(shows_lock(LIST, 97), "the in-use byte");
        assert!(!shows_lock(LIST, 99), "another byte");
        assert!(!shows_lock(LIST, 1));
        assert!(!shows_lock("", 1));
        assert!(!shows_lock("nonsense\n1: a:b:c\n", 1));
    }
}
