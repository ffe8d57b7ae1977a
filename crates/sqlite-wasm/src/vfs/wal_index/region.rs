//! A region of the WAL index, shared by copying: SQLite's view of it, and the last known content of the file.
//!
//! Other processes map the file, but a guest cannot. It pulls other processes' changes when it acquires a lock, and
//! publishes its own before it releases one. This is safe because each part of the index is changed under certain locks
//! only:
//!
//! - Each word of the checkpoint information is changed under a lock of its own. It is therefore merged word by word,
//!   and only changed words are written.
//! - Everything else is changed only by the holder of the write lock: the two checksummed copies of the header, and the
//!   tables that locate pages in the WAL. As long as the header is the same, nothing that a reader may use has changed
//!   in the tables. A writer that rolls back, however, leaves changes beyond the last committed frame without a new
//!   header. The next holder of the write lock therefore reads the tables themselves before it appends to them.

use core::cell::Cell;
use core::ops::Range;

/// Size of a region in SQLite's WAL format.
pub const REGION_BYTES: usize = 32 * 1024;

/// Words of a region.
const WORDS: usize = REGION_BYTES / 4;

/// Size of the header of the first region.
pub const HEADER_BYTES: usize = 136;

const HEADER_WORDS: usize = HEADER_BYTES / 4;

/// The parts of the first region that the holder of the write lock changes, in the order in which they are written: the
/// tables, the second copy of the header, then the first copy together with the number of checkpointed frames.
///
/// That number must not exceed the number of frames in the header: readers would not look for the next frames. When
/// the log starts again, both become 0. One write changes both, so that a process that is killed leaves no other state.
pub const FIRST_SPANS: [Range<usize>; 3] = [HEADER_BYTES..REGION_BYTES, 48..96, 0..100];

/// The checkpoint information. Every word of it has its own lock.
pub const CHECKPOINT_WORDS: Range<usize> = 96..HEADER_BYTES;

/// Number of words that are compared at once.
const BLOCK_WORDS: usize = 64;

/// Changed words that are at most this far apart are written together.
const NEAR_WORDS: usize = 16;

/// Offset of the number of committed frames in the header.
const MAX_FRAME_BYTES: usize = 16;

/// Number of frames that the first region indexes, and that each further region indexes.
const FIRST_FRAMES: usize = 4096 - HEADER_WORDS;
const FURTHER_FRAMES: usize = 4096;

type Words = Box<[u32]>;

/// The two copies of the header.
const COPIES: Range<usize> = 0..96;

/// One region.
#[derive(Debug)]
pub struct Region {
    /// SQLite's view. SQLite keeps the address and writes there, so the words are in `Cell`s.
    private: Box<[Cell<u32>]>,
    /// The content of the file as of the last read or write.
    shadow: Words,
}

/// Returns the words of a region, zeros all, or `None` if out of memory.
fn zeroed<T: Default + Clone>() -> Option<Box<[T]>> {
    let mut words = Vec::new();
    words.try_reserve_exact(WORDS).ok()?;
    words.resize(WORDS, T::default());
    Some(words.into_boxed_slice())
}

fn as_bytes(words: &[u32]) -> &[u8] {
    // SAFETY: any word is four bytes, and bytes need no alignment.
    unsafe { core::slice::from_raw_parts(words.as_ptr().cast(), words.len() * 4) }
}

fn as_bytes_mut(words: &mut [u32]) -> &mut [u8] {
    // SAFETY: any word is four bytes, any four bytes are a word, and bytes need no alignment.
    unsafe { core::slice::from_raw_parts_mut(words.as_mut_ptr().cast(), words.len() * 4) }
}

