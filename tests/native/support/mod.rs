//! What the tests of the built package share.
#![allow(dead_code, reason = "each test takes what it needs")]

pub mod content;
pub mod native;
pub mod ours;
pub mod package;
pub mod side;
