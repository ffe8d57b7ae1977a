//! The functions of the guest that a host may call.

/// Calls `$with!` with the declaration of every export.
///
/// A connection is the address of its `RESULT_*` record, a statement the address of its `STATEMENT_*` record. Both stay
/// valid until they are closed or finalized. "Returns a result code" means an extended SQLite result code; `db_error`
/// writes its message, if it is called before anything else on the connection. Parameters are an array of values
/// (`VALUE_*` records), one for each parameter in order of its index; a negative `count` keeps the current bindings.
#[macro_export]
macro_rules! for_each_export {
    ($with:ident) => {
        $with! {
            /// Returns the `ABI_VERSION` that the module was built with.
            fn abi_version() -> int;
            /// Initializes SQLite; must be called once, before anything else. Returns a result code.
            fn initialize() -> int;
            /// Allocates memory. Returns its address, 0 if there is none.
            fn alloc(size: len) -> ptr;
            /// Frees memory of `alloc`; ignores 0.
            fn free(memory: ptr);

            /// Opens a database with SQLite's `SQLITE_OPEN_*` flags and a busy timeout in milliseconds. Returns a
            /// connection, 0 if out of memory. After a failure (`RESULT_CODE`) only `db_error` and `db_close` may
            /// follow.
            fn db_open(path: ptr, path_len: len, flags: int, timeout: int) -> ptr;
            /// Like `db_open`, but takes the descriptors of an already open database file and of its rollback journal.
            /// `RESULT_CODE` is SQLITE_MISUSE if a descriptor cannot be used; `db_error` then says why.
            fn db_open_fds(database: int, journal: int, flags: int, timeout: int) -> ptr;
            /// Finalizes every statement of a connection and closes it. Returns a result code.
            fn db_close(connection: ptr) -> int;
            /// Turns an empty connection into an in-memory database that owns `data` (memory of `alloc`). Returns a
            /// result code.
            fn db_deserialize(connection: ptr, data: ptr, size: len, read_only: int) -> int;
            /// Returns 1 if no transaction is open, else 0.
            fn db_autocommit(connection: ptr) -> int;
            /// Switches SQLite's defensive mode. Returns a result code.
            fn db_set_defensive(connection: ptr, on: int) -> int;
            /// Executes the statements of a text that ends in a NUL, and drops their rows. Returns the result code of
            /// the first that fails.
            fn db_exec(connection: ptr, sql: ptr, sql_len: len) -> int;
            /// Writes the message of the last failure to the result's text.
            fn db_error(connection: ptr);
            /// Writes SQLite's general text for a result code to the result's text.
            fn db_error_text(connection: ptr, code: int);
            /// Registers a user function, known to the host by `number`. `name` ends in a NUL; `count` is the number of
            /// arguments, negative for any number; `flags` are `FUNCTION_*` bits. Returns a result code.
            fn db_create_function(connection: ptr, name: ptr, count: int, flags: int, number: int) -> int;
            /// Registers an aggregate; with `inverse` it is a window function, too. Parameters as for
            /// `db_create_function`. Returns a result code.
            fn db_create_aggregate(
                connection: ptr, name: ptr, count: int, flags: int, aggregate: int, inverse: int
            ) -> int;
            /// Registers a module of virtual tables; with `eponymous` the module itself is its only table. Returns a
            /// result code.
            fn db_create_module(connection: ptr, name: ptr, module: int, eponymous: int) -> int;
            /// Sets a `HOOK_*` of a connection to a user function, by its number; `NO_FUNCTION` removes the hook. The
            /// update hook is called with SQLite's number of the operation, the names of the database and the table,
            /// and the row id, which `FUNCTION_SAFE_INTEGERS` in `flags` keeps a 64-bit integer. The others are called
            /// without arguments. The commit hook returns a 32-bit integer: unless it is 0, the transaction is rolled
            /// back. If a hook throws, the transaction is rolled back, too, and the execution fails.
            fn db_set_hook(connection: ptr, hook: int, number: int, flags: int);
            /// Writes a copy of an attached database (`name` ends in a NUL) to the result's text, which the caller
            /// frees. Returns 1, or 0 on failure.
            fn db_serialize(connection: ptr, name: ptr) -> int;
            /// Loads an extension from a path with an entry point (0 for the default), both ending in a NUL.
            /// Returns a result code; its message is the result's text, which the caller frees.
            fn db_load_extension(connection: ptr, path: ptr, entry: ptr) -> int;

            /// Begins a backup of an attached database (`name` ends in a NUL) to another connection. Returns the
            /// backup, 0 on failure; the destination then has the error. Both connections must stay open until
            /// `backup_close`.
            fn backup_open(destination: ptr, source: ptr, name: ptr) -> ptr;
            /// Copies up to `pages` pages. Sets `RESULT_COUNT` of the destination to the number of remaining pages and
            /// `RESULT_CHANGES` to the total. Returns a primary result code.
            fn backup_step(backup: ptr, pages: int) -> int;
            /// Ends a backup.
            fn backup_close(backup: ptr);

            /// Begins to record the changes that a connection makes to one of its databases: to one table or, if
            /// `table` is 0, to all. Both names end in a NUL. The connection must not execute a statement. Returns the
            /// session, 0 if out of memory.
            fn session_open(connection: ptr, database: ptr, table: ptr) -> ptr;
            /// Writes the recorded changes to the result's text, which the caller frees: as a changeset or, with
            /// `patchset`, as a patchset. Returns a result code.
            fn session_changeset(session: ptr, patchset: int) -> int;
            /// Ends a session.
            fn session_close(session: ptr);
            /// Applies the changeset in a value, as a whole or not at all. `filter` and `conflict` are numbers of user
            /// functions or `NO_FUNCTION`. They are called with the name of a table and with a `SQLITE_CHANGESET_*`
            /// conflict, and return 32-bit integers. Returns a result code.
            fn changeset_apply(connection: ptr, changeset: ptr, filter: int, conflict: int) -> int;
            /// Inverts the changeset in a value. Fills the value at `result` with memory that the caller frees. Returns
            /// a result code.
            fn changeset_invert(changeset: ptr, result: ptr) -> int;
            /// Concatenates the changesets in an array of values. Fills the value at `result` with memory that the
            /// caller frees. Returns a result code.
            fn changeset_concat(changesets: ptr, count: int, result: ptr) -> int;

            /// Prepares the first statement of a text that ends in a NUL. `flags` are `PREPARE_*` bits. Returns a
            /// statement, or 0 with `RESULT_CODE` set (`NO_STATEMENT`, `SEVERAL_STATEMENTS` or a result code). With
            /// `PREPARE_SCRIPT` the result's text is the rest of the text.
            fn stmt_prepare(connection: ptr, sql: ptr, sql_len: len, flags: int) -> ptr;
            /// Finalizes a statement.
            fn stmt_finalize(statement: ptr);
            /// Binds parameters; SQLite copies them. Returns a result code.
            fn stmt_bind(statement: ptr, values: ptr, count: int) -> int;
            /// Sets all parameters to NULL.
            fn stmt_clear_bindings(statement: ptr);
            /// Binds, steps once and resets. Sets `RESULT_CHANGES` and `RESULT_ROWID`. Returns a result code.
            fn stmt_run(statement: ptr, values: ptr, count: int) -> int;
            /// Steps to the end, drops the rows, and resets. Returns a result code.
            fn stmt_drain(statement: ptr) -> int;
            /// Binds and fetches the first batch of rows. `flags` are `ROWS_*` bits. Returns a result code.
            fn stmt_query(statement: ptr, values: ptr, count: int, flags: int) -> int;
            /// Packs rows at `RESULT_ROWS` until they fill the rows area, the statement ends, or one row is packed
            /// (`ROWS_ONE`). Returns a result code.
            fn stmt_fetch(statement: ptr, flags: int) -> int;
            /// Resets a statement, which drops its remaining rows and commits a transaction of its own. Returns the
            /// result code of the execution.
            fn stmt_reset(statement: ptr) -> int;
            /// Writes one of a column's `COLUMN_*` texts to the result's text.
            fn stmt_column_text(statement: ptr, column: int, which: int);
            /// Writes the name of a parameter (the first is 1), with its prefix, to the result's text.
            fn stmt_parameter_name(statement: ptr, index: int);
            /// Writes the SQL with its bound values to the result's text, which the caller frees.
            fn stmt_expanded_sql(statement: ptr);
        }
    };
}

/// The exports as data.
pub const EXPORTS: &[crate::Signature] = for_each_export!(signature_table);

use crate::signature::signature_table;