impl Region {
    /// Creates a region of zeros, like a file without content. Returns `None` if out of memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        Some(Self { private: zeroed()?, shadow: zeroed()? })
    }

    /// Returns the address of SQLite's view.
    #[must_use]
    pub fn address(&self) -> *mut u8 {
        self.private.as_ptr().cast_mut().cast()
    }

    /// Returns the words of SQLite's view.
    fn words(&self) -> &[u32] {
        // SAFETY: a `Cell<u32>` has the layout of a `u32`. Only SQLite writes by address, and it does not run while the
        // VFS does; no borrow of the words outlives a call of the VFS, and `set` is called only after its last use.
        unsafe { core::slice::from_raw_parts(self.private.as_ptr().cast(), self.private.len()) }
    }

    /// Returns the bytes of SQLite's view.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        as_bytes(self.words())
    }

    /// Returns whether the file's header is the last known one.
    #[must_use]
    pub fn knows_header(&self, file: &[u8; HEADER_BYTES]) -> bool {
        as_bytes(&self.shadow)[..HEADER_BYTES] == file[..]
    }

    /// Returns whether the copies in the file's header are the last known ones, and thereby the tables, too.
    #[must_use]
    pub fn knows_copies(&self, file: &[u8; HEADER_BYTES]) -> bool {
        as_bytes(&self.shadow)[COPIES] == file[COPIES]
    }

    /// Returns whether SQLite has changed the header.
    #[must_use]
    pub fn header_changed(&self) -> bool {
        self.words()[..HEADER_WORDS] != self.shadow[..HEADER_WORDS]
    }

    /// Returns whether SQLite has changed the copies of the header.
    #[must_use]
    pub fn copies_changed(&self) -> bool {
        let copies = ..COPIES.end / 4;
        self.words()[copies] != self.shadow[copies]
    }

    /// Stores the words of the header that other processes have changed in the file.
    pub fn merge_header(&mut self, file: &[u8; HEADER_BYTES]) {
        let (words, _) = file.as_chunks::<4>();
        for ((file, shadow), private) in words.iter().zip(&mut self.shadow).zip(&self.private) {
            let file = u32::from_ne_bytes(*file);
            if file != *shadow {
                *shadow = file;
                private.set(file);
            }
        }
    }

    /// Replaces everything from a byte offset on by what `read` fills in. It returns the number of bytes read; the rest
    /// are zeros, like a hole in a file.
    pub fn replace_from<E>(
        &mut self,
        offset: usize,
        read: impl FnOnce(&mut [u8]) -> Result<usize, E>,
    ) -> Result<(), E> {
        let shadow = &mut self.shadow[offset / 4..];
        let bytes = as_bytes_mut(shadow);
        let count = read(bytes)?;
        bytes[count..].fill(0);
        for (private, word) in self.private[offset / 4..].iter().zip(shadow) {
            private.set(*word);
        }
        Ok(())
    }

    /// Returns the first run of changed words between two byte offsets. The run includes a few unchanged words in
    /// between, because all of a span is changed under the same lock.
    #[must_use]
    pub fn changed(&self, span: Range<usize>) -> Option<Range<usize>> {
        let first = self.difference(span.start / 4, span.end / 4)?;
        let mut end = first + 1;
        while let Some(next) = self.difference(end, span.end.div_ceil(4).min(end + NEAR_WORDS)) {
            end = next + 1;
        }
        Some(first * 4..end * 4)
    }

    /// Returns the first changed word between two.
    fn difference(&self, mut from: usize, to: usize) -> Option<usize> {
        while from < to {
            let block = from..to.min(from + BLOCK_WORDS);
            let (private, shadow) = (&self.words()[block.clone()], &self.shadow[block]);
            if private != shadow {
                return private.iter().zip(shadow).position(|(private, shadow)| private != shadow).map(|at| from + at);
            }
            from += BLOCK_WORDS;
        }
        None
    }

    /// Marks a run as written to the file.
    pub fn written(&mut self, run: Range<usize>) {
        let run = run.start / 4..run.end / 4;
        for (shadow, private) in self.shadow[run.clone()].iter_mut().zip(&self.private[run]) {
            *shadow = private.get();
        }
    }
}

