//! SQLite's locks on a database file: who may go to which level, and which byte ranges that takes.
//!
//! Connections of one instance are told apart by this table, whatever the host can do; towards everyone else the same
//! steps are taken on the file through [`Ranges`], in native SQLite's order.

/// Level of a connection's lock, in SQLite's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No lock.
    #[default]
    None,
    /// Reads.
    Shared,
    /// Is going to write; others may still start to read.
    Reserved,
    /// Waits for readers to leave; nobody may start to read.
    Pending,
    /// Writes.
    Exclusive,
}

/// Why a lock was not had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Someone holds a lock in its way.
    Busy,
    /// The host failed, with one of `abi::ERRNOS`.
    Failed(i32),
}

/// A range of bytes that stands for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First byte.
    pub offset: u64,
    /// Number of bytes.
    pub length: u64,
}

/// SQLite's lock bytes begin at one gigabyte.
pub const PENDING: Range = Range { offset: 0x4000_0000, length: 1 };
/// Write-locked by the one who is going to write.
pub const RESERVED: Range = Range { offset: PENDING.offset + 1, length: 1 };
/// Read-locked by each reader.
pub const SHARED: Range = Range { offset: PENDING.offset + 2, length: 510 };
/// All of them.
pub const ALL: Range = Range { offset: PENDING.offset, length: 512 };
/// Read-locked by every connection of this package that uses byte ranges, as long as it is open: native SQLite does not
/// care, but an instance that has to own the file whole must see that it is in use.
pub const PRESENCE: Range = Range { offset: ALL.offset + ALL.length, length: 1 };

/// Byte-range locks of one connection's descriptor, towards whoever is not in this instance.
pub trait Ranges {
    /// Takes a lock that others can share.
    fn read(&mut self, range: Range) -> Result<(), Refusal>;
    /// Takes a lock for this connection alone.
    fn write(&mut self, range: Range) -> Result<(), Refusal>;
    /// Gives a lock up.
    fn release(&mut self, range: Range) -> Result<(), Refusal>;
    /// Whether someone else's lock would be in the way of one for this connection alone.
    fn is_taken(&mut self, range: Range) -> Result<bool, Refusal>;
}

/// Tells the connections of an instance apart.
pub type Key = u32;

/// The locks on one file that connections of this instance hold.
#[derive(Debug, Default)]
pub struct Table {
    /// How many connections are at `Shared` or above.
    readers: usize,
    /// The connection above `Shared`, and its level.
    writer: Option<(Key, Level)>,
}

impl Table {
    /// Whether anyone is going to write or writes.
    pub fn is_reserved(&self, ranges: &mut impl Ranges) -> Result<bool, Refusal> {
        Ok(self.writer.is_some() || ranges.is_taken(RESERVED)?)
    }

    /// Takes a connection from level `held` up to `wanted`. A refused `Exclusive` may leave it at `Pending`, as SQLite
    /// expects.
    pub fn acquire(
        &mut self,
        me: Key,
        held: &mut Level,
        wanted: Level,
        ranges: &mut impl Ranges,
    ) -> Result<(), Refusal> {
        if *held >= wanted {
            return Ok(());
        }
        if let Some((writer, level)) = self.writer
            && writer != me
            && (level >= Level::Pending || wanted > Level::Shared)
        {
            return Err(Refusal::Busy);
        }
        match wanted {
            Level::Shared => self.share(held, ranges),
            Level::Reserved => self.reserve(me, held, ranges),
            _ => self.exclude(me, held, ranges),
        }
    }

    fn share(&mut self, held: &mut Level, ranges: &mut impl Ranges) -> Result<(), Refusal> {
        // The pending byte is locked for a moment only: it keeps new readers out while a writer waits.
        ranges.read(PENDING)?;
        let shared = ranges.read(SHARED);
        let released = ranges.release(PENDING);
        shared?;
        if released.is_err() {
            ranges.release(SHARED)?;
            return released;
        }
        self.readers += 1;
        *held = Level::Shared;
        Ok(())
    }

    fn reserve(&mut self, me: Key, held: &mut Level, ranges: &mut impl Ranges) -> Result<(), Refusal> {
        ranges.write(RESERVED)?;
        self.rise(me, held, Level::Reserved);
        Ok(())
    }

    fn exclude(&mut self, me: Key, held: &mut Level, ranges: &mut impl Ranges) -> Result<(), Refusal> {
        // Straight from Shared it is a hot journal's turn; waiting at Pending there could block two of them for good.
        if *held == Level::Reserved {
            ranges.write(PENDING)?;
            self.rise(me, held, Level::Pending);
        }
        if self.readers > 1 {
            return Err(Refusal::Busy);
        }
        ranges.write(SHARED)?;
        self.rise(me, held, Level::Exclusive);
        Ok(())
    }

    fn rise(&mut self, me: Key, held: &mut Level, to: Level) {
        self.writer = Some((me, to));
        *held = to;
    }

