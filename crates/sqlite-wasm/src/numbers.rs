//! The numbers that cross the boundary, and what they stand for.

/// The types of numbers, spelt as in the abi crate.
#[expect(non_camel_case_types, reason = "spelt as in the abi crate")]
mod types {
    pub type ptr = *mut u8;
    pub type len = usize;
    pub type fd = i32;
    pub type int = i32;
    pub type off64 = f64;
}
pub use types::*;

/// A parameter of an export: what a number of the host stands for.
pub trait FromHost {
    /// The type of the number.
    type Number;
    /// Returns what the number stands for.
    ///
    /// # Safety
    /// A number that stands for a reference is the address of a live object of that type, which has no other reference.
    unsafe fn from_host(number: Self::Number) -> Self;
}

impl FromHost for i32 {
    type Number = i32;
    unsafe fn from_host(number: i32) -> Self {
        number
    }
}

impl FromHost for usize {
    type Number = usize;
    unsafe fn from_host(number: usize) -> Self {
        number
    }
}

impl FromHost for bool {
    type Number = i32;
    unsafe fn from_host(number: i32) -> Self {
        number != 0
    }
}

impl<T> FromHost for *mut T {
    type Number = *mut u8;
    unsafe fn from_host(address: *mut u8) -> Self {
        address.cast()
    }
}

impl<T> FromHost for *const T {
    type Number = *mut u8;
    unsafe fn from_host(address: *mut u8) -> Self {
        address.cast()
    }
}

impl<T> FromHost for &mut T {
    type Number = *mut u8;
    unsafe fn from_host(address: *mut u8) -> Self {
        // SAFETY: the caller passes the address of a live `T` without other references.
        unsafe { &mut *address.cast::<T>() }
    }
}

/// The result of an export, which the host gets as a number.
pub trait IntoHost {
    /// The type of the number.
    type Number;
    /// Returns the number.
    fn into_host(self) -> Self::Number;
}

impl IntoHost for () {
    type Number = ();
    fn into_host(self) {}
}

impl IntoHost for i32 {
    type Number = Self;
    fn into_host(self) -> Self {
        self
    }
}

impl IntoHost for bool {
    type Number = i32;
    fn into_host(self) -> i32 {
        self.into()
    }
}

impl<T> IntoHost for *mut T {
    type Number = *mut u8;
    fn into_host(self) -> *mut u8 {
        self.cast()
    }
}
