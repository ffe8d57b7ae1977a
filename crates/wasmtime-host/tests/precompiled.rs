//! Precompiled modules: as bytes, and as a file that is replaced when it cannot be used.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use wasmtime_host::{Engine, EngineError, Instance, NoCallbacks, Settings, State};

const PORTABLE: Settings = Settings { interruptible: false, portable: true };

fn load(precompiled: &[u8], settings: Settings) -> Result<Engine, EngineError> {
    // SAFETY: this test made the module; where it damages the code, the digest says so before the code is used.
    unsafe { Engine::load(precompiled, settings) }
}

#[test]
fn a_precompiled_module_runs_and_a_wrong_one_is_refused() {
    let precompiled = Engine::compile(PORTABLE).and_then(|engine| engine.precompiled()).expect("the module compiles");
    let engine = load(&precompiled, PORTABLE).expect("the module is whole");
    let started = Instance::start(&engine, State::new(NoCallbacks)).and_then(|mut guest| guest.initialize());
    started.expect("the SQL runs");

    let refusal =
        |precompiled: &[u8], settings| load(precompiled, settings).err().expect("the module is refused").to_string();
    for length in [0, 7, precompiled.len() / 2, precompiled.len() - 1] {
        let refused = refusal(&precompiled[..length], PORTABLE);
        assert!(refused.contains("compile the module again"), "{length}: {refused}");
    }
    let mut damaged = precompiled.clone();
    damaged[precompiled.len() / 2] ^= 1;
    assert!(refusal(&damaged, PORTABLE).contains("it is damaged"));
    assert!(refusal(&precompiled, Settings { interruptible: true, ..PORTABLE }).contains("epoch interruption"));

    a_cache_file_is_replaced_only_if_it_cannot_be_used(&precompiled);
}

/// Part of the test above, which has compiled the module already.
fn a_cache_file_is_replaced_only_if_it_cannot_be_used(precompiled: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sqlite.cwasm");
    let cached = || {
        // SAFETY: only this test writes to its folder.
        unsafe { Engine::cached(&file, PORTABLE) }.expect("the module is loaded or compiled")
    };
    fs::write(&file, &precompiled[..precompiled.len() / 2]).expect("the file is written");
    cached();
    assert_eq!(fs::read(&file).expect("the file exists").len(), precompiled.len());
    let written = fs::metadata(&file).and_then(|file| file.modified()).expect("the file exists");
    cached();
    assert_eq!(fs::metadata(&file).and_then(|file| file.modified()).expect("the file exists"), written);
    assert_eq!(fs::read_dir(&folder).expect("the folder exists").count(), 1);
    assert_eq!(fs::metadata(&file).expect("the file exists").permissions().mode() & 0o777, 0o600);
    // SAFETY: the folder does not exist, so nothing is loaded.
    let error = unsafe { Engine::cached(&folder.path().join("nowhere/file"), PORTABLE) }
        .err()
        .expect("the file cannot be written");
    assert!(matches!(error, EngineError::File { .. }));
}
