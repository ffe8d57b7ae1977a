//! A region of the WAL index, shared by copying: what is SQLite's to change, and what the file was last known to hold.
//!
//! Other processes map the file; this one cannot. So what others have changed is taken over when a lock is acquired, and
//! what was changed here is written before a lock is given up. That is safe because of who may change what:
//!
//! - Each word of the checkpoint information is changed under a lock of its own, so it is merged word by word, and only
//!   words that changed are written.
//! - Everything else is changed by the holder of the write lock alone: the two checksummed copies of the header, and the
//!   tables that tell where pages are in the WAL. As long as the header is the same, nothing that a reader may use has
//!   changed in the tables. But a writer who gives up leaves traces beyond the last committed frame without a new
//!   header; so whoever gets the write lock has to look at the tables themselves before adding to them.

use core::cell::Cell;
use core::ops::Range;

/// Size of a region in SQLite's WAL format.
pub const REGION_BYTES: usize = 32 * 1024;

/// Words of a region.
const WORDS: usize = REGION_BYTES / 4;

/// Size of the header of the first region.
pub const HEADER_BYTES: usize = 136;

const HEADER_WORDS: usize = HEADER_BYTES / 4;

/// The parts of the first region whose words belong to different locks, in the order in which they are to be written:
/// the tables, the two copies of the header, the words of the checkpoint information.
pub const FIRST_SPANS: [Range<usize>; 3] = [HEADER_BYTES..REGION_BYTES, 48..96, 0..48];

/// Where the checkpoint information is, of which every word has its own lock.
pub const CHECKPOINT_WORDS: Range<usize> = 96..HEADER_BYTES;

/// Words compared at once, and words that are written along rather than left out.
const BLOCK_WORDS: usize = 64;
const NEAR_WORDS: usize = 16;

/// Offset in the header of the number of committed frames.
const MAX_FRAME_BYTES: usize = 16;

/// Frames that the first region tells of, and each further one.
const FIRST_FRAMES: usize = 4096 - HEADER_WORDS;
const FURTHER_FRAMES: usize = 4096;

type Words = Box<[u32]>;

const COPIES: Range<usize> = 0..96;

/// One region.
#[derive(Debug)]
pub struct Region {
    /// SQLite's view: it keeps the address and writes there, which is why the words are cells.
    private: Box<[Cell<u32>]>,
    /// What the file held when last looked at, or what was written to it since.
    shadow: Words,
}

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
    // SAFETY: as above, and any four bytes are a word.
    unsafe { core::slice::from_raw_parts_mut(words.as_mut_ptr().cast(), words.len() * 4) }
}

impl Region {
    /// A region of zeros, as the file is where nothing was written; `None` when there is no memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        Some(Self { private: zeroed()?, shadow: zeroed()? })
    }

    /// Where SQLite finds it.
    #[must_use]
    pub fn address(&self) -> *mut u8 {
        self.private.as_ptr().cast_mut().cast()
    }

    /// SQLite's view.
    fn words(&self) -> &[u32] {
        // SAFETY: a cell of a word has a word's layout; SQLite, which alone writes there by address, does not run while the
        // VFS does, and no such borrow outlives a call of the VFS.
        unsafe { core::slice::from_raw_parts(self.private.as_ptr().cast(), self.private.len()) }
    }

    /// The bytes as they are here.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        as_bytes(self.words())
    }

    /// Whether the header in the file is the known one.
    #[must_use]
    pub fn knows_header(&self, file: &[u8; HEADER_BYTES]) -> bool {
        as_bytes(&self.shadow)[..HEADER_BYTES] == file[..]
    }

    /// Whether the copies of the header in the file are the known ones, and so the tables too.
    #[must_use]
    pub fn knows_copies(&self, file: &[u8; HEADER_BYTES]) -> bool {
        as_bytes(&self.shadow)[COPIES] == file[COPIES]
    }

    /// Whether the header was changed here.
    #[must_use]
    pub fn header_changed(&self) -> bool {
        self.words()[..HEADER_WORDS] != self.shadow[..HEADER_WORDS]
    }

    /// Whether the copies of the header were changed here.
    #[must_use]
    pub fn copies_changed(&self) -> bool {
        let copies = ..COPIES.end / 4;
        self.words()[copies] != self.shadow[copies]
    }

    /// Takes over the words of the header that others have changed in the file.
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

    /// Takes what `read` gives for everything from a byte offset on. A short read leaves zeros, as a hole in a file would.
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

    /// The first run of words changed here, between two byte offsets. Words in between that did not change are part of
    /// it as long as they are few: all of a span belongs to whoever may change some of it.
    #[must_use]
    pub fn changed(&self, span: Range<usize>) -> Option<Range<usize>> {
        let first = self.difference(span.start / 4, span.end / 4)?;
        let mut end = first + 1;
        while let Some(next) = self.difference(end, span.end.div_ceil(4).min(end + NEAR_WORDS)) {
            end = next + 1;
        }
        Some(first * 4..end * 4)
    }

    /// The first changed word between two.
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

    /// Notes that a run was written to the file.
    pub fn written(&mut self, run: Range<usize>) {
        let run = run.start / 4..run.end / 4;
        for (shadow, private) in self.shadow[run.clone()].iter_mut().zip(&self.private[run]) {
            *shadow = private.get();
        }
    }
}

