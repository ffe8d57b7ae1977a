//! Finds the precompiled module, which the addon embeds.

fn main() {
    println!("cargo::rerun-if-env-changed=ANYSQLITE_PRECOMPILED");
    match std::env::var("ANYSQLITE_PRECOMPILED") {
        Ok(file) => {
            println!("cargo::rerun-if-changed={file}");
            println!("cargo::rustc-env=SQLITE_PRECOMPILED={file}");
        }
        Err(_) => println!("cargo::error=ANYSQLITE_PRECOMPILED is not set: build the addon with `cargo xtask addon`"),
    }
}
