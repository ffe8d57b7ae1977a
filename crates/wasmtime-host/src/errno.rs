//! Error numbers: the system's, translated to the contract's.

use std::io;

/// Why a host call failed: one of `abi::ERRNOS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub i32);

/// Pairs the system's numbers with the contract's, by name.
macro_rules! pairs {
    ($($name:ident)+) => {
        const PAIRS: &[(i32, i32)] = &[$((libc::$name, abi::$name)),+];
    };
}
pairs! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO EBADF EAGAIN ENOMEM EACCES EBUSY EEXIST ENODEV ENOTDIR EISDIR EINVAL ENFILE
    EMFILE EFBIG ENOSPC ESPIPE EROFS ERANGE ENAMETOOLONG ENOLCK ENOSYS ELOOP ENOTSUP ETIMEDOUT ESTALE EDQUOT
}
const _: () = assert!(PAIRS.len() == abi::ERRNOS.len());

impl Errno {
    /// Translates a number of the system. A number that the contract does not have becomes EIO.
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

/// A result that a host call can return to the guest.
pub trait IntoGuest {
    /// Returns the value, or the negated error number.
    fn into_guest(self) -> i32;
}

impl IntoGuest for Result<(), Errno> {
    fn into_guest(self) -> i32 {
        self.map_or_else(|Errno(number)| -number, |()| 0)
    }
}

impl IntoGuest for Result<usize, Errno> {
    fn into_guest(self) -> i32 {
        // No host call transfers 2 GiB at once.
        self.map_or_else(|Errno(number)| -number, |count| i32::try_from(count).unwrap_or(i32::MAX))
    }
}

impl IntoGuest for Result<i32, Errno> {
    fn into_guest(self) -> i32 {
        self.unwrap_or_else(|Errno(number)| -number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_translated_by_name() {
        assert_eq!(Errno::of_system(libc::ENOENT), Errno(abi::ENOENT));
        assert_eq!(Errno::of_system(libc::EDQUOT), Errno(abi::EDQUOT));
    }

    #[test]
    fn an_error_without_a_number_in_the_contract_is_eio() {
        assert_eq!(Errno::of_system(libc::EPIPE), Errno(abi::EIO));
        assert_eq!(Errno::from(io::Error::other("unknown")), Errno(abi::EIO));
    }

    #[test]
    fn errors_are_negative() {
        assert_eq!(Err::<(), _>(Errno(abi::EIO)).into_guest(), -abi::EIO);
        assert_eq!(Ok::<usize, Errno>(7).into_guest(), 7);
    }
}
