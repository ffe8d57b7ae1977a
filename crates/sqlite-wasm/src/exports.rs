//! The functions that hosts call, by their names in the abi crate. Each only leads to `api`.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;
use core::slice;

use abi::ABI_VERSION;

use crate::api::backup::Backup;
use crate::api::bind::Lifetime;
use crate::api::changeset;
use crate::api::connection::{self, Connection};
use crate::api::session::Session;
use crate::api::statement::{self, Statement, script};
use crate::ffi::*;
use crate::host;
use crate::libc::local_time;
use crate::memory::sqlite_alloc;
use crate::numbers::{self, FromHost, IntoHost};
use crate::value::RawValue;

/// Defines exported functions. Their bodies may call unsafe functions whose requirements the abi crate's list states.
macro_rules! export {
    ($(fn $name:ident($($param:ident: $type:ty),*) $(-> $result:ty)? $body:block)+) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(
            $($param: <$type as FromHost>::Number),*
        ) $(-> <$result as IntoHost>::Number)? {
            // SAFETY: hosts keep to the documentation of the function in `abi::for_each_export`. By that, an address is
            // 0 where it may be, or leads to a live object of the parameter's type, or to as many elements or bytes as
            // another parameter says, or to a text that ends in a NUL. A host makes one call at a time and enters the
            // guest from a callback only for another connection, so that a reference is the only one to its object.
            unsafe {
                // The application ran before it made this call.
                local_time::application_ran();
                let _way_out = WayOut;
                $(let $param = <$type as FromHost>::from_host($param);)*
                $body.into_host()
            }
        }
    )+};
}

/// What an export does on its way out of the guest.
struct WayOut;

impl Drop for WayOut {
    fn drop(&mut self) {
        host::flush();
    }
}

#[unsafe(no_mangle)]
extern "C" fn abi_version() -> c_int {
    ABI_VERSION
}

