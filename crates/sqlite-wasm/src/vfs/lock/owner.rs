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
    /// Name of the machine or container.
    pub host: String,
    /// The descriptor of the lock file, which the owner keeps open; -1 without one.
    pub file: Fd,
}

impl Owner {
    const TITLE: &str = "anysqlite lock 1";

    /// Returns the content of a lock file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { pid, thread, started, boot, namespace, host, file } = self;
        let title = Self::TITLE;
        let process = format!("pid {pid}\nthread {thread}\nstarted {started}");
        let system = format!("boot {boot}\nnamespace {namespace}\nhost {host}");
        format!("{title}\n{process}\n{system}\nfile {file}\n")
    }

    /// Returns the owner that a lock file names, `None` if the text is incomplete or not that of a lock file.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != Self::TITLE {
            return None;
        }
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        Some(Self {
            pid: field("pid")?.parse().ok()?,
            thread: field("thread")?.parse().ok()?,
            started: field("started")?,
            boot: field("boot")?,
            namespace: field("namespace")?,
            host: field("host")?,
            file: field("file")?.parse().ok()?,
        })
    }

    /// Returns whether a text can be the beginning of a lock file. If not, the file only happens to have that name.
    #[must_use]
    pub fn begins(text: &str) -> bool {
        text.starts_with(Self::TITLE) || Self::TITLE.starts_with(text)
    }

    /// Returns whether this process can tell if the process of `other` is alive: process numbers mean the same to both,
    /// and start times distinguish a process from an earlier one of the same number.
    #[must_use]
    pub fn can_judge(&self, other: &Self) -> bool {
        let same = self.host == other.host && self.boot == other.boot && self.namespace == other.namespace;
        same && ![&self.boot, &self.started, &other.started].iter().any(|text| text.is_empty())
    }

    /// Returns whether both are threads of one process.
    #[must_use]
    pub fn is_same_process(&self, other: &Self) -> bool {
        self.pid == other.pid && self.started == other.started
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

    #[test]
    fn a_complete_lock_file_names_its_owner() {
        let text = |t: &str| t.to_owned();
        let owner = Owner {
            pid: 7,
            thread: 0,
            started: text("99"),
            boot: text("b"),
            namespace: text("n"),
            host: text("h"),
            file: 20,
        };
        let text = owner.to_text();
        assert_eq!(Owner::from_text(&text), Some(owner));
        for end in 0..text.len() {
            assert_eq!(Owner::from_text(&text[..end]), None, "a part of a lock file names nobody");
        }
    }
}
