//! Names of temporary files.

use abi::{ACCESS_EXECUTE, ACCESS_EXISTS, ACCESS_WRITE};

use crate::host;

/// Returns the first usable folder of those that native SQLite tries.
fn folder() -> Option<Vec<u8>> {
    let variables = ["SQLITE_TMPDIR", "TMPDIR"].into_iter().filter_map(host::env_get);
    let usual = ["/var/tmp", "/usr/tmp", "/tmp", "."].into_iter().map(|path| path.as_bytes().to_vec());
    variables.chain(usual).find(|path| {
        !path.is_empty()
            && host::path_stat(path).is_ok_and(|stat| stat.is_directory())
            && host::path_access(path, ACCESS_WRITE | ACCESS_EXECUTE).is_ok()
    })
}

/// Returns the path of a file that does not exist, in a folder for temporary files. Returns `None` if there is no
/// usable folder.
pub fn name() -> Option<Vec<u8>> {
    let folder = folder()?;
    loop {
        let mut random = [0; 8];
        host::random_get(&mut random);
        let name = format!("/etilqs_{:016x}", u64::from_le_bytes(random));
        let path = [folder.as_slice(), name.as_bytes()].concat();
        if host::path_access(&path, ACCESS_EXISTS).is_err() {
            return Some(path);
        }
    }
}
