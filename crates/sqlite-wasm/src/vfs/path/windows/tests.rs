use super::*;

/// The current directory, with a second one on drive D.
struct In(&'static str);

impl CurrentFolders for In {
    fn current(&mut self) -> Option<Vec<u8>> {
        Some(self.0.as_bytes().to_vec())
    }

    fn of_drive(&mut self, letter: u8) -> Option<Vec<u8>> {
        (letter == b'D').then(|| br"D:\data".to_vec())
    }
}

fn resolved_in(folder: &'static str, path: &str) -> String {
    String::from_utf8(resolve(path.as_bytes(), &mut In(folder)).unwrap()).unwrap()
}

#[track_caller]
fn assert_resolved(cases: &[(&str, &str)]) {
    for (path, expected) in cases {
        assert_eq!(resolved_in(r"C:\here", path), *expected, "{path}");
    }
}

#[test]
fn relative_paths_begin_in_the_current_directory() {
    assert_resolved(&[
        ("a.db", r"C:\here\a.db"),
        (r".\a.db", r"C:\here\a.db"),
        ("./x//../a.db", r"C:\here\a.db"),
        (r"..\..\a.db", r"C:\a.db"),
        ("naïve 漢😀.db", r"C:\here\naïve 漢😀.db"),
        (":a.db", r"C:\here\:a.db"),
        ("a.db:stream", r"C:\here\a.db:stream"),
    ]);
    assert_eq!(resolved_in(r"C:\", "a.db"), r"C:\a.db");
    assert_eq!(resolved_in(r"\\server\share\x", "a.db"), r"\\server\share\x\a.db");
}

#[test]
fn a_path_of_a_drive_without_a_separator_begins_in_the_current_directory_of_that_drive() {
    assert_resolved(&[
        ("C:a.db", r"C:\here\a.db"),
        ("c:a.db", r"C:\here\a.db"),
        (r"C:..\a.db", r"C:\a.db"),
        ("d:a.db", r"D:\data\a.db"),
        ("x:a.db", r"x:\a.db"),
        ("C:", r"C:\here"),
    ]);
    assert_eq!(resolved_in(r"\\server\share", "C:a.db"), r"C:\a.db");
}

#[test]
fn a_path_of_a_root_stays_on_the_current_drive_or_share() {
    assert_resolved(&[(r"\a.db", r"C:\a.db"), ("/x/a.db", r"C:\x\a.db"), (r"\", r"C:\")]);
    assert_eq!(resolved_in(r"\\server\share\x", r"\a.db"), r"\\server\share\a.db");
}

#[test]
fn absolute_paths_are_normalized() {
    assert_resolved(&[
        (r"C:\x\a.db", r"C:\x\a.db"),
        (r"c:/x\\/y/../a.db", r"c:\x\a.db"),
        (r"C:\..\..\a.db", r"C:\a.db"),
        (r"C:\x\", r"C:\x\"),
        (r"C:\x\.", r"C:\x"),
        (r"C:\x\y\..", r"C:\x"),
        (r"C:\x\..", r"C:\"),
        (r"\\server\share\x\..\..\..\a.db", r"\\server\share\a.db"),
        ("//server/share/a.db", r"\\server\share\a.db"),
        (r"\\?\C:\x\..\a.db", r"\\?\C:\a.db"),
        ("//?/C:/a.db", r"\\?\C:\a.db"),
        (r"\\.\C:\a.db", r"\\.\C:\a.db"),
        (r"\\?\UNC\server\share\a.db", r"\\?\UNC\server\share\a.db"),
    ]);
}

#[test]
fn the_slash_of_a_uri_before_a_drive_is_removed() {
    assert_resolved(&[("/C:/x/a.db", r"C:\x\a.db"), (r"/\\?\C:\a.db", r"\\?\C:\a.db")]);
}

#[test]
fn trailing_periods_and_blanks_are_removed() {
    assert_resolved(&[
        ("a.db. . ", r"C:\here\a.db"),
        (r"x.\a.db", r"C:\here\x\a.db"),
        (r"x \a.db", r"C:\here\x \a.db"),
        (r"...\a.db", r"C:\here\...\a.db"),
        (r"\\?\C:\a.db.", r"\\?\C:\a.db"),
        (" a.db", r"C:\here\ a.db"),
    ]);
    assert_eq!(resolve(b"   ", &mut In(r"C:\")), Err(Unresolvable::Blank));
    assert_eq!(resolve(b"", &mut In(r"C:\")), Err(Unresolvable::Blank));
}

#[test]
fn reserved_names_are_devices_in_every_folder_and_with_every_extension() {
    for path in ["NUL", "nul.db", "Nul .txt", r"C:\x\nul", r"..\NUL.", "C:nul", "nul:", "/nul"] {
        assert_eq!(resolved_in(r"C:\here", path).to_ascii_uppercase(), r"\\.\NUL", "{path}");
    }
    assert_resolved(&[("com1.db", r"\\.\com1"), ("CONIN$", r"\\.\CONIN$")]);
    assert_resolved(&[
        ("com0", r"C:\here\com0"),
        ("null", r"C:\here\null"),
        (r"nul\a.db", r"C:\here\nul\a.db"),
        (r"\\?\C:\nul", r"\\?\C:\nul"),
        (".nul", r"C:\here\.nul"),
    ]);
}

#[test]
fn a_path_that_leaves_no_room_for_its_nul_is_refused() {
    let path = |length: usize| [br"C:\".as_slice(), &vec![b'x'; length - 3]].concat();
    assert_eq!(resolve(&path(MAX - 1), &mut In("C:\\")).map(|path| path.len()), Ok(MAX - 1));
    assert_eq!(resolve(&path(MAX), &mut In("C:\\")), Err(Unresolvable::TooLong));
}

#[test]
fn a_server_without_a_share_and_a_device_without_a_name_are_refused() {
    for path in [r"\\", r"\\server", "//server/", r"\\?\", r"\\.", r"\\.\"] {
        assert_eq!(resolve(path.as_bytes(), &mut In(r"C:\")), Err(Unresolvable::Incomplete), "{path}");
    }
}
