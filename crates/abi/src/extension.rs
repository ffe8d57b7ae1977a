//! What the guest lends to loadable extensions: its table of functions, its stack, and functions of its C library.

/// Name of the export that is the guest's table of functions, as clang and wasm-ld call it.
pub const TABLE: &str = "__indirect_function_table";

/// Name of the export that is the pointer to the top of the guest's stack, as clang and wasm-ld call it.
pub const STACK_POINTER: &str = "__stack_pointer";

/// Calls `$with!` with the prototype of every C function that an extension may import. SQLite's functions are not among
/// them: an extension gets those by a pointer, as everywhere.
#[macro_export]
macro_rules! for_each_extension_function {
    ($with:ident) => {
        $with! {
            fn memchr(memory: ptr, byte: int, count: len) -> ptr;
            fn memcmp(left: ptr, right: ptr, count: len) -> int;
            fn memcpy(to: ptr, from: ptr, count: len) -> ptr;
            fn memmove(to: ptr, from: ptr, count: len) -> ptr;
            fn memset(to: ptr, byte: int, count: len) -> ptr;
            fn strchr(text: ptr, char: int) -> ptr;
            fn strcmp(left: ptr, right: ptr) -> int;
            fn strlen(text: ptr) -> len;
            fn strncmp(left: ptr, right: ptr, count: len) -> int;
            fn strrchr(text: ptr, char: int) -> ptr;
            fn strspn(text: ptr, accepted: ptr) -> len;
            fn qsort(base: ptr, count: len, width: len, compare: ptr);
            fn calloc(count: len, size: len) -> ptr;
            fn free(memory: ptr);
            fn malloc(size: len) -> ptr;
            fn realloc(memory: ptr, size: len) -> ptr;
            fn acos(x: double) -> double;
            fn acosh(x: double) -> double;
            fn asin(x: double) -> double;
            fn asinh(x: double) -> double;
            fn atan(x: double) -> double;
            fn atan2(y: double, x: double) -> double;
            fn atanh(x: double) -> double;
            fn cos(x: double) -> double;
            fn cosh(x: double) -> double;
            fn exp(x: double) -> double;
            fn fmod(x: double, y: double) -> double;
            fn log(x: double) -> double;
            fn log10(x: double) -> double;
            fn log2(x: double) -> double;
            fn pow(x: double, y: double) -> double;
            fn sin(x: double) -> double;
            fn sinh(x: double) -> double;
            fn tan(x: double) -> double;
            fn tanh(x: double) -> double;
        }
    };
}

/// Expands the list to its names.
macro_rules! names {
    ($(fn $name:ident($($param:ident: $kind:ident),*) $(-> $result:ident)?;)+) => {
        &[$(stringify!($name)),+]
    };
}

/// The names of the C functions that an extension may import.
pub const EXTENSION_FUNCTIONS: &[&str] = for_each_extension_function!(names);