export! {
    fn initialize() -> c_int {
        std::panic::set_hook(Box::new(|panic| host::panic_message(&panic.to_string())));
        let code = sqlite_alloc::install();
        if code != SQLITE_OK {
            return code;
        }
        let uri = host::env_get("SQLITE_USE_URI").is_some_and(|value| value == b"1");
        sqlite3_config(SQLITE_CONFIG_URI, c_int::from(uri));
        sqlite3_initialize()
    }

    fn alloc(size: usize) -> *mut u8 {
        sqlite3_malloc64(size as u64).cast::<u8>()
    }

    fn free(memory: *mut u8) {
        sqlite3_free(memory.cast())
    }

    fn db_open(path: *const u8, path_len: usize, flags: c_int, timeout: c_int) -> *mut Connection {
        connection::open(slice::from_raw_parts(path, path_len), flags, timeout)
    }

    fn db_open_fds(database: c_int, journal: c_int, flags: c_int, timeout: c_int) -> *mut Connection {
        connection::open_fds(database, journal, flags, timeout)
    }

    fn db_close(connection: *mut Connection) -> c_int {
        Connection::close(connection)
    }

    fn db_deserialize(connection: &mut Connection, data: *mut u8, size: usize, read_only: bool) -> c_int {
        connection.deserialize(data, size, read_only)
    }

    fn db_autocommit(connection: &mut Connection) -> bool {
        connection.autocommit()
    }

    fn db_set_defensive(connection: &mut Connection, on: bool) -> c_int {
        connection.set_defensive(on)
    }

    fn db_exec(connection: *mut Connection, sql: *const u8, sql_len: usize) -> c_int {
        script::execute(connection, sql, sql_len)
    }

    fn db_error(connection: &mut Connection) {
        connection.report_error()
    }

    fn db_error_text(connection: &mut Connection, code: c_int) {
        connection.report_code(code)
    }

    fn db_create_function(
        connection: &mut Connection,
        name: *const c_char,
        count: c_int,
        flags: c_int,
        number: c_int
    ) -> c_int {
        connection.create_function(name, count, flags, number)
    }

    fn db_create_aggregate(
        connection: &mut Connection,
        name: *const c_char,
        count: c_int,
        flags: c_int,
        aggregate: c_int,
        inverse: bool
    ) -> c_int {
        connection.create_aggregate(name, count, flags, aggregate, inverse)
    }

    fn db_create_module(connection: &mut Connection, name: *const c_char, module: c_int, eponymous: bool) -> c_int {
        connection.create_module(name, module, eponymous)
    }

    fn db_set_hook(connection: &mut Connection, hook: c_int, number: c_int, flags: c_int) {
        connection.set_hook(hook, number, flags)
    }

    fn db_serialize(connection: &mut Connection, name: *const c_char) -> bool {
        connection.serialize(name)
    }

    fn db_load_extension(connection: &mut Connection, path: *const c_char, entry: *const c_char) -> c_int {
        connection.load_extension(path, entry)
    }

    fn backup_open(destination: *mut Connection, source: *mut Connection, name: *const c_char) -> *mut Backup {
        Backup::open(destination, source, name).map_or(null_mut(), Box::into_raw)
    }

    fn backup_step(backup: &mut Backup, pages: c_int) -> c_int {
        backup.step(pages)
    }

    fn backup_close(backup: *mut Backup) {
        drop(Box::from_raw(backup))
    }

    fn session_open(connection: *mut Connection, database: *const c_char, table: *const c_char) -> *mut Session {
        Session::open(connection, database, table)
    }

    fn session_changeset(session: &mut Session, patchset: bool) -> c_int {
        session.changeset(patchset)
    }

    fn session_close(session: *mut Session) {
        Session::close(session)
    }

    fn changeset_apply(
        connection: &mut Connection,
        changeset: &mut RawValue,
        filter: c_int,
        conflict: c_int
    ) -> c_int {
        connection.apply_changeset(changeset, filter, conflict)
    }

    fn changeset_invert(changeset: &mut RawValue, result: &mut RawValue) -> c_int {
        changeset::invert(changeset, result)
    }

    fn changeset_concat(changesets: *const RawValue, count: c_int, result: &mut RawValue) -> c_int {
        changeset::concat(slice::from_raw_parts(changesets, count as usize), result)
    }

    fn stmt_prepare(connection: *mut Connection, sql: *const u8, sql_len: usize, flags: c_int) -> *mut Statement {
        statement::prepare(connection, sql, sql_len, flags)
    }

    fn stmt_finalize(statement: *mut Statement) {
        Statement::finalize(statement)
    }

    fn stmt_bind(statement: &mut Statement, values: *const RawValue, count: c_int) -> c_int {
        statement.bind(values, count, Lifetime::Call)
    }

    fn stmt_clear_bindings(statement: &mut Statement) {
        statement.clear_bindings()
    }

    fn stmt_run(statement: &mut Statement, values: *const RawValue, count: c_int) -> c_int {
        match statement.bind(values, count, Lifetime::Execution) {
            SQLITE_OK => statement.run(),
            code => code,
        }
    }

    fn stmt_drain(statement: &mut Statement) -> c_int {
        statement.drain()
    }

    fn stmt_query(statement: &mut Statement, values: *const RawValue, count: c_int, flags: c_int) -> c_int {
        match statement.bind(values, count, Lifetime::Execution) {
            SQLITE_OK => statement.fetch(flags),
            code => code,
        }
    }

    fn stmt_fetch(statement: &mut Statement, flags: c_int) -> c_int {
        statement.fetch(flags)
    }

    fn stmt_reset(statement: &mut Statement) -> c_int {
        statement.reset()
    }

    fn stmt_column_text(statement: &mut Statement, column: c_int, which: c_int) {
        statement.column_text(column, which)
    }

    fn stmt_parameter_name(statement: &mut Statement, index: c_int) {
        statement.parameter_name(index)
    }

    fn stmt_expanded_sql(statement: &mut Statement) {
        statement.expanded_sql()
    }
}

/// Compares the functions above with the list of the abi crate.
macro_rules! check_signatures {
    ($($(#[doc = $doc:literal])+ fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        $(const _: unsafe extern "C" fn($(numbers::$kind),*) $(-> numbers::$result)? = $name;)+
    };
}
abi::for_each_export!(check_signatures);
