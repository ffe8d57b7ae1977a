//! Callbacks: calls of what the application registered, by the number of its handler.

use core::ops::RangeInclusive;
use core::ptr::from_mut;

use abi::VTAB_MAX_VALUES;

use super::raw::{self, array};
use crate::value::RawValue;

/// A callback threw. The host keeps what was thrown.
#[derive(Clone, Copy, Debug)]
pub struct Thrown;

/// Returns a result within `expected`; every other one means that the callback threw.
fn unless_thrown(result: i32, expected: RangeInclusive<i32>) -> Result<i32, Thrown> {
    if expected.contains(&result) { Ok(result) } else { Err(Thrown) }
}

/// Calls a user function, which fills `result`.
pub fn function_call(number: i32, arguments: &[RawValue], result: &mut RawValue) -> Result<(), Thrown> {
    let (arguments, count) = array(arguments);
    // SAFETY: the host reads `count` values at `arguments` and writes one at `result`.
    let called = unsafe { raw::function_call(number, arguments, count, from_mut(result).cast()) };
    unless_thrown(called, 0..=0).map(drop)
}

/// Begins an aggregation. Returns its number.
pub fn aggregate_begin(aggregate: i32) -> Result<i32, Thrown> {
    // SAFETY: no memory is passed.
    unless_thrown(unsafe { raw::aggregate_begin(aggregate) }, 0..=i32::MAX)
}

/// Adds a row to an aggregation or, with `inverse`, removes one.
pub fn aggregate_step(aggregate: i32, aggregation: i32, arguments: &[RawValue], inverse: bool) -> Result<(), Thrown> {
    let (arguments, count) = array(arguments);
    // SAFETY: the host reads `count` values at `arguments`.
    let stepped = unsafe { raw::aggregate_step(aggregate, aggregation, arguments, count, inverse.into()) };
    unless_thrown(stepped, 0..=0).map(drop)
}

/// Fills `result` with the current value of an aggregation.
pub fn aggregate_value(aggregate: i32, aggregation: i32, result: &mut RawValue) -> Result<(), Thrown> {
    // SAFETY: the host writes one value at `result`.
    let filled = unsafe { raw::aggregate_value(aggregate, aggregation, from_mut(result).cast()) };
    unless_thrown(filled, 0..=0).map(drop)
}

/// Ends an aggregation.
pub fn aggregate_end(aggregation: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::aggregate_end(aggregation) };
}

/// Connects a virtual table: fills the `VTAB_*` values in `table`. Returns the number of the table.
pub fn vtab_connect(
    module: i32,
    arguments: &[RawValue],
    table: &mut [RawValue; VTAB_MAX_VALUES as usize],
) -> Result<i32, Thrown> {
    let (arguments, count) = array(arguments);
    // SAFETY: the host reads `count` values at `arguments` and writes at most `VTAB_MAX_VALUES` at `table`.
    let number = unsafe { raw::vtab_connect(module, arguments, count, table.as_mut_ptr().cast()) };
    unless_thrown(number, 0..=i32::MAX)
}

/// Begins a scan of a virtual table. Returns the number of the scan.
pub fn vtab_open(table: i32, arguments: &[RawValue]) -> Result<i32, Thrown> {
    let (arguments, count) = array(arguments);
    // SAFETY: the host reads `count` values at `arguments`.
    unless_thrown(unsafe { raw::vtab_open(table, arguments, count) }, 0..=i32::MAX)
}

/// Advances a scan. Returns whether it is on a row.
pub fn vtab_next(scan: i32) -> Result<bool, Thrown> {
    // SAFETY: no memory is passed.
    unless_thrown(unsafe { raw::vtab_next(scan) }, 0..=1).map(|on_row| on_row != 0)
}

/// Fills `result` with a column of the current row.
pub fn vtab_column(table: i32, scan: i32, column: i32, result: &mut RawValue) -> Result<(), Thrown> {
    // SAFETY: the host writes one value at `result`.
    unless_thrown(unsafe { raw::vtab_column(table, scan, column, from_mut(result).cast()) }, 0..=0).map(drop)
}

/// Ends a scan.
pub fn vtab_close(scan: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::vtab_close(scan) };
}

/// Releases the handler of a function, an aggregate, a module or a virtual table.
pub fn handler_release(number: i32) {
    // SAFETY: no memory is passed.
    unsafe { raw::handler_release(number) };
}