    /// Takes a connection down to `Shared` or `None`.
    pub fn release(&mut self, held: &mut Level, wanted: Level, ranges: &mut impl Ranges) -> Result<(), Refusal> {
        if *held <= wanted {
            return Ok(());
        }
        if *held > Level::Shared {
            self.writer = None;
        }
        if wanted == Level::None {
            self.readers -= 1;
            *held = Level::None;
            return ranges.release(ALL);
        }
        *held = Level::Shared;
        // Back to a read lock first, so that there is no moment without any.
        ranges.read(SHARED)?;
        ranges.release(Range { offset: PENDING.offset, length: PENDING.length + RESERVED.length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A host whose answers are given, and who remembers what was asked.
    #[derive(Default)]
    struct Recorder {
        asked: Vec<String>,
        refuse: Option<Range>,
    }

    impl Recorder {
        fn answer(&mut self, verb: &str, range: Range) -> Result<(), Refusal> {
            let name = match range {
                PENDING => "pending",
                RESERVED => "reserved",
                SHARED => "shared",
                ALL => "all",
                _ => "pending+reserved",
            };
            self.asked.push(format!("{verb} {name}"));
            if self.refuse == Some(range) && verb != "release" { Err(Refusal::Busy) } else { Ok(()) }
        }
    }

    impl Ranges for Recorder {
        fn read(&mut self, range: Range) -> Result<(), Refusal> {
            self.answer("read", range)
        }
        fn write(&mut self, range: Range) -> Result<(), Refusal> {
            self.answer("write", range)
        }
        fn release(&mut self, range: Range) -> Result<(), Refusal> {
            self.answer("release", range)
        }
        fn is_taken(&mut self, range: Range) -> Result<bool, Refusal> {
            Ok(self.refuse == Some(range))
        }
    }

    fn rise(table: &mut Table, me: Key, held: &mut Level, to: Level) -> Result<(), Refusal> {
        table.acquire(me, held, to, &mut Recorder::default())
    }

    #[test]
    fn a_write_transaction_takes_native_s_steps() {
        let (mut table, mut held, mut host) = (Table::default(), Level::None, Recorder::default());
        for level in [Level::Shared, Level::Reserved, Level::Exclusive] {
            table.acquire(1, &mut held, level, &mut host).unwrap();
        }
        table.release(&mut held, Level::Shared, &mut host).unwrap();
        table.release(&mut held, Level::None, &mut host).unwrap();
        assert_eq!(
            host.asked,
            [
                "read pending",
                "read shared",
                "release pending",
                "write reserved",
                "write pending",
                "write shared",
                "read shared",
                "release pending+reserved",
                "release all",
            ]
        );
        assert_eq!(table.is_reserved(&mut host), Ok(false));
    }

    #[test]
    fn readers_share_and_one_reserves() {
        let mut table = Table::default();
        let (mut a, mut b, mut c) = (Level::None, Level::None, Level::None);
        rise(&mut table, 1, &mut a, Level::Shared).unwrap();
        rise(&mut table, 2, &mut b, Level::Shared).unwrap();
        rise(&mut table, 1, &mut a, Level::Reserved).unwrap();
        assert_eq!(table.is_reserved(&mut Recorder::default()), Ok(true));
        assert_eq!(rise(&mut table, 2, &mut b, Level::Reserved), Err(Refusal::Busy));
        assert_eq!(rise(&mut table, 2, &mut b, Level::Exclusive), Err(Refusal::Busy));
        rise(&mut table, 3, &mut c, Level::Shared).unwrap();
    }

    #[test]
    fn a_pending_writer_keeps_new_readers_out_and_waits_for_the_old() {
        let mut table = Table::default();
        let (mut a, mut b, mut c) = (Level::None, Level::None, Level::None);
        rise(&mut table, 1, &mut a, Level::Shared).unwrap();
        rise(&mut table, 2, &mut b, Level::Shared).unwrap();
        rise(&mut table, 1, &mut a, Level::Reserved).unwrap();
        assert_eq!(rise(&mut table, 1, &mut a, Level::Exclusive), Err(Refusal::Busy));
        assert_eq!(a, Level::Pending);
        assert_eq!(rise(&mut table, 3, &mut c, Level::Shared), Err(Refusal::Busy));
        table.release(&mut b, Level::None, &mut Recorder::default()).unwrap();
        rise(&mut table, 1, &mut a, Level::Exclusive).unwrap();
        assert_eq!(a, Level::Exclusive);
    }

    #[test]
    fn a_hot_journal_is_rolled_back_by_the_only_reader() {
        let mut table = Table::default();
        let (mut a, mut b) = (Level::None, Level::None);
        rise(&mut table, 1, &mut a, Level::Shared).unwrap();
        rise(&mut table, 2, &mut b, Level::Shared).unwrap();
        assert_eq!(rise(&mut table, 1, &mut a, Level::Exclusive), Err(Refusal::Busy));
        assert_eq!(a, Level::Shared, "two of them waiting at Pending would wait for ever");
        table.release(&mut b, Level::None, &mut Recorder::default()).unwrap();
        rise(&mut table, 1, &mut a, Level::Exclusive).unwrap();
    }

    #[test]
    fn what_the_file_refuses_is_not_held() {
        let mut table = Table::default();
        let mut held = Level::None;
        let mut host = Recorder { refuse: Some(SHARED), ..Recorder::default() };
        assert_eq!(table.acquire(1, &mut held, Level::Shared, &mut host), Err(Refusal::Busy));
        assert_eq!(held, Level::None);
        assert_eq!(host.asked.last().unwrap(), "release pending", "the pending byte is given back");
        host.refuse = Some(RESERVED);
        table.acquire(1, &mut held, Level::Shared, &mut host).unwrap();
        assert_eq!(table.acquire(1, &mut held, Level::Reserved, &mut host), Err(Refusal::Busy));
        assert_eq!(held, Level::Shared);
        assert_eq!(table.is_reserved(&mut host), Ok(true), "someone beyond this instance has it");
        assert_eq!(table.is_reserved(&mut Recorder::default()), Ok(false));
    }
}
