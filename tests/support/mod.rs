//! What the tests of the built package share.
#![expect(dead_code, reason = "each test takes what it needs")]

pub mod package;
