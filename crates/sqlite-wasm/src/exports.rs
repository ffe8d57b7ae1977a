//! The functions that hosts call, by their C names. Each does nothing but find its way to `api`.

use core::ffi::c_int;

use abi::ABI_VERSION;

use crate::api::backup::Backup;
use crate::api::bind::Lifetime;
use crate::api::changesets;
use crate::api::connection::{self, Connection};
use crate::api::sessions::Session;
use crate::api::statement::{self, Statement};
use crate::ffi::*;
use crate::host;
use crate::memory::sqlite_alloc;
use crate::value::RawValue;

#[expect(non_camel_case_types, reason = "spelt as in the abi crate")]
mod types {
    pub type ptr = *mut u8;
    pub type len = usize;
    pub type int = i32;
}
use types::*;

/// Compares the functions below with the list of the abi crate.
macro_rules! check_signatures {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        $(const _: unsafe extern "C" fn($($kind),*) $(-> $result)? = $name;)+
    };
}
abi::for_each_export!(check_signatures);

/// Borrows what a host knows by address.
///
/// # Safety
/// `address` was given to the host as that of a `T`, which has not ended. The host makes one call at a time.
unsafe fn at<'a, T>(address: ptr) -> &'a mut T {
    // SAFETY: the caller's promise.
    unsafe { &mut *address.cast::<T>() }
}

// SAFETY, for all functions below: hosts keep to the documentation of the abi crate's list, which says what each address
// has to be.

#[unsafe(no_mangle)]
extern "C" fn abi_version() -> int {
    ABI_VERSION
}

#[unsafe(no_mangle)]
extern "C" fn initialize() -> int {
    std::panic::set_hook(Box::new(|panic| host::panic_message(&panic.to_string())));
    let code = sqlite_alloc::install();
    if code != SQLITE_OK {
        return code;
    }
    let uri = host::env_get("SQLITE_USE_URI").is_some_and(|value| value == b"1");
    // SAFETY: nothing of SQLite is in use yet.
    unsafe {
        sqlite3_config(SQLITE_CONFIG_URI, c_int::from(uri));
        sqlite3_initialize()
    }
}

#[unsafe(no_mangle)]
extern "C" fn alloc(size: len) -> ptr {
    // SAFETY: any size may be asked for.
    unsafe { sqlite3_malloc64(size as u64).cast() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn free(memory: ptr) {
    // SAFETY: see above.
    unsafe { sqlite3_free(memory.cast()) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_open(path: ptr, path_len: len, flags: int, timeout: int) -> ptr {
    // SAFETY: see above.
    unsafe { connection::open(path, path_len, flags, timeout).cast() }
}

#[unsafe(no_mangle)]
extern "C" fn db_open_fds(database: int, journal: int, flags: int, timeout: int) -> ptr {
    connection::open_files(database, journal, flags, timeout).cast()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_close(connection: ptr) -> int {
    // SAFETY: see above.
    unsafe { Connection::close(connection.cast()) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_deserialize(connection: ptr, data: ptr, size: len, read_only: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).deserialize(data, size, read_only != 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_autocommit(connection: ptr) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).autocommit().into() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_set_defensive(connection: ptr, on: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).set_defensive(on != 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_error(connection: ptr) {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).report_error() };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_create_function(connection: ptr, name: ptr, count: int, flags: int, function: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).create_function(name.cast(), count, flags, function) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_create_aggregate(
    connection: ptr,
    name: ptr,
    count: int,
    flags: int,
    aggregate: int,
    inverse: int,
) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).create_aggregate(name.cast(), count, flags, aggregate, inverse != 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_create_module(connection: ptr, name: ptr, module: int, eponymous: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).create_module(name.cast(), module, eponymous != 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_serialize(connection: ptr, name: ptr) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).serialize(name.cast()).into() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_load_extension(connection: ptr, path: ptr, entry: ptr) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).load_extension(path.cast(), entry.cast()) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn backup_open(destination: ptr, source: ptr, name: ptr) -> ptr {
    // SAFETY: see above.
    let backup = unsafe { Backup::open(destination.cast(), source.cast(), name.cast()) };
    backup.map_or(core::ptr::null_mut(), |backup| Box::into_raw(backup).cast())
}

#[unsafe(no_mangle)]
unsafe extern "C" fn backup_step(backup: ptr, pages: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Backup>(backup).step(pages) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn backup_close(backup: ptr) {
    // SAFETY: see above; it is closed once.
    drop(unsafe { Box::from_raw(backup.cast::<Backup>()) });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn session_open(connection: ptr, database: ptr, table: ptr) -> ptr {
    // SAFETY: see above.
    unsafe { Session::open(connection.cast(), database.cast(), table.cast()).cast() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn session_changeset(session: ptr, patchset: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Session>(session).changeset(patchset != 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn session_close(session: ptr) {
    // SAFETY: see above.
    unsafe { Session::close(session.cast()) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn changeset_apply(connection: ptr, changeset: ptr, filter: int, conflict: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).apply_changeset(at::<RawValue>(changeset), filter, conflict) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn changeset_invert(changeset: ptr, result: ptr) -> int {
    // SAFETY: see above.
    unsafe { changesets::invert(at::<RawValue>(changeset), at::<RawValue>(result)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn changeset_concat(changesets: ptr, count: int, result: ptr) -> int {
    // SAFETY: see above.
    unsafe {
        let changesets = core::slice::from_raw_parts(changesets.cast::<RawValue>(), count as usize);
        changesets::concat(changesets, at::<RawValue>(result))
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn db_error_text(connection: ptr, code: int) {
    // SAFETY: see above.
    unsafe { at::<Connection>(connection).report_code(code) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_prepare(connection: ptr, sql: ptr, sql_len: len, flags: int) -> ptr {
    // SAFETY: see above.
    unsafe { statement::prepare(connection.cast(), sql, sql_len, flags).cast() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_finalize(statement: ptr) {
    // SAFETY: see above.
    unsafe { Statement::finalize(statement.cast()) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_bind(statement: ptr, cells: ptr, count: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).bind(cells.cast(), count, Lifetime::Call) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_clear_bindings(statement: ptr) {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).clear_bindings() };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_run(statement: ptr, cells: ptr, count: int) -> int {
    // SAFETY: see above.
    let statement = unsafe { at::<Statement>(statement) };
    // SAFETY: see above; the cells stay until this call returns.
    match unsafe { statement.bind(cells.cast(), count, Lifetime::Execution) } {
        SQLITE_OK => statement.run(),
        code => code,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_drain(statement: ptr) -> int {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).drain() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_query(statement: ptr, cells: ptr, count: int, flags: int) -> int {
    // SAFETY: see above.
    let statement = unsafe { at::<Statement>(statement) };
    // SAFETY: see above; the host leaves the cells alone until the statement is done or reset.
    match unsafe { statement.bind(cells.cast(), count, Lifetime::Execution) } {
        SQLITE_OK => statement.fetch(flags),
        code => code,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_fetch(statement: ptr, flags: int) -> int {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).fetch(flags) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_reset(statement: ptr) -> int {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).reset() }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_column_text(statement: ptr, column: int, which: int) {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).column_text(column, which) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_parameter_name(statement: ptr, index: int) {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).parameter_name(index) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn stmt_expanded_sql(statement: ptr) {
    // SAFETY: see above.
    unsafe { at::<Statement>(statement).expanded_sql() };
}
