//! The functions of `<math.h>` that compiler_builtins does not bring.

/// Exports functions of the `libm` crate under their C names.
macro_rules! export_from_libm {
    ($($name:ident),+) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name(x: f64) -> f64 {
            libm::$name(x)
        }
    )+};
}

export_from_libm!(asinh, atanh);

/// C says NaN below 1; the crate gives numbers for large negative ones.
#[unsafe(no_mangle)]
extern "C" fn acosh(x: f64) -> f64 {
    if x < 1.0 { f64::NAN } else { libm::acosh(x) }
}
