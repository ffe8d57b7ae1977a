//! A file beyond 4 GiB, where a 32-bit offset would address the wrong page.
//!
//! The file needs little space on disk: a small database is extended by free pages. The first pages of the freelist are
//! beyond 4 GiB, so SQLite writes new rows there. The other free pages are a hole in the file.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::Side;

const PAGE: u32 = 65536;
/// The numbers of the first page beyond 4 GiB and of the last page.
const FIRST_FAR: u32 = 65537;
const LAST_FAR: u32 = FIRST_FAR + 300;
/// The number of the page with SQLite's lock bytes, which holds no data.
const LOCK_PAGE: u32 = 0x4000_0000 / PAGE + 1;
/// The number of leaf pages that SQLite lists on one trunk page of the freelist.
const LEAVES_PER_TRUNK: usize = (PAGE / 4 - 8) as usize;

/// Offsets in the database header.
const PAGE_COUNT_AT: u64 = 28;
const FREE_LIST_AT: u64 = 32;
const FREE_COUNT_AT: u64 = 36;

/// Extends a database without free pages to `LAST_FAR` pages.
fn extend(file: &Path) {
    let file = OpenOptions::new().read(true).write(true).open(file).expect("the file exists");
    let pages = u32::try_from(file.metadata().expect("the file has metadata").len() / u64::from(PAGE))
        .expect("the file is small");
    let write = |at: u64, numbers: &[u32]| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        file.write_all_at(&bytes, at).expect("the file can be written");
    };
    file.set_len(u64::from(LAST_FAR) * u64::from(PAGE)).expect("the file system supports holes");

    let far: Vec<u32> = (FIRST_FAR..=LAST_FAR).collect();
    let near: Vec<u32> = (pages + 1..FIRST_FAR).filter(|page| *page != LOCK_PAGE).collect();
    let mut next = 0;
    // From the last trunk page to the first. Each names the next trunk and lists its leaves.
    for part in near.chunks(LEAVES_PER_TRUNK + 1).chain([far.as_slice()]) {
        let (trunk, leaves) = part.split_first().expect("a part has pages");
        let count = u32::try_from(leaves.len()).expect("the leaves fit on a page");
        write(u64::from(trunk - 1) * u64::from(PAGE), &[&[next, count], leaves].concat());
        next = *trunk;
    }
    write(PAGE_COUNT_AT, &[LAST_FAR]);
    write(FREE_LIST_AT, &[next]);
    write(FREE_COUNT_AT, &[u32::try_from(far.len() + near.len()).expect("page numbers are 32-bit")]);
}

fn has_data_beyond_4_gib(file: &Path) -> bool {
    let file = OpenOptions::new().read(true).open(file).expect("the file exists");
    let mut page = vec![0; PAGE as usize];
    (FIRST_FAR..LAST_FAR).any(|number| {
        file.read_exact_at(&mut page, u64::from(number) * u64::from(PAGE)).expect("the file has all pages");
        page.iter().filter(|byte| **byte == b'#').count() > 1000
    })
}

/// Exchanges rows beyond 4 GiB: `maker` writes them, `other` reads and changes them, `maker` reads them again.
fn exchange_far_rows(mode: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");
    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {PAGE}"));
    maker.exec("CREATE TABLE far (id INTEGER PRIMARY KEY, data)");
    maker.close();
    extend(&file);

    maker.open(&file);
    maker.check();
    assert_eq!(maker.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    content::fill(maker);
    maker.exec(
        "INSERT INTO far (data) VALUES (printf('%.*c', 2000000, '#')), (CAST(printf('%.*c', 300000, '#') AS BLOB))",
    );
    let expected = (content::read(maker), maker.rows("SELECT * FROM far"));
    maker.close();
    assert!(has_data_beyond_4_gib(&file), "{mode}");

    other.open(&file);
    assert_eq!(other.value("PRAGMA page_count"), LAST_FAR);
    assert!((content::read(other), other.rows("SELECT * FROM far")) == expected, "{mode}");
    content::change(other);
    other.exec(
        "UPDATE far SET data = data || printf('%.*c', 1000000, '#'); INSERT INTO far (data) VALUES (zeroblob(1000000))",
    );
    let expected = (content::read(other), other.rows("SELECT * FROM far"));
    other.close();

    maker.open(&file);
    assert!((content::read(maker), maker.rows("SELECT * FROM far")) == expected, "{mode}");
    maker.exec("VACUUM");
    maker.close();

    other.open(&file);
    assert!((content::read(other), other.rows("SELECT * FROM far")) == expected, "{mode}");
    assert_eq!(other.value("SELECT page_count < 1000 FROM pragma_page_count"), Value::from(1));
    other.close();
}

#[test]
fn rows_beyond_4_gib_are_exchanged() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "wal"] {
        exchange_far_rows(mode, &mut ours, &mut native);
        exchange_far_rows(mode, &mut native, &mut ours);
    }
}