/// The region that tells of the last committed frame, by the header of the first.
#[must_use]
pub fn last_region(header: &[u8; HEADER_BYTES]) -> usize {
    let frames: [u8; 4] = *header[MAX_FRAME_BYTES..].first_chunk().expect("inside the header");
    (u32::from_ne_bytes(frames) as usize).saturating_sub(FIRST_FRAMES).div_ceil(FURTHER_FRAMES)
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
            self.regions[who].private[word].set(value);
        }

        fn publish(&mut self, who: usize) -> usize {
            let words = CHECKPOINT_WORDS.step_by(4).map(|word| word..word + 4);
            let mut runs = 0;
            for span in FIRST_SPANS.into_iter().chain(words) {
                while let Some(run) = self.regions[who].changed(span.clone()) {
                    self.file[run.clone()].copy_from_slice(&self.regions[who].bytes()[run.clone()]);
                    self.regions[who].written(run);
                    runs += 1;
                }
            }
            runs
        }

        fn header(&self) -> [u8; HEADER_BYTES] {
            self.file[..HEADER_BYTES].try_into().unwrap()
        }

        fn take_over(&mut self, who: usize) {
            let header = self.header();
            self.regions[who].merge_header(&header);
            let tables = &self.file[HEADER_BYTES..];
            let read = |into: &mut [u8]| -> Result<usize, ()> {
                into.copy_from_slice(tables);
                Ok(tables.len())
            };
            self.regions[who].replace_from(HEADER_BYTES, read).unwrap();
        }
    }

    #[test]
    fn what_one_writes_the_other_reads() {
        let mut pair = Pair::new();
        for word in [0, 5, 13, 100, 110, 2000, WORDS - 1] {
            pair.set(0, word, 0x0102_0304);
        }
        assert_eq!(pair.publish(0), 5, "both copies of the header, and what is near in the tables");
        assert_eq!(pair.publish(0), 0);
        pair.take_over(1);
        assert_eq!(pair.regions[1].bytes(), pair.regions[0].bytes());
    }

    #[test]
    fn fields_of_the_header_are_changed_side_by_side() {
        let mut pair = Pair::new();
        pair.set(0, 25, 1);
        pair.set(0, 27, 3);
        pair.set(1, 26, 2);
        assert_eq!(pair.publish(0), 2, "what is between belongs to someone else");
        pair.take_over(1);
        assert_eq!(pair.regions[1].words()[25..28], [1, 2, 3], "a change not yet written is kept");
        pair.publish(1);
        pair.take_over(0);
        assert_eq!(pair.regions[0].words()[25..28], [1, 2, 3]);
    }

    #[test]
    fn traces_of_a_writer_who_gave_up_are_not_taken_for_the_file() {
        let mut pair = Pair::new();
        let table = HEADER_WORDS;
        pair.set(0, table, 7);
        pair.publish(0);
        pair.take_over(1);
        // One begins to write, clears the table for it, and gives up; another does the same and commits the same page.
        pair.set(1, table, 0);
        pair.take_over(1);
        assert_eq!(pair.regions[1].words()[table], 7);
    }

    #[test]
    fn the_header_tells_of_changes() {
        let mut pair = Pair::new();
        assert!(!pair.regions[0].header_changed());
        pair.set(0, HEADER_WORDS - 1, 1);
        assert!(pair.regions[0].header_changed());
        assert!(!pair.regions[0].copies_changed(), "the checkpoint information is not part of them");
        pair.publish(0);
        assert!(!pair.regions[0].header_changed());
        assert!(pair.regions[0].knows_header(&pair.header()));
        assert!(!pair.regions[1].knows_header(&pair.header()));
        assert!(pair.regions[1].knows_copies(&pair.header()), "and neither are the tables' part of them");
        pair.set(0, 4, 1);
        pair.publish(0);
        assert!(!pair.regions[1].knows_copies(&pair.header()));
    }

    #[test]
    fn the_last_region_is_that_of_the_last_frame() {
        let cases = [(0, 0), (1, 0), (4062, 0), (4063, 1), (4062 + 4096, 1), (4062 + 4097, 2)];
        for (frames, last) in cases {
            let mut header = [0; HEADER_BYTES];
            header[MAX_FRAME_BYTES..][..4].copy_from_slice(&u32::to_ne_bytes(frames));
            assert_eq!(last_region(&header), last);
        }
    }
}
