//! Limits that the guest and its hosts have to agree on.

use crate::constants::constants;
use crate::records::{VALUE_BYTES, VTAB_NAMES};
use crate::{CALLBACKS, EXPORTS, SYSCALLS, Signature};

constants! {
    /// Every group of limits.
    LIMIT_GROUPS:

    /// Limits.
    LIMITS {
        /// Longest text, blob or SQL in bytes: V8's longest string on 64-bit machines, as in native better-sqlite3.
        MAX_LENGTH = (1 << 29) - 24;
        /// Columns of a result: `SQLITE_MAX_COLUMN`.
        MAX_COLUMNS = 2000;
        /// Size of the rows area of a connection in bytes: fits a row of `MAX_COLUMNS` values, and a processor's cache.
        ROWS_AREA_BYTES = 64 * 1024;
        /// Size of the parameter area of a connection in bytes.
        PARAMETER_AREA_BYTES = 16 * 1024;
        /// Parameters of a virtual table.
        VTAB_MAX_PARAMETERS = 32;
        /// Values that `vtab_connect` may fill.
        VTAB_MAX_VALUES = VTAB_NAMES + VTAB_MAX_PARAMETERS;
        /// Size of a view in bytes: a region of SQLite's WAL index.
        VIEW_BYTES = 32 * 1024;
        /// Parameters of an export.
        EXPORT_MAX_PARAMETERS = max_parameters(EXPORTS, 0);
        /// Parameters of a host call.
        IMPORT_MAX_PARAMETERS = max_parameters(CALLBACKS, max_parameters(SYSCALLS, 0));
    }
}

// A row that does not fit the rest of a batch must fit an empty rows area.
const _: () = assert!(MAX_COLUMNS * VALUE_BYTES <= ROWS_AREA_BYTES);

const fn max_parameters(list: &[Signature], least: i32) -> i32 {
    let mut max = least;
    let mut index = 0;
    while index < list.len() {
        let count = list[index].params.len() as i32;
        if count > max {
            max = count;
        }
        index += 1;
    }
    max
}
