//! The imports that call the application: they go to whoever embeds the guest.

use wasmtime::{Caller, Result};

use super::imports::Call;
use super::instance::State;

/// Declares the callbacks, their names, and the imports that lead to them.
macro_rules! callbacks {
    ($($(#[doc = $doc:literal])+ $callback:ident = fn $name:ident($($param:ident: $kind:ty),*) -> $result:tt;)+) => {
        /// What the guest asks of the application; see the imports of the abi crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Callback {
            $($(#[doc = $doc])+ $callback),+
        }

        impl Callback {
            /// All of them, in order.
            #[cfg(feature = "napi")]
            pub const ALL: &[Self] = &[$(Self::$callback),+];

            /// Name of the import.
            #[cfg(feature = "napi")]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$callback => stringify!($name)),+
                }
            }
        }

        impl<C: Callbacks> Call<'_, C> {
            $($(#[doc = $doc])+
            pub fn $name(&mut self, $($param: $kind),*) -> Result<$result> {
                // Addresses are passed as the bits that they are.
                let result = C::invoke(&mut self.0, Callback::$callback, &[$($param as i32),*])?;
                Ok(callbacks!(@give $result result))
            })+
        }
    };
    (@give i32 $value:ident) => { $value };
    (@give () $value:ident) => { { let _: i32 = $value; } };
}

callbacks! {
    /// Calls a function.
    Call = fn call(number: i32, arguments: u32, count: i32, result: u32) -> i32;
    /// Begins an aggregation.
    Begin = fn begin(aggregate: i32) -> i32;
    /// Adds a row to an aggregation, or takes one out.
    Step = fn step(aggregate: i32, aggregation: i32, arguments: u32, count: i32, inverse: i32) -> i32;
    /// Asks for an aggregation's value.
    Value = fn value(aggregate: i32, aggregation: i32, result: u32) -> i32;
    /// Ends an aggregation.
    End = fn end(aggregation: i32) -> ();
    /// Connects a virtual table.
    Connect = fn connect(module: i32, arguments: u32, count: i32, result: u32) -> i32;
    /// Begins a scan.
    Scan = fn scan(table: i32, arguments: u32, count: i32) -> i32;
    /// Advances a scan.
    Next = fn next(scan: i32) -> i32;
    /// Asks for a column of a scan's row.
    Column = fn column(table: i32, scan: i32, column: i32, result: u32) -> i32;
    /// Ends a scan.
    CloseScan = fn close_scan(scan: i32) -> ();
    /// Forgets a function, an aggregate, a module or a table.
    Release = fn release(number: i32) -> ();
}

/// Whoever embeds the guest and answers for the application.
pub trait Callbacks: Sized + 'static {
    /// Calls the application. What has no result is answered with any number. An error ends the guest.
    fn invoke(guest: &mut Caller<'_, State<Self>>, what: Callback, arguments: &[i32]) -> Result<i32>;
}

/// Who embeds a guest in tests, and has nothing to be called.
#[cfg(all(test, feature = "compiler"))]
pub struct Nobody;

#[cfg(all(test, feature = "compiler"))]
impl Callbacks for Nobody {
    fn invoke(_: &mut Caller<'_, State<Self>>, _: Callback, _: &[i32]) -> Result<i32> {
        Ok(0)
    }
}