/// Returns the number of the region that indexes the last committed frame, by the header of the first.
#[must_use]
pub fn last_region(header: &[u8; HEADER_BYTES]) -> usize {
    let frames: [u8; 4] = *header[MAX_FRAME_BYTES..].first_chunk().expect("inside the header");
    (u32::from_ne_bytes(frames) as usize).saturating_sub(FIRST_FRAMES).div_ceil(FURTHER_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that two processes share, each through a region of its own.
    struct Pair {
        file: Vec<u8>,
        regions: [Region; 2],
    }

    impl Pair {
        fn new() -> Self {
            Self { file: vec![0; REGION_BYTES], regions: [Region::new().unwrap(), Region::new().unwrap()] }
        }

        fn set(&mut self, process: usize, word: usize, value: u32) {
            self.regions[process].private[word].set(value);
        }

        fn publish(&mut self, process: usize) -> usize {
            let words = CHECKPOINT_WORDS.step_by(4).map(|word| word..word + 4);
            let mut runs = 0;
            for span in FIRST_SPANS.into_iter().chain(words) {
                while let Some(run) = self.regions[process].changed(span.clone()) {
                    self.file[run.clone()].copy_from_slice(&self.regions[process].bytes()[run.clone()]);
                    self.regions[process].written(run);
                    runs += 1;
                }
            }
            runs
        }

        fn header(&self) -> [u8; HEADER_BYTES] {
            self.file[..HEADER_BYTES].try_into().unwrap()
        }

        fn pull(&mut self, process: usize) {
            let header = self.header();
            self.regions[process].merge_header(&header);
            let tables = &self.file[HEADER_BYTES..];
            let read = |into: &mut [u8]| -> Result<usize, ()> {
                into.copy_from_slice(tables);
                Ok(tables.len())
            };
            self.regions[process].replace_from(HEADER_BYTES, read).unwrap();
        }
    }

    #[test]
    fn one_process_reads_what_the_other_writes() {
        let mut pair = Pair::new();
        for word in [0, 5, 13, 100, 110, 2000, WORDS - 1] {
            pair.set(0, word, 0x0102_0304);
        }
        assert_eq!(pair.publish(0), 5, "both copies of the header, and near words of the tables together");
        assert_eq!(pair.publish(0), 0);
        pair.pull(1);
        assert_eq!(pair.regions[1].bytes(), pair.regions[0].bytes());
    }

    #[test]
    fn processes_change_different_words_of_the_checkpoint_information() {
        let mut pair = Pair::new();
        pair.set(0, 25, 1);
        pair.set(0, 27, 3);
        pair.set(1, 26, 2);
        assert_eq!(pair.publish(0), 2, "the word in between belongs to the other process");
        pair.pull(1);
        assert_eq!(pair.regions[1].words()[25..28], [1, 2, 3], "a change that is not yet written is kept");
        pair.publish(1);
        pair.pull(0);
        assert_eq!(pair.regions[0].words()[25..28], [1, 2, 3]);
    }

    #[test]
    fn a_header_and_the_number_of_checkpointed_frames_are_one_write() {
        let mut pair = Pair::new();
        for word in 2..12 {
            pair.set(0, word, 9);
            pair.set(0, word + 12, 9);
        }
        assert_eq!(pair.publish(0), 2, "one for each copy");
        for word in (2..12).chain([24]) {
            pair.set(0, word, 0);
        }
        assert_eq!(pair.publish(0), 1);
        pair.set(1, 24, 8);
        pair.publish(1);
        pair.set(0, 11, 3);
        pair.publish(0);
        assert_eq!(pair.header()[96], 8, "a number that this process has not changed is not written");
    }

    #[test]
    fn changes_of_an_abandoned_transaction_are_replaced_by_the_file() {
        let mut pair = Pair::new();
        let table = HEADER_WORDS;
        pair.set(0, table, 7);
        pair.publish(0);
        pair.pull(1);
        // One process clears an entry of the table for its transaction and rolls back. Another may commit the same
        // page.
        pair.set(1, table, 0);
        pair.pull(1);
        assert_eq!(pair.regions[1].words()[table], 7);
    }

    #[test]
    fn the_header_shows_changes() {
        let mut pair = Pair::new();
        assert!(!pair.regions[0].header_changed());
        pair.set(0, HEADER_WORDS - 1, 1);
        assert!(pair.regions[0].header_changed());
        assert!(!pair.regions[0].copies_changed(), "the checkpoint information is not part of them");
        pair.publish(0);
        assert!(!pair.regions[0].header_changed());
        assert!(pair.regions[0].knows_header(&pair.header()));
        assert!(!pair.regions[1].knows_header(&pair.header()));
        assert!(pair.regions[1].knows_copies(&pair.header()), "the checkpoint information is not part of them");
        pair.set(0, 4, 1);
        pair.publish(0);
        assert!(!pair.regions[1].knows_copies(&pair.header()));
    }

    #[test]
    fn the_last_region_indexes_the_last_frame() {
        let cases = [(0, 0), (1, 0), (4062, 0), (4063, 1), (4062 + 4096, 1), (4062 + 4097, 2)];
        for (frames, last) in cases {
            let mut header = [0; HEADER_BYTES];
            header[MAX_FRAME_BYTES..][..4].copy_from_slice(&u32::to_ne_bytes(frames));
            assert_eq!(last_region(&header), last);
        }
    }
}
