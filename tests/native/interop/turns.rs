//! Both sides change a database in turn: in every journal mode with every page size, with every kind of vacuum and with
//! every text encoding.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::support::content;
use crate::support::native::Native;
use crate::support::ours::Ours;
use crate::support::side::{Rows, Side};

const PAGE_SIZES: [u32; 8] = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/// Opens a database, runs `setup` and sets the journal mode.
fn open(side: &mut dyn Side, file: &Path, setup: &str, mode: &str) {
    side.open(file);
    if mode == "off" {
        side.unsafe_mode();
    }
    side.exec(setup);
    assert_eq!(side.value(&format!("PRAGMA journal_mode = {mode}")), mode);
}

/// Closes a database and asserts that only its file and, if the mode keeps one, its finished journal are left.
fn close(side: &mut dyn Side, file: &Path, mode: &str) {
    side.close();
    let folder = file.parent().expect("the file is in a folder");
    let mut left: Vec<_> = fs::read_dir(folder)
        .expect("the folder exists")
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .collect();
    left.sort();
    let expected: &[&str] =
        if matches!(mode, "truncate" | "persist") { &["test.db", "test.db-journal"] } else { &["test.db"] };
    assert_eq!(left, expected, "the files left by a {mode} connection");
}

/// Asserts the content of a database and changes it. Returns the new content.
fn change(side: &mut dyn Side, file: &Path, mode: &str, expected: &[Rows]) -> Vec<Rows> {
    open(side, file, "", mode);
    content::assert_same(&content::read(side), expected, "the content from the other side");
    content::change(side);
    let changed = content::read(side);
    close(side, file, mode);
    changed
}

/// Has `maker` create a database, `other` change it, and `maker` change it again. Returns the final content.
fn take_turns(setup: &str, mode: &str, maker: &mut dyn Side, other: &mut dyn Side) -> Vec<Rows> {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");

    open(maker, &file, setup, mode);
    content::fill(maker);
    let mut expected = content::read(maker);
    close(maker, &file, mode);

    expected = change(other, &file, mode, &expected);
    expected = change(maker, &file, mode, &expected);

    open(other, &file, "", mode);
    content::assert_same(&content::read(other), &expected, "the final content");
    close(other, &file, mode);
    expected
}

/// Takes turns both ways and asserts that the final content is the same.
fn both_ways(setup: &str, mode: &str, ours: &mut Ours, native: &mut Native) {
    // Shown if the test fails.
    println!("{mode}: {setup}");
    let created_by_us = take_turns(setup, mode, ours, native);
    let created_by_native = take_turns(setup, mode, native, ours);
    content::assert_same(&created_by_us, &created_by_native, "created by us and by native");
}

fn with_every_page_size(mode: &str) {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for size in PAGE_SIZES {
        both_ways(&format!("PRAGMA page_size = {size}"), mode, &mut ours, &mut native);
    }
}

#[test]
fn turns_in_journal_mode_delete() {
    with_every_page_size("delete");
}

#[test]
fn turns_in_journal_mode_truncate() {
    with_every_page_size("truncate");
}

#[test]
fn turns_in_journal_mode_persist() {
    with_every_page_size("persist");
}

#[test]
fn turns_in_journal_mode_memory() {
    with_every_page_size("memory");
}

#[test]
fn turns_in_journal_mode_off() {
    with_every_page_size("off");
}

#[test]
fn turns_in_journal_mode_wal() {
    with_every_page_size("wal");
}

#[test]
fn turns_in_every_text_encoding() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for encoding in ["UTF-8", "UTF-16le", "UTF-16be"] {
        for mode in ["delete", "wal"] {
            both_ways(&format!("PRAGMA encoding = '{encoding}'"), mode, &mut ours, &mut native);
        }
    }
}

#[test]
fn turns_with_every_kind_of_vacuum() {
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

/// Has `maker` delete most of a database, asserts that the file shrinks, and has `other` read the rest.
fn shrink(kind: &str, sql: &str, maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let file = folder.path().join("test.db");
    let size = || fs::metadata(&file).expect("the database exists").len();

    maker.open(&file);
    maker.exec(&format!("PRAGMA auto_vacuum = {kind}"));
    content::fill(maker);
    let expected = content::read(maker);
    maker.exec(
        "CREATE TABLE ballast (data); INSERT INTO ballast VALUES (zeroblob(3000000)); CREATE INDEX i ON ballast (data)",
    );
    let full = size();
    maker.exec("DROP TABLE ballast");
    maker.exec(sql);
    maker.close();
    assert!(size() + 3_000_000 < full, "{kind}: {full} bytes became {}", size());

    other.open(&file);
    content::assert_same(&content::read(other), &expected, kind);
    assert_eq!(other.value("PRAGMA freelist_count"), 0);
    other.close();
}

#[test]
fn vacuum_returns_free_pages_to_the_file_system() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    for (kind, sql) in [("full", ""), ("incremental", "PRAGMA incremental_vacuum"), ("none", "VACUUM")] {
        shrink(kind, sql, &mut ours, &mut native);
        shrink(kind, sql, &mut native, &mut ours);
    }
}

/// Has `other` rebuild a database of `maker` with other settings, in place and into another file.
fn rebuild(maker: &mut dyn Side, other: &mut dyn Side) {
    let folder = tempdir().expect("a folder can be created");
    let (file, copy) = (folder.path().join("test.db"), folder.path().join("copy.db"));

    maker.open(&file);
    maker.exec("PRAGMA page_size = 1024; PRAGMA user_version = 7; PRAGMA application_id = 1234567");
    content::fill(maker);
    let expected = content::read(maker);
    maker.close();

    other.open(&file);
    other.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = full; VACUUM");
    other.exec(&format!("VACUUM INTO '{}'", copy.display()));
    other.close();

    for file in [file, copy] {
        maker.open(&file);
        content::assert_same(&content::read(maker), &expected, "after VACUUM");
        let settings = ["page_size", "auto_vacuum", "user_version", "application_id", "freelist_count"];
        let settings = settings.map(|name| maker.value(&format!("PRAGMA {name}")));
        assert_eq!(settings, [16384, 1, 7, 1_234_567, 0].map(Value::from));
        maker.close();
    }
}

#[test]
fn vacuum_rebuilds_the_database_of_the_other_side() {
    let (mut ours, mut native) = (Ours::start(), Native::default());
    rebuild(&mut ours, &mut native);
    rebuild(&mut native, &mut ours);
}
