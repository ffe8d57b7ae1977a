//! Windows' paths: drives, shares, devices, and names that lose their trailing periods and blanks.
//!
//! Native SQLite passes each path to `GetFullPathNameW`. These are the rules that Microsoft documents for it ("File
//! path formats on Windows systems") and the reserved names of Windows 10. Links are not followed. Node passes a full
//! path to the system as it is, so nothing but these rules turns `NUL` into a device and `a.db.` into `a.db`.

use super::Unresolvable;

/// Longest path in bytes, with its NUL: native SQLite's limit on Windows, four bytes for each of 260 characters.
pub const MAX: usize = 4 * 260;

/// The folders that relative paths depend on.
pub trait CurrentFolders {
    /// Returns the current directory, a full path.
    fn current(&mut self) -> Option<Vec<u8>>;
    /// Returns the current directory of a drive that is not the current one, if it has one.
    fn of_drive(&mut self, letter: u8) -> Option<Vec<u8>>;
}

/// What a path begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// `\\server\share`.
    Share,
    /// `\\?\` or `\\.\`.
    Device,
    /// `C:\`.
    Drive,
    /// `C:` without a separator: relative to the current directory of the drive.
    DriveRelative,
    /// `\`: the root of the current drive or share.
    Root,
    /// A name.
    Relative,
}

/// Length of `\\?\` and of `\\.\`.
const DEVICE_PREFIX: usize = 4;

/// Length of `C:\`.
const DRIVE_PREFIX: usize = 3;

fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\\' | b'/')
}

fn begins_with_drive(path: &[u8]) -> bool {
    path.len() >= 2 && path[0].is_ascii_alphabetic() && path[1] == b':'
}

fn start_of(path: &[u8]) -> Start {
    let separator = |at: usize| path.get(at).copied().is_some_and(is_separator);
    match path {
        _ if separator(0) && separator(1) => match path.get(2) {
            Some(b'?' | b'.') if separator(3) || path.len() == 3 => Start::Device,
            _ => Start::Share,
        },
        _ if separator(0) => Start::Root,
        _ if begins_with_drive(path) && separator(2) => Start::Drive,
        _ if begins_with_drive(path) => Start::DriveRelative,
        _ => Start::Relative,
    }
}

