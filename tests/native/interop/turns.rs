//! One side makes a database, the other changes it, and so on: in every journal mode with every page size, with every
//! kind of vacuuming and every text encoding.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

const PAGE_SIZES: [u32; 8] = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/// Opens a database in a journal mode.
fn open(side: &mut dyn Side, file: &Path, setup: &str, mode: &str) {
    side.open(file);
    if mode == "off" {
        side.unsafe_mode();
    }
    side.exec(setup);
    assert_eq!(side.value(&format!("PRAGMA journal_mode = {mode}")), mode);
}

/// Closes a database, of which nothing but the file and a finished journal may be left.
fn close(side: &mut dyn Side, file: &Path, mode: &str) {
    side.close();
    let folder = file.parent().expect("it lies in a folder");
    let mut left: Vec<_> =
        fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it is there").file_name()).collect();
    left.sort();
    let wanted: &[&str] =
        if matches!(mode, "truncate" | "persist") { &["test.db", "test.db-journal"] } else { &["test.db"] };
    assert_eq!(left, wanted, "what a {mode} connection leaves");
}

/// Changes a database of known content, and gives what has become of it.
fn change(side: &mut dyn Side, file: &Path, mode: &str, wanted: &[Rows]) -> Vec<Rows> {
    open(side, file, "", mode);
    content::assert_same(&content::read(side), wanted, "what the other left");
    content::change(side);
    let changed = content::read(side);
    close(side, file, mode);
    changed
}

/// The maker makes a database, the other one changes it, then the maker again. Gives the content at last.
fn take_turns(setup: &str, mode: &str, maker: &mut dyn Side, other: &mut dyn Side) -> Vec<Rows> {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");

    open(maker, &file, setup, mode);
    content::fill(maker);
    let mut wanted = content::read(maker);
    close(maker, &file, mode);

    wanted = change(other, &file, mode, &wanted);
    wanted = change(maker, &file, mode, &wanted);

    open(other, &file, "", mode);
    content::assert_same(&content::read(other), &wanted, "the end");
    close(other, &file, mode);
    wanted
}

/// Takes turns both ways, which must end in the same content.
fn both_ways(setup: &str, mode: &str, ours: &mut Ours, native: &mut Native) {
    // Shown when the test fails.
    println!("{mode}: {setup}");
    let by_us = take_turns(setup, mode, ours, native);
    let by_native = take_turns(setup, mode, native, ours);
    content::assert_same(&by_us, &by_native, "made by us and by native");
}

fn with_every_page_size(mode: &str) {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for size in PAGE_SIZES {
        both_ways(&format!("PRAGMA page_size = {size}"), mode, &mut ours, &mut native);
    }
}

#[test]
fn journal_mode_delete() {
    with_every_page_size("delete");
}

#[test]
fn journal_mode_truncate() {
    with_every_page_size("truncate");
}

#[test]
fn journal_mode_persist() {
    with_every_page_size("persist");
}

#[test]
fn journal_mode_memory() {
    with_every_page_size("memory");
}

#[test]
fn journal_mode_off() {
    with_every_page_size("off");
}

#[test]
fn journal_mode_wal() {
    with_every_page_size("wal");
}

#[test]
fn text_in_every_encoding() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        for mode in ["delete", "wal"] {
            both_ways(&format!("PRAGMA encoding = '{encoding}'"), mode, &mut ours, &mut native);
        }
    }
}

#[test]
fn every_kind_of_vacuuming() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for setup in [
        "PRAGMA auto_vacuum = full",
        "PRAGMA auto_vacuum = incremental",
        "PRAGMA auto_vacuum = full; PRAGMA page_size = 512",
        "PRAGMA secure_delete = on",
    ] {
        for mode in ["delete", "wal"] {
            both_ways(setup, mode, &mut ours, &mut native);
        }
    }
}

/// Makes a database of which most was deleted, with the other side looking after each step.
fn shrink(kind: &str, sql: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let file = folder.path().join("test.db");
    let size = || fs::metadata(&file).expect("it is there").len();

    maker.open(&file);
    maker.exec(&format!("PRAGMA auto_vacuum = {kind}"));
    content::fill(maker);
    let wanted = content::read(maker);
    maker.exec(
        "CREATE TABLE ballast (data); INSERT INTO ballast VALUES (zeroblob(3000000)); CREATE INDEX i ON ballast (data)",
    );
    let full = size();
    maker.exec("DROP TABLE ballast");
    maker.exec(sql);
    maker.close();
    assert!(size() + 3_000_000 < full, "{kind}: {full} bytes became {}", size());

    other.open(&file);
    content::assert_same(&content::read(other), &wanted, kind);
    assert_eq!(other.value("PRAGMA freelist_count"), 0);
    other.close();
}

#[test]
fn freed_pages_leave_the_file() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for (kind, sql) in [("full", ""), ("incremental", "PRAGMA incremental_vacuum"), ("none", "VACUUM")] {
        shrink(kind, sql, &mut ours, &mut native);
        shrink(kind, sql, &mut native, &mut ours);
    }
}

/// Rebuilds the other's database with other properties, and into another file.
fn rebuild(maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be made");
    let (file, copy) = (folder.path().join("test.db"), folder.path().join("copy.db"));

    maker.open(&file);
    maker.exec("PRAGMA page_size = 1024; PRAGMA user_version = 7; PRAGMA application_id = 1234567");
    content::fill(maker);
    let wanted = content::read(maker);
    maker.close();

    other.open(&file);
    other.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = full; VACUUM");
    other.exec(&format!("VACUUM INTO '{}'", copy.display()));
    other.close();

    for file in [file, copy] {
        maker.open(&file);
        content::assert_same(&content::read(maker), &wanted, "after VACUUM");
        let facts = ["page_size", "auto_vacuum", "user_version", "application_id", "freelist_count"];
        let facts = facts.map(|name| maker.value(&format!("PRAGMA {name}")));
        assert_eq!(facts, [16384, 1, 7, 1_234_567, 0].map(Value::from));
        maker.close();
    }
}

#[test]
fn vacuum_rebuilds_what_the_other_made() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    rebuild(&mut ours, &mut native);
    rebuild(&mut native, &mut ours);
}
