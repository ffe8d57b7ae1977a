//! The Rust host, from outside: its API, its limits, and files that native SQLite has open at the same time.

#[path = "host/api.rs"]
mod api;
#[path = "host/artefacts.rs"]
mod artefacts;
#[path = "host/confined.rs"]
mod confined;
#[path = "host/environment.rs"]
mod environment;
#[path = "host/limits.rs"]
mod limits;
#[path = "host/sharing.rs"]
mod sharing;
