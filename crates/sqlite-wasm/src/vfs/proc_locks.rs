//! Linux's list of file locks, `/proc/locks`: the one way to see a native SQLite process without a lock call.

use super::lock::{ALL, PRESENCE};

/// Whether the list shows a lock on SQLite's bytes, or on our own beside them, of the file with that serial number.
///
/// The device is not compared: on overlay file systems it is not the one that `stat` tells. At worst a lock on another
/// file makes this one look busy for a while.
#[must_use]
pub fn shows_holder(list: &str, inode: u64) -> bool {
    list.lines().any(|line| holds(line, inode).unwrap_or(false))
}

/// `1: POSIX  ADVISORY  WRITE 1234 fd:00:12345 1073741826 1073742335`; a waiting one has `->` after the number.
fn holds(line: &str, inode: u64) -> Option<bool> {
    let mut fields = line.split_ascii_whitespace().skip(1);
    let file = fields.find(|field| field.matches(':').count() == 2)?;
    let first: u64 = fields.next()?.parse().ok()?;
    let last = fields.next()?;
    let last: u64 = if last == "EOF" { u64::MAX } else { last.parse().ok()? };
    let serial: u64 = file.rsplit(':').next()?.parse().ok()?;
    Some(serial == inode && first < PRESENCE.offset + PRESENCE.length && last >= ALL.offset)
}

#[cfg(test)]
mod tests {
    use super::shows_holder;

    const LIST: &str = "\
1: POSIX  ADVISORY  READ  811 fd:01:4711 1073741826 1073742335
2: FLOCK  ADVISORY  WRITE 644 00:1a:815 0 EOF
3: OFDLCK ADVISORY  WRITE -1 fd:01:99 128 128
3: -> POSIX  ADVISORY  WRITE 12 fd:01:98 1073741824 1073741824
4: OFDLCK ADVISORY  READ  -1 fd:01:97 1073742336 1073742336
";

    #[test]
    fn sqlite_s_bytes_count() {
        assert!(shows_holder(LIST, 4711));
        assert!(shows_holder(LIST, 815), "a lock on the whole file covers them");
        assert!(shows_holder(LIST, 98), "one who waits is there too");
        assert!(shows_holder(LIST, 97), "one of ours that is idle");
        assert!(!shows_holder(LIST, 99), "another byte");
        assert!(!shows_holder(LIST, 1));
        assert!(!shows_holder("", 1));
        assert!(!shows_holder("nonsense\n1: a:b:c\n", 1));
    }
}
