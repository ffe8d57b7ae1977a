//! The functions of `<math.h>` that compiler_builtins lacks.

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

/// C's `acosh`: NaN below 1. The `libm` crate returns numbers for large negative arguments.
#[unsafe(no_mangle)]
extern "C" fn acosh(x: f64) -> f64 {
    if x < 1.0 { f64::NAN } else { libm::acosh(x) }
}
