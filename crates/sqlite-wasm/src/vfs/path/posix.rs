//! POSIX's paths, without symbolic links.

use super::Unresolvable;

/// Longest path in bytes, with its NUL: native SQLite's limit on Unix.
pub const MAX: usize = 512;

/// Number of links to follow before a loop is assumed, as in native SQLite.
const MAX_LINKS: usize = 200;

/// The file system, as far as paths depend on it.
pub trait Links {
    /// Returns the target of the symbolic link at a path, `None` if there is no link.
    fn readlink(&mut self, path: &[u8]) -> Option<Vec<u8>>;
    /// Returns the current directory.
    fn cwd(&mut self) -> Option<Vec<u8>>;
}

/// Returns the absolute path of `path`, with every link followed. Components that do not exist stay as they are.
pub fn resolve(path: &[u8], links: &mut impl Links) -> Result<Vec<u8>, Unresolvable> {
    let mut resolver = Resolver { resolved: Vec::new(), followed: 0, links };
    if !path.starts_with(b"/") {
        let cwd = resolver.links.cwd().ok_or(Unresolvable::NoCurrentDirectory)?;
        resolver.append(&cwd)?;
    }
    resolver.append(path)?;
    let resolved = resolver.resolved;
    Ok(if resolved.is_empty() { b"/".to_vec() } else { resolved })
}

struct Resolver<'a, L> {
    resolved: Vec<u8>,
    followed: usize,
    links: &'a mut L,
}

impl<L: Links> Resolver<'_, L> {
    fn append(&mut self, path: &[u8]) -> Result<(), Unresolvable> {
        path.split(|&byte| byte == b'/').try_for_each(|name| self.append_name(name))
    }

    fn append_name(&mut self, name: &[u8]) -> Result<(), Unresolvable> {
        match name {
            b"" | b"." => return Ok(()),
            b".." => {
                self.remove_name();
                return Ok(());
            }
            _ => {}
        }
        if self.resolved.len() + name.len() + 2 >= MAX {
            return Err(Unresolvable::TooLong);
        }
        self.resolved.push(b'/');
        self.resolved.extend_from_slice(name);
        self.follow()
    }

    fn remove_name(&mut self) {
        let parent = self.resolved.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        self.resolved.truncate(parent);
    }

    fn follow(&mut self) -> Result<(), Unresolvable> {
        let Some(target) = self.links.readlink(&self.resolved) else { return Ok(()) };
        self.followed += 1;
        if self.followed > MAX_LINKS {
            return Err(Unresolvable::Loop);
        }
        if target.starts_with(b"/") {
            self.resolved.clear();
        } else {
            self.remove_name();
        }
        self.append(&target)
    }
}

/// Returns the directory of a resolved path.
#[must_use]
pub fn parent(path: &[u8]) -> &[u8] {
    match path.iter().rposition(|&byte| byte == b'/') {
        Some(0) => b"/",
        Some(at) => &path[..at],
        None => b".",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(&'static [(&'static str, &'static str)]);

    impl Links for Fixed {
        fn readlink(&mut self, path: &[u8]) -> Option<Vec<u8>> {
            let found = self.0.iter().find(|(link, _)| link.as_bytes() == path);
            found.map(|(_, target)| target.as_bytes().to_vec())
        }
        fn cwd(&mut self) -> Option<Vec<u8>> {
            Some(b"/home/me".to_vec())
        }
    }

    fn resolved(path: &str, links: &'static [(&'static str, &'static str)]) -> String {
        String::from_utf8(resolve(path.as_bytes(), &mut Fixed(links)).unwrap()).unwrap()
    }

    #[test]
    fn relative_paths_and_dots_are_resolved() {
        assert_eq!(resolved("a.db", &[]), "/home/me/a.db");
        assert_eq!(resolved("./x//../a.db", &[]), "/home/me/a.db");
        assert_eq!(resolved("/../../a.db", &[]), "/a.db");
        assert_eq!(resolved("/", &[]), "/");
    }

    #[test]
    fn a_link_is_followed_before_the_dots_behind_it() {
        assert_eq!(resolved("/l/../a", &[("/l", "/x/y")]), "/x/a");
        assert_eq!(resolved("a", &[("/home/me/a", "../b"), ("/home/b", "c")]), "/home/c");
    }

    #[test]
    fn loops_and_long_paths_are_refused() {
        let mut links = Fixed(&[("/a", "/b"), ("/b", "/a")]);
        assert_eq!(resolve(b"/a", &mut links), Err(Unresolvable::Loop));
        assert_eq!(resolve(&[b'x'; MAX], &mut links), Err(Unresolvable::TooLong));
    }

    #[test]
    fn the_parent_of_a_path_in_the_root_is_the_root() {
        assert_eq!(parent(b"/a/b"), b"/a");
        assert_eq!(parent(b"/a"), b"/");
    }
}
