//! A region of the WAL index, shared by copying: what is SQLite's to change, and what the file was last known to hold.
//!
//! Other processes map the file; this one cannot. It is enough to take over what others have changed when a lock is
//! acquired, and to write what was changed here before a lock is given up: every field that matters is changed under a
//! lock, is an aligned word, or is one of two checksummed copies. Only words that changed are written, since the words
//! beside them belong to others.

/// Size of a region in SQLite's WAL format.
pub const REGION_BYTES: usize = 32 * 1024;

/// Words of a region.
const WORDS: usize = REGION_BYTES / 4;

/// Size of the two headers and the checkpoint information at the start of the first region. While these are the same,
/// nothing else that a reader may use has changed.
pub const HEADER_BYTES: usize = 136;

type Words = Box<[u32]>;

/// One region.
#[derive(Debug)]
pub struct Region {
    /// SQLite's view.
    private: Words,
    /// What the file held when last looked at, or what was written to it since.
    shadow: Words,
}

/// A run of changed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Offset of its first byte in the region.
    pub start: usize,
    /// Offset after its last byte.
    pub end: usize,
}

fn zeroed() -> Option<Words> {
    let mut words = Vec::new();
    words.try_reserve_exact(WORDS).ok()?;
    words.resize(WORDS, 0);
    Some(words.into_boxed_slice())
}

fn as_bytes(words: &[u32]) -> &[u8] {
    // SAFETY: any word is four bytes, and bytes need no alignment.
    unsafe { core::slice::from_raw_parts(words.as_ptr().cast(), words.len() * 4) }
}

impl Region {
    /// A region of zeros, as the file is where nothing was written; `None` when there is no memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        Some(Self { private: zeroed()?, shadow: zeroed()? })
    }

    /// Where SQLite finds it.
    pub fn address(&mut self) -> *mut u8 {
        self.private.as_mut_ptr().cast()
    }

    /// The bytes as they are here.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        as_bytes(&self.private)
    }

    /// Whether the header in the file is the known one.
    #[must_use]
    pub fn knows_header(&self, file: &[u8; HEADER_BYTES]) -> bool {
        as_bytes(&self.shadow)[..HEADER_BYTES] == file[..]
    }

    /// Whether the header was changed here.
    #[must_use]
    pub fn header_changed(&self) -> bool {
        self.private[..HEADER_BYTES / 4] != self.shadow[..HEADER_BYTES / 4]
    }

    /// Takes over the words that others have changed in the file.
    pub fn merge(&mut self, file: &[u8]) {
        let (words, _) = file.as_chunks::<4>();
        for ((file, shadow), private) in words.iter().zip(&mut self.shadow).zip(&mut self.private) {
            let file = u32::from_ne_bytes(*file);
            if file != *shadow {
                *shadow = file;
                *private = file;
            }
        }
    }

    /// The first run of words changed here, at or after a byte offset.
    #[must_use]
    pub fn changed_from(&self, offset: usize) -> Option<Run> {
        let differs = |word: &usize| self.private[*word] != self.shadow[*word];
        let start = (offset / 4..WORDS).find(differs)?;
        let end = (start..WORDS).find(|word| !differs(word)).unwrap_or(WORDS);
        Some(Run { start: start * 4, end: end * 4 })
    }

    /// Notes that a run was written to the file.
    pub fn written(&mut self, Run { start, end }: Run) {
        let run = start / 4..end / 4;
        self.shadow[run.clone()].copy_from_slice(&self.private[run]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that two processes share, each by a region of its own.
    struct Pair {
        file: Vec<u8>,
        regions: [Region; 2],
    }

    impl Pair {
        fn new() -> Self {
            Self { file: vec![0; REGION_BYTES], regions: [Region::new().unwrap(), Region::new().unwrap()] }
        }

        fn set(&mut self, who: usize, word: usize, value: u32) {
            self.regions[who].private[word] = value;
        }

        fn publish(&mut self, who: usize) -> usize {
            let (mut offset, mut runs) = (0, 0);
            while let Some(run) = self.regions[who].changed_from(offset) {
                self.file[run.start..run.end].copy_from_slice(&self.regions[who].bytes()[run.start..run.end]);
                self.regions[who].written(run);
                (offset, runs) = (run.end, runs + 1);
            }
            runs
        }

        fn merge(&mut self, who: usize) {
            self.regions[who].merge(&self.file);
        }
    }

    #[test]
    fn what_one_writes_the_other_reads() {
        let mut pair = Pair::new();
        for word in [0, 5, 6, 7, WORDS - 1] {
            pair.set(0, word, 0x0102_0304);
        }
        assert_eq!(pair.publish(0), 3, "neighbours are one run");
        assert_eq!(pair.publish(0), 0);
        pair.merge(1);
        assert_eq!(pair.regions[1].bytes(), pair.regions[0].bytes());
    }

    #[test]
    fn neighbours_of_a_changed_word_are_left_alone() {
        let mut pair = Pair::new();
        pair.set(0, 10, 1);
        pair.set(1, 11, 2);
        pair.publish(0);
        pair.publish(1);
        pair.merge(0);
        pair.merge(1);
        for region in &pair.regions {
            assert_eq!(region.private[10..12], [1, 2]);
        }
    }

    #[test]
    fn a_change_not_yet_written_survives_a_merge() {
        let mut pair = Pair::new();
        pair.set(0, 10, 1);
        pair.set(1, 20, 2);
        pair.publish(1);
        pair.merge(0);
        assert_eq!((pair.regions[0].private[10], pair.regions[0].private[20]), (1, 2));
        assert_eq!(pair.regions[0].changed_from(0), Some(Run { start: 40, end: 44 }));
    }

    #[test]
    fn the_header_tells_of_changes() {
        let mut pair = Pair::new();
        assert!(!pair.regions[0].header_changed());
        pair.set(0, HEADER_BYTES / 4 - 1, 1);
        assert!(pair.regions[0].header_changed());
        pair.publish(0);
        assert!(!pair.regions[0].header_changed());
        let header = pair.file[..HEADER_BYTES].try_into().unwrap();
        assert!(pair.regions[0].knows_header(&header));
        assert!(!pair.regions[1].knows_header(&header));
    }
}
