//! What a host may call.

/// Calls `$with!` with the declaration of every export.
///
/// A connection is the address of its `RESULT_*` record, a statement that of its `STATEMENT_*` record; both stay valid
/// until closed or finalized. "Gives a code" means an extended SQLite result code; its text is asked for with `error`
/// before anything else is called on the connection. Parameters are an array of cells (`CELL_*`), one for each
/// parameter in order of its index; `count` below zero leaves the bindings as they are.
#[macro_export]
macro_rules! for_each_export {
    ($with:ident) => {
        $with! {
            /// Gives `ABI_VERSION` of the module.
            fn abi_version() -> int;
            /// Prepares SQLite for use; to be called once, before anything else. Gives a code.
            fn initialize() -> int;
            /// Gives memory, or 0 when there is none.
            fn alloc(size: len) -> ptr;
            /// Takes memory back; 0 is ignored.
            fn free(memory: ptr);

            /// Opens a database with SQLite's `SQLITE_OPEN_*` flags and a busy timeout in milliseconds. Gives a connection, 0 when out of memory; also after a failure, when only `error` and `close` may follow.
            fn open(path: ptr, path_len: len, flags: int, timeout: int) -> ptr;
            /// Opens a database of which the application has opened the file and its rollback journal: `open` with their descriptors for a path. Its code is SQLite's misuse when a descriptor cannot be used; `error` then says why.
            fn open_files(database: int, journal: int, flags: int, timeout: int) -> ptr;
            /// Finalizes every statement of a connection and closes it. Gives a code.
            fn close(connection: ptr) -> int;
            /// Makes an empty connection a database in memory that owns `data` (memory of `alloc`). Gives a code.
            fn deserialize(connection: ptr, data: ptr, size: len, read_only: int) -> int;
            /// Tells whether no transaction is open.
            fn autocommit(connection: ptr) -> int;
            /// Switches SQLite's defensive mode.
            fn defensive(connection: ptr, on: int) -> int;
            /// Puts the message of the last failure into the result's text.
            fn error(connection: ptr);

            /// Defines a function, known to the host by `number`. `name` ends in a NUL, `count` is the number of its arguments, below zero any; `flags` are the `FUNCTION_*` bits. Gives a code.
            fn create_function(connection: ptr, name: ptr, count: int, flags: int, number: int) -> int;
            /// Defines an aggregate likewise; with `inverse` it is a window function too. Gives a code.
            fn create_aggregate(connection: ptr, name: ptr, count: int, flags: int, aggregate: int, inverse: int) -> int;
            /// Defines a module of virtual tables likewise; with `eponymous` it is itself its only table. Gives a code.
            fn create_module(connection: ptr, name: ptr, module: int, eponymous: int) -> int;
            /// Puts a copy of an attached database (`name` ends in a NUL) into the result's text, which the caller frees. Gives 1, or 0 when that failed.
            fn serialize(connection: ptr, name: ptr) -> int;
            /// Tries to load an extension from a path with an entry point (0 for the usual one), both ending in a NUL. Gives a code, with its message as the result's text, which the caller frees.
            fn load_extension(connection: ptr, path: ptr, entry: ptr) -> int;
            /// Begins to copy an attached database (`name` ends in a NUL) to another connection. Gives the backup, 0 on failure, when the destination has the error.
            fn backup_open(destination: ptr, source: ptr, name: ptr) -> ptr;
            /// Copies some pages. `RESULT_COUNT` of the destination is the number of pages that remain, `RESULT_CHANGES` of all. Gives a primary code.
            fn backup_step(backup: ptr, pages: int) -> int;
            /// Ends a backup.
            fn backup_close(backup: ptr);
            /// Begins to record what a connection changes in one of its databases: in one table or, where that is 0, in all. Both names end in a NUL. Gives the session, 0 when out of memory.
            fn session_open(connection: ptr, database: ptr, table: ptr) -> ptr;
            /// Puts what a session has recorded into the result's text, which the caller frees: a changeset or, with `patchset`, a patchset. Gives a code.
            fn session_changeset(session: ptr, patchset: int) -> int;
            /// Ends a session.
            fn session_close(session: ptr);
            /// Applies the changeset in a cell, whole or not at all. `filter` and `conflict` are numbers of functions, below zero for none: they are called with the name of a table and with a `SQLITE_CHANGESET_*` conflict, and give 32-bit integers. Gives a code.
            fn apply_changeset(connection: ptr, changeset: ptr, filter: int, conflict: int) -> int;
            /// Inverts the changeset in a cell. Fills the cell at `result` with memory that the caller frees. Gives a code.
            fn invert_changeset(changeset: ptr, result: ptr) -> int;
            /// Makes one changeset of those in an array of cells. Fills the cell at `result` with memory that the caller frees. Gives a code.
            fn concat_changesets(changesets: ptr, count: int, result: ptr) -> int;
            /// Puts SQLite's general text for a code into the result's text.
            fn error_text(connection: ptr, code: int);

            /// Compiles the first statement of a text that ends in a NUL. `flags` are the `PREPARE_*` bits. Gives a statement; 0 with `RESULT_CODE` set on failure (`NO_STATEMENT`, `SEVERAL_STATEMENTS` or an extended code). With `PREPARE_SCRIPT` the result's text is what follows the statement.
            fn prepare(connection: ptr, sql: ptr, sql_len: len, flags: int) -> ptr;
            /// Ends a statement.
            fn finalize(statement: ptr);
            /// Binds parameters, of which the statement makes copies. Gives a code.
            fn bind(statement: ptr, cells: ptr, count: int) -> int;
            /// Forgets all bound values.
            fn clear_bindings(statement: ptr);
            /// Binds, steps once and resets; the counters of the result are set. Gives a code.
            fn run(statement: ptr, cells: ptr, count: int) -> int;
            /// Steps to the end, rows dropped, and resets. Gives a code.
            fn drain(statement: ptr) -> int;
            /// Binds and fetches. `flags` are the `ROWS_*` bits. Gives a code.
            fn query(statement: ptr, cells: ptr, count: int, flags: int) -> int;
            /// Packs rows at `RESULT_ROWS` until they fill it, the statement ends, or one row is there (`ROWS_ONE`). Gives a code.
            fn fetch(statement: ptr, flags: int) -> int;
            /// Abandons what is left of a statement's rows. A transaction of its own is committed. Gives the code of the execution.
            fn reset(statement: ptr) -> int;
            /// Puts one of a column's `COLUMN_*` texts into the result's text.
            fn column_text(statement: ptr, column: int, which: int);
            /// Puts the name of a parameter (from 1), its prefix included, into the result's text.
            fn parameter_name(statement: ptr, index: int);
            /// Puts the SQL with its bound values into the result's text, which the caller frees.
            fn expanded_sql(statement: ptr);
        }
    };
}

/// The exports as data.
pub const EXPORTS: &[crate::Signature] = for_each_export!(signature_table);

use crate::signature::signature_table;
