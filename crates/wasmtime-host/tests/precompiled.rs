use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use anysqlite::{Engine, Error, Options, Settings};

const PORTABLE: Settings = Settings { interruptible: false, portable: true };

fn load(artefact: &[u8], settings: Settings) -> Result<Engine, Error> {
    // SAFETY: it comes from this test.
    unsafe { Engine::load(artefact, settings) }
}

#[test]
fn an_artefact_runs_and_a_wrong_one_is_refused() {
    let artefact = Engine::compile(PORTABLE).and_then(|engine| engine.artefact()).expect("it compiles");
    let engine = load(&artefact, PORTABLE).expect("it is whole");
    let db = Options::new().engine(&engine).open_in_memory().expect("it runs");
    assert_eq!(db.query_one::<String>("SELECT 'ran'", &[]).expect("it runs"), "ran");

    let refusal = |artefact: &[u8], settings| load(artefact, settings).err().expect("it is refused").to_string();
    for length in [0, 7, artefact.len() / 2, artefact.len() - 1] {
        let refused = refusal(&artefact[..length], PORTABLE);
        assert!(refused.contains("compile the module again"), "{length}: {refused}");
    }
    let mut damaged = artefact.clone();
    damaged[artefact.len() / 2] ^= 1;
    assert!(refusal(&damaged, PORTABLE).contains("it is damaged"));
    assert!(refusal(&artefact, Settings { interruptible: true, ..PORTABLE }).contains("epoch interruption"));
    let limited = Options::new().time_limit(std::time::Duration::from_secs(1)).engine(&engine).open_in_memory();
    assert!(matches!(limited, Err(Error::Engine(_))));

    a_cache_mends_itself(&artefact);
}

/// Part of the test above, which has compiled already.
fn a_cache_mends_itself(artefact: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sqlite.cwasm");
    let cached = || {
        // SAFETY: the folder is the test's own.
        unsafe { Engine::cached(&file, PORTABLE) }.expect("it is loaded or compiled")
    };
    fs::write(&file, &artefact[..artefact.len() / 2]).expect("it is written");
    cached();
    assert_eq!(fs::read(&file).expect("it is there").len(), artefact.len());
    let written = fs::metadata(&file).and_then(|file| file.modified()).expect("it is there");
    cached();
    assert_eq!(fs::metadata(&file).and_then(|file| file.modified()).expect("it is there"), written);
    assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
    // SAFETY: there is no such folder.
    let error =
        unsafe { Engine::cached(&folder.path().join("nowhere/file"), PORTABLE) }.err().expect("it cannot be written");
    assert!(matches!(error, Error::File { .. }));
}
