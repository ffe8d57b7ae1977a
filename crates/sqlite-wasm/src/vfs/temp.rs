//! Names of temporary files.

use abi::{ACCESS_EXECUTE, ACCESS_EXISTS, ACCESS_WRITE};

use super::full_path::full_path;
use super::system::System;
use crate::host;

/// Returns the folder for temporary files, with a separator behind it.
fn folder() -> Option<Vec<u8>> {
    match System::current() {
        System::Unix => folder_on_unix().map(|folder| [&folder, b"/".as_slice()].concat()),
        System::Windows => folder_on_windows(),
    }
}

/// Returns the first usable folder of those that native SQLite tries.
fn folder_on_unix() -> Option<Vec<u8>> {
    let variables = ["SQLITE_TMPDIR", "TMPDIR"].into_iter().filter_map(host::env_get);
    let usual = ["/var/tmp", "/usr/tmp", "/tmp", "."].into_iter().map(|path| path.as_bytes().to_vec());
    variables.chain(usual).find(|path| {
        !path.is_empty()
            && host::path_stat(path).is_ok_and(|stat| stat.is_directory())
            && host::path_access(path, ACCESS_WRITE | ACCESS_EXECUTE).is_ok()
    })
}

/// Returns the folder of `GetTempPathW`, which does not look whether the folder exists.
fn folder_on_windows() -> Option<Vec<u8>> {
    let variables = ["TMP", "TEMP", "USERPROFILE", "SystemRoot"].into_iter().filter_map(host::env_get);
    let folder = full_path(&variables.into_iter().find(|path| !path.is_empty())?).ok()?.path;
    Some(if folder.ends_with(br"\") { folder } else { [&folder, br"\".as_slice()].concat() })
}

/// Returns the path of a file that does not exist, in a folder for temporary files. Returns `None` if there is no
/// usable folder.
pub fn name() -> Option<Vec<u8>> {
    let folder = folder()?;
    loop {
        let mut random = [0; 8];
        host::random_get(&mut random);
        let name = format!("etilqs_{:016x}", u64::from_le_bytes(random));
        let path = [folder.as_slice(), name.as_bytes()].concat();
        if host::path_access(&path, ACCESS_EXISTS).is_err() {
            return Some(path);
        }
    }
}
