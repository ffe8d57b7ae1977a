//! Branch hints: which way each branch of the module usually goes, as WebAssembly's custom section
//! `metadata.code.branch_hint` tells an engine. LLVM writes none, so they are counted in the finished module.

pub mod counters;
pub mod counts;
pub mod hints;
