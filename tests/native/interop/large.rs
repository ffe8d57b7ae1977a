//! A file beyond 4 GiB, where a 32-bit offset would strike the wrong page.
//!
//! It takes no such disk: a small database is lengthened by pages that are free. The first ones on the list of free
//! pages lie beyond 4 GiB, so that is where new rows go; the others are a hole in the file.

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
/// Number of the first page beyond 4 GiB, and of the last page.
const BEYOND: u32 = 65537;
const LAST: u32 = BEYOND + 300;
/// The page with SQLite's lock bytes, which holds nothing.
const LOCK_PAGE: u32 = 0x4000_0000 / PAGE + 1;
/// How many free pages SQLite lists on one page.
const LISTED: usize = (PAGE / 4 - 8) as usize;

const PAGE_COUNT_AT: u64 = 28;
const FREE_LIST_AT: u64 = 32;
const FREE_COUNT_AT: u64 = 36;

/// Lengthens a database without free pages.
fn lengthen(file: &Path) {
    let file = OpenOptions::new().read(true).write(true).open(file).expect("it is there");
    let pages = u32::try_from(file.metadata().expect("it has some").len() / u64::from(PAGE)).expect("it is small");
    let write = |at: u64, numbers: &[u32]| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        file.write_all_at(&bytes, at).expect("the disk takes it");
    };
    file.set_len(u64::from(LAST) * u64::from(PAGE)).expect("the file system takes a hole");

    let far: Vec<u32> = (BEYOND..=LAST).collect();
    let near: Vec<u32> = (pages + 1..BEYOND).filter(|page| *page != LOCK_PAGE).collect();
    let mut next = 0;
    // From the end of the list to its beginning, each page of it naming the next and the free pages.
    for part in near.chunks(LISTED + 1).chain([far.as_slice()]) {
        let (trunk, leaves) = part.split_first().expect("a part has pages");
        let count = u32::try_from(leaves.len()).expect("they fit on a page");
        write(u64::from(trunk - 1) * u64::from(PAGE), &[&[next, count], leaves].concat());
        next = *trunk;
    }
    write(PAGE_COUNT_AT, &[LAST]);
    write(FREE_LIST_AT, &[next]);
    write(FREE_COUNT_AT, &[u32::try_from(far.len() + near.len()).expect("there are fewer than pages")]);
}

fn has_data_beyond_4_gib(file: &Path) -> bool {
    let file = OpenOptions::new().read(true).open(file).expect("it is there");
    let mut page = vec![0; PAGE as usize];
    (BEYOND..LAST).any(|number| {
        file.read_exact_at(&mut page, u64::from(number) * u64::from(PAGE)).expect("it is that long");
        page.iter().filter(|byte| **byte == b'#').count() > 1000
    })
}

fn far_rows(mode: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");
    maker.open(&file);
    maker.exec(&format!("PRAGMA page_size = {PAGE}"));
    maker.exec("CREATE TABLE far (id INTEGER PRIMARY KEY, data)");
    maker.close();
    lengthen(&file);

    maker.open(&file);
    maker.check();
    assert_eq!(maker.value(&format!("PRAGMA journal_mode = {mode}")), mode);
    content::fill(maker);
    maker.exec(
        "INSERT INTO far (data) VALUES (printf('%.*c', 2000000, '#')), (CAST(printf('%.*c', 300000, '#') AS BLOB))",
    );
    let wanted = (content::read(maker), maker.rows("SELECT * FROM far"));
    maker.close();
    assert!(has_data_beyond_4_gib(&file), "{mode}");

    other.open(&file);
    assert_eq!(other.value("PRAGMA page_count"), LAST);
    assert!((content::read(other), other.rows("SELECT * FROM far")) == wanted, "{mode}");
    content::change(other);
    other.exec(
        "UPDATE far SET data = data || printf('%.*c', 1000000, '#'); INSERT INTO far (data) VALUES (zeroblob(1000000))",
    );
    let wanted = (content::read(other), other.rows("SELECT * FROM far"));
    other.close();

    maker.open(&file);
    assert!((content::read(maker), maker.rows("SELECT * FROM far")) == wanted, "{mode}");
    maker.exec("VACUUM");
    maker.close();

    other.open(&file);
    assert!((content::read(other), other.rows("SELECT * FROM far")) == wanted, "{mode}");
    assert_eq!(other.value("SELECT page_count < 1000 FROM pragma_page_count"), Value::from(1));
    other.close();
}

#[test]
fn rows_beyond_4_gib() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for mode in ["delete", "wal"] {
        far_rows(mode, &mut ours, &mut native);
        far_rows(mode, &mut native, &mut ours);
    }
}
