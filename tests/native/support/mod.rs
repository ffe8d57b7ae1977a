//! Helpers of the tests of the built package.
#![allow(dead_code, reason = "each test uses some of the helpers")]

pub mod content;
pub mod native;
pub mod ours;
pub mod package;
pub mod side;
