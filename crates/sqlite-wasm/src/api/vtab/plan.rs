//! Planning a scan: which parameters of a virtual table get arguments from the query.

use core::ffi::c_int;
use core::slice;

use super::table::VirtualTable;
use crate::ffi::*;
use crate::ffi::{
    sqlite3_index_info_sqlite3_index_constraint as Constraint,
    sqlite3_index_info_sqlite3_index_constraint_usage as ConstraintUsage,
};
use crate::sqlite_result::SqliteResult;

/// Estimated cost of a scan without arguments: high enough for SQLite to keep such a scan out of inner loops.
const COST: f64 = 1_000_000_000.0;

/// Plans a scan: stores its cost and the mask of the parameters with arguments.
///
/// # Safety
/// SQLite filled `info`.
pub unsafe fn plan(table: &mut VirtualTable, info: &mut sqlite3_index_info) -> SqliteResult {
    let count = info.nConstraint as usize;
    if count == 0 {
        info.estimatedCost = COST;
        info.estimatedRows = COST as i64;
        return Ok(());
    }
    // SAFETY: SQLite provides two arrays of `nConstraint` elements each, which are not empty.
    let (constraints, usage) = unsafe {
        (slice::from_raw_parts(info.aConstraint, count), slice::from_raw_parts_mut(info.aConstraintUsage, count))
    };
    let arguments = choose(table, constraints)?;
    let (parameters, count) = assign(arguments, usage);
    info.idxNum = parameters;
    info.estimatedCost = (COST / f64::from(count + 1)).floor();
    info.estimatedRows = info.estimatedCost as i64;
    Ok(())
}

/// Returns the parameters that have arguments, each with the index of its constraint, in order.
fn choose(table: &mut VirtualTable, constraints: &[Constraint]) -> SqliteResult<Vec<(usize, usize)>> {
    let mut arguments = Vec::new();
    for (index, constraint) in constraints.iter().enumerate() {
        let limits = [SQLITE_INDEX_CONSTRAINT_LIMIT, SQLITE_INDEX_CONSTRAINT_OFFSET];
        let parameter = constraint.iColumn as usize;
        if limits.contains(&constraint.op.into()) || parameter >= table.parameter_count() {
            continue;
        }
        if c_int::from(constraint.op) != SQLITE_INDEX_CONSTRAINT_EQ {
            table.refuse_operator(parameter);
            return Err(SQLITE_ERROR);
        }
        if constraint.usable == 0 {
            // A plan without this constraint would treat a parameter that has an argument as one without.
            return Err(SQLITE_CONSTRAINT);
        }
        arguments.push((parameter, index));
    }
    arguments.sort_unstable();
    Ok(arguments)
}

/// Requests the arguments from SQLite, one for each parameter. Returns the mask of these parameters and their number.
fn assign(arguments: Vec<(usize, usize)>, usage: &mut [ConstraintUsage]) -> (c_int, c_int) {
    let (mut mask, mut count) = (0, 0);
    for (parameter, index) in arguments {
        if mask & (1 << parameter) == 0 {
            mask |= 1 << parameter;
            count += 1;
            usage[index] = ConstraintUsage { argvIndex: count, omit: 1 };
        }
    }
    (mask, count)
}
