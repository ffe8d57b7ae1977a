//! Numbers of errors: the system's to the contract's.

use std::io;

/// What an import fails with: one of `abi::ERRNOS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub i32);

/// Pairs of the system's number and the contract's, by name.
macro_rules! pairs {
    ($($name:ident)+) => {
        const PAIRS: &[(i32, i32)] = &[$((libc::$name, abi::$name)),+];
    };
}
pairs! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO EBADF EAGAIN ENOMEM EACCES EBUSY EEXIST ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE
    EFBIG ENOSPC EROFS ERANGE ENAMETOOLONG ENOLCK ENOSYS ELOOP ENOTSUP ETIMEDOUT ESTALE EDQUOT
}
const _: () = assert!(PAIRS.len() == abi::ERRNOS.len());

impl Errno {
    /// What has no number in the contract is an input/output error.
    pub fn of_system(number: i32) -> Self {
        Self(PAIRS.iter().find(|(system, _)| *system == number).map_or(abi::EIO, |(_, contract)| *contract))
    }
}

impl From<rustix::io::Errno> for Errno {
    fn from(error: rustix::io::Errno) -> Self {
        Self::of_system(error.raw_os_error())
    }
}

impl From<io::Error> for Errno {
    fn from(error: io::Error) -> Self {
        error.raw_os_error().map_or(Self(abi::EIO), Self::of_system)
    }
}

/// A result as the guest takes it.
pub trait Answer {
    /// The value, or the negated number of the error.
    fn answer(self) -> i32;
}

impl Answer for Result<(), Errno> {
    fn answer(self) -> i32 {
        self.map_or_else(|Errno(number)| -number, |()| 0)
    }
}

impl Answer for Result<usize, Errno> {
    fn answer(self) -> i32 {
        // No import moves as much as this in one call.
        self.map_or_else(|Errno(number)| -number, |count| i32::try_from(count).unwrap_or(i32::MAX))
    }
}

impl Answer for Result<i32, Errno> {
    fn answer(self) -> i32 {
        self.unwrap_or_else(|Errno(number)| -number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_contract() {
        assert_eq!(Errno::of_system(libc::ENOENT), Errno(abi::ENOENT));
        assert_eq!(Errno::of_system(libc::EDQUOT), Errno(abi::EDQUOT));
    }

    #[test]
    fn what_has_no_number_is_an_input_output_error() {
        assert_eq!(Errno::of_system(libc::EPIPE), Errno(abi::EIO));
        assert_eq!(Errno::from(io::Error::other("unknown")), Errno(abi::EIO));
    }

    #[test]
    fn answers_below_zero_are_errors() {
        assert_eq!(Err::<(), _>(Errno(abi::EIO)).answer(), -abi::EIO);
        assert_eq!(Ok::<usize, Errno>(7).answer(), 7);
    }
}
