//! The callbacks that a host provides: calls of what the application registered.

/// Calls `$with!` with the declaration of every callback.
///
/// Functions, aggregates, modules and virtual tables are known by the number of their handler, which the host chooses.
/// `arguments` is an array of `count` values (`VALUE_*` records). A callback that throws returns the error value below;
/// the host keeps what was thrown and raises it when the guest has returned. Callbacks may call back into the guest.
#[macro_export]
macro_rules! for_each_callback {
    ($with:ident) => {
        $with! {
            /// Calls a user function and fills the value at `result`. Returns 0, or 1 if it threw.
            fn function_call(number: int, arguments: ptr, count: int, result: ptr) -> int;
            /// Begins an aggregation, once for each group. Returns the number of the aggregation, -1 if it threw.
            fn aggregate_begin(aggregate: int) -> int;
            /// Adds a row to an aggregation or, with `inverse`, removes one. Returns 0, or 1 if it threw.
            fn aggregate_step(aggregate: int, aggregation: int, arguments: ptr, count: int, inverse: int) -> int;
            /// Fills the value at `result` with the current value of an aggregation. Returns 0, or 1 if it threw.
            fn aggregate_value(aggregate: int, aggregation: int, result: ptr) -> int;
            /// Ends an aggregation.
            fn aggregate_end(aggregation: int);
            /// Connects a virtual table: calls the factory of a module with texts (module, database, table and
            /// arguments) and fills the `VTAB_*` values at `result`. Returns the number of the table, -1 if it threw.
            fn vtab_connect(module: int, arguments: ptr, count: int, result: ptr) -> int;
            /// Begins a scan of a virtual table with one argument for each parameter. Returns the number of the scan,
            /// -1 if it threw.
            fn vtab_open(table: int, arguments: ptr, count: int) -> int;
            /// Advances a scan. Returns 1 on a row, 0 at the end, -1 if it threw.
            fn vtab_next(scan: int) -> int;
            /// Fills the value at `result` with a column of the current row. Returns 0, or 1 if it threw.
            fn vtab_column(table: int, scan: int, column: int, result: ptr) -> int;
            /// Ends a scan.
            fn vtab_close(scan: int);
            /// Releases the handler of a function, an aggregate, a module or a virtual table.
            fn handler_release(number: int);
        }
    };
}

/// The callbacks as data.
pub const CALLBACKS: &[crate::Signature] = for_each_callback!(signature_table);

use crate::signature::signature_table;
