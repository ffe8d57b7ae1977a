//! The owner of a lock file.

/// A file descriptor.
pub type Fd = i32;

/// An owner. Its fields distinguish one running thread of one process from every other thread, past or future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Number of the process.
    pub pid: u32,
    /// Number of the thread within the process.
    pub thread: u32,
    /// When the process started, in the kernel's ticks since boot; empty if unknown.
    pub started: String,
    /// The kernel's identity since boot; empty if unknown.
    pub boot: String,
    /// The namespace that process numbers belong to; empty if unknown.
    pub namespace: String,
    /// Name of the machine or container, for people; empty if unknown.
    pub host: String,
    /// When the lock file was created, in UTC, for people.
    pub since: String,
    /// The system locks the open lock file until the owner closes it or ends.
    pub held: bool,
    /// The descriptor of the lock file, which the owner keeps open; -1 without one.
    pub file: Fd,
}

/// What a lock file's text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// The whole text of an owner.
    Owner(Owner),
    /// The beginning of such a text, or nothing.
    Beginning,
    /// Anything else.
    Foreign,
}

impl Owner {
    const TITLE: &str = "anysqlite lock 1";
    /// The names of the fields, in their order, and whether each is a number.
    const FIELDS: [(&str, bool); 9] = [
        ("pid", true),
        ("thread", true),
        ("started", false),
        ("boot", false),
        ("namespace", false),
        ("host", false),
        ("since", false),
        ("held", true),
        ("file", true),
    ];
    /// Size in bytes that no lock file exceeds.
    pub const TEXT_MAX: usize = 4096;

    /// Returns the content of a lock file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { pid, thread, started, boot, namespace, host, since, held, file } = self;
        let title = Self::TITLE;
        let process = format!("pid {pid}\nthread {thread}\nstarted {started}");
        let system = format!("boot {boot}\nnamespace {namespace}\nhost {host}");
        format!("{title}\n{process}\n{system}\nsince {since}\nheld {}\nfile {file}\n", u8::from(*held))
    }

    /// Returns what the text of a lock file is.
    #[must_use]
    pub fn parse(text: &str) -> Parsed {
        let Some(rest) = text.strip_prefix(Self::TITLE).and_then(|rest| rest.strip_prefix('\n')) else {
            let begins = format!("{}\n", Self::TITLE).starts_with(text);
            return if begins { Parsed::Beginning } else { Parsed::Foreign };
        };
        let mut rest = rest;
        let mut values = [""; Self::FIELDS.len()];
        for ((name, is_number), value) in Self::FIELDS.into_iter().zip(&mut values) {
            let (line, complete, after) =
                rest.split_once('\n').map_or((rest, false, ""), |(line, after)| (line, true, after));
            let is_valid = |text: &str| !is_number || text.bytes().all(|byte| byte.is_ascii_digit());
            match line.strip_prefix(name).and_then(|line| line.strip_prefix(' ')) {
                Some(found) if is_valid(found) => *value = found,
                None if !complete && format!("{name} ").starts_with(line) => {}
                _ => return Parsed::Foreign,
            }
            if !complete {
                return Parsed::Beginning;
            }
            rest = after;
        }
        if rest.is_empty() { Self::from_values(values).map_or(Parsed::Foreign, Parsed::Owner) } else { Parsed::Foreign }
    }

    fn from_values(values: [&str; Self::FIELDS.len()]) -> Option<Self> {
        let [pid, thread, started, boot, namespace, host, since, held, file] = values;
        // No process has the number 0, and to send a signal to a negative number reaches many.
        let pid = pid.parse::<i32>().ok().filter(|&pid| pid > 0)?.unsigned_abs();
        Some(Self {
            pid,
            thread: thread.parse().ok()?,
            started: started.to_owned(),
            boot: boot.to_owned(),
            namespace: namespace.to_owned(),
            host: host.to_owned(),
            since: since.to_owned(),
            held: held == "1",
            file: file.parse().ok()?,
        })
    }

    /// Returns whether this process can tell if the process of `other` is alive: process numbers mean the same to both,
    /// and start times distinguish a process from an earlier one of the same number.
    #[must_use]
    pub fn can_judge(&self, other: &Self) -> bool {
        let same = self.boot == other.boot && self.namespace == other.namespace;
        same && ![&self.boot, &self.namespace, &self.started, &other.started].iter().any(|text| text.is_empty())
    }

    /// Returns whether the kernel of `other` is not the one that runs this process.
    #[must_use]
    pub fn has_other_kernel(&self, other: &Self) -> bool {
        !self.boot.is_empty() && !other.boot.is_empty() && self.boot != other.boot
    }

    /// Returns whether both are threads of one process.
    #[must_use]
    pub fn is_same_process(&self, other: &Self) -> bool {
        self.pid == other.pid && self.started == other.started
    }

    /// Returns the owner as a message names it.
    #[must_use]
    pub fn description(&self) -> String {
        let Self { pid, host, since, .. } = self;
        let host = if host.is_empty() { String::new() } else { format!(" on host {host}") };
        let since = if since.is_empty() { String::new() } else { format!(" since {since}") };
        format!("process {pid}{host}{since}")
    }

    /// Returns a name that no other owner has.
    #[must_use]
    pub fn digest(&self) -> String {
        // FNV-1a, written out because the name must be the same in every version.
        let hash = self
            .to_text()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        let text = |t: &str| t.to_owned();
        Owner {
            pid: 7,
            thread: 0,
            started: text("99"),
            boot: text("b"),
            namespace: text("n"),
            host: text("h"),
            since: text("2026-01-02 03:04:05 UTC"),
            held: false,
            file: 20,
        }
    }

    #[test]
    fn a_complete_lock_file_names_its_owner() {
        let text = owner().to_text();
        assert_eq!(Owner::parse(&text), Parsed::Owner(owner()));
        for end in 0..text.len() {
            assert_eq!(Owner::parse(&text[..end]), Parsed::Beginning, "a part of a lock file names nobody: {end}");
        }
    }

    #[test]
    fn a_text_that_no_version_wrote_is_foreign() {
        let text = owner().to_text();
        let changes = [("lock 1", "lock 2"), ("pid 7", "pid -1"), ("pid 7", "pid 0"), ("pid 7", "pid 4294967295")];
        for (from, to) in changes.into_iter().chain([("file 20", "file x"), ("thread 0\n", ""), ("99", "99\n")]) {
            assert_eq!(Owner::parse(&text.replace(from, to)), Parsed::Foreign, "{to:?}");
        }
        for foreign in ["123\n", "other-host.example", "\0", " ", "anysqlite lock 1 ", &format!("{text}more")] {
            assert_eq!(Owner::parse(foreign), Parsed::Foreign, "{foreign:?}");
        }
    }

    #[test]
    fn a_description_leaves_out_what_is_unknown() {
        assert_eq!(owner().description(), "process 7 on host h since 2026-01-02 03:04:05 UTC");
        let unknown = Owner { host: String::new(), since: String::new(), ..owner() };
        assert_eq!(unknown.description(), "process 7");
    }
}
