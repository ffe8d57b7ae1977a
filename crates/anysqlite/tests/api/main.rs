//! The Rust host, from outside: its API, its limits, and files that native SQLite has open at the same time.

#[path = "statements.rs"]
mod api;
#[path = "../../../wasmtime-host/tests/precompiled.rs"]
mod artefacts;
mod confined;
mod environment;
mod limits;
mod sharing;