/// Returns the full path of `path`, as `GetFullPathNameW` does after native SQLite's own step.
pub fn resolve(path: &[u8], folders: &mut impl CurrentFolders) -> Result<Vec<u8>, Unresolvable> {
    let path = without_uri_slash(path);
    if path.iter().all(|&byte| byte == b' ') {
        return Err(Unresolvable::Blank);
    }
    if let Some(device) = reserved_name(path) {
        return Ok([br"\\.\", device].concat());
    }
    let joined = join(path, folders)?;
    let resolved = normalized(&joined, root_length(&joined));
    if !names_something(&resolved) {
        return Err(Unresolvable::Incomplete);
    }
    if resolved.len() >= MAX { Err(Unresolvable::TooLong) } else { Ok(resolved) }
}

/// Returns whether an absolute path has what its beginning requires. Node takes `\\a` for a file of the current drive.
fn names_something(path: &[u8]) -> bool {
    match start_of(path) {
        Start::Share => path[2..].split(|&byte| byte == b'\\').filter(|name| !name.is_empty()).count() >= 2,
        Start::Device => path.len() > DEVICE_PREFIX,
        _ => true,
    }
}

/// Returns a path without the slash before its drive or its `\\?\`, which the path of a `file:` URI has.
fn without_uri_slash(path: &[u8]) -> &[u8] {
    match path.strip_prefix(b"/") {
        Some(rest) if begins_with_drive(rest) || rest.starts_with(br"\\?\") => rest,
        _ => path,
    }
}

/// Returns an absolute path that is not normalized.
fn join(path: &[u8], folders: &mut impl CurrentFolders) -> Result<Vec<u8>, Unresolvable> {
    let start = start_of(path);
    if matches!(start, Start::Share | Start::Device | Start::Drive) {
        return Ok(path.to_vec());
    }
    let current = folders.current().ok_or(Unresolvable::NoCurrentDirectory)?;
    Ok(match start {
        Start::Root => [without_separator(&current[..root_length(&current)]), path].concat(),
        Start::DriveRelative => {
            let (drive, name) = path.split_at(2);
            below(&folder_of_drive(drive, current, folders), name)
        }
        _ => below(&current, path),
    })
}

/// Returns the current directory of a drive.
fn folder_of_drive(drive: &[u8], current: Vec<u8>, folders: &mut impl CurrentFolders) -> Vec<u8> {
    let is_on_drive = |folder: &Vec<u8>| folder.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(drive));
    if is_on_drive(&current) {
        return current;
    }
    let known = folders.of_drive(drive[0].to_ascii_uppercase()).filter(is_on_drive);
    known.unwrap_or_else(|| [drive, br"\"].concat())
}

fn below(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let separator: &[u8] = if name.is_empty() { b"" } else { br"\" };
    [folder, separator, name].concat()
}

fn without_separator(path: &[u8]) -> &[u8] {
    path.strip_suffix(br"\").or_else(|| path.strip_suffix(b"/")).unwrap_or(path)
}

/// Returns the length of the part of an absolute path that `..` does not remove.
fn root_length(path: &[u8]) -> usize {
    match start_of(path) {
        Start::Share => share_length(path),
        Start::Device => DEVICE_PREFIX.min(path.len()),
        _ => DRIVE_PREFIX.min(path.len()),
    }
}

/// Returns the length of `\\server\share\`.
fn share_length(path: &[u8]) -> usize {
    let mut at = 2;
    for _ in 0..2 {
        at += path[at..].iter().take_while(|byte| !is_separator(**byte)).count();
        at += path[at..].iter().take_while(|byte| is_separator(**byte)).count();
    }
    at
}

/// Returns an absolute path with single `\` between its names, without `.` and `..`, and without the periods and blanks
/// that Windows ignores: one period at the end of a folder's name, all of them at the end of the path.
fn normalized(path: &[u8], root: usize) -> Vec<u8> {
    let (root, rest) = path.split_at(root);
    let mut resolved: Vec<u8> = root.iter().map(|&byte| if byte == b'/' { b'\\' } else { byte }).collect();
    let start = resolved.len();
    let mut names = rest.split(|&byte| is_separator(byte)).peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        match name {
            b"" => {}
            b"." => remove_final_separator(&mut resolved, start, is_last),
            b".." => {
                remove_name(&mut resolved, start);
                remove_final_separator(&mut resolved, start, is_last);
            }
            _ if is_last => resolved.extend_from_slice(name),
            _ => {
                resolved.extend_from_slice(folder_name(name));
                resolved.push(b'\\');
            }
        }
    }
    while resolved.len() > start && matches!(resolved.last(), Some(b' ' | b'.')) {
        resolved.pop();
    }
    resolved
}

/// Returns the name of a folder without its final period if it has only one.
fn folder_name(name: &[u8]) -> &[u8] {
    match name.strip_suffix(b".") {
        Some(rest) if !rest.ends_with(b".") => rest,
        _ => name,
    }
}

/// Removes the last name, which has a separator behind it.
fn remove_name(resolved: &mut Vec<u8>, start: usize) {
    if resolved.len() > start {
        let names = &resolved[start..resolved.len() - 1];
        let parent = names.iter().rposition(|&byte| byte == b'\\').map_or(start, |at| start + at + 1);
        resolved.truncate(parent);
    }
}

fn remove_final_separator(resolved: &mut Vec<u8>, start: usize, is_last: bool) {
    if is_last && resolved.len() > start {
        resolved.pop();
    }
}

/// Returns the reserved name that a path ends in, by which Windows knows a device whatever the folder or the extension.
fn reserved_name(path: &[u8]) -> Option<&[u8]> {
    let folders = match start_of(path) {
        Start::Share | Start::Device => return None,
        Start::Drive | Start::DriveRelative => &path[2..],
        Start::Root | Start::Relative => path,
    };
    let name = folders.rsplit(|&byte| is_separator(byte)).next()?;
    let stem = name.split(|&byte| matches!(byte, b'.' | b':')).next()?;
    let stem = &stem[..stem.len() - stem.iter().rev().take_while(|&&byte| byte == b' ').count()];
    is_reserved(&stem.to_ascii_uppercase()).then_some(stem)
}

fn is_reserved(name: &[u8]) -> bool {
    match name {
        b"CON" | b"PRN" | b"AUX" | b"NUL" | b"CONIN$" | b"CONOUT$" => true,
        [b'C', b'O', b'M', digit] | [b'L', b'P', b'T', digit] => (b'1'..=b'9').contains(digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
