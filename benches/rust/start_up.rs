//! The time until SQLite has returned its first row.

use benches::{Native, Side, Wasmtime};
use criterion::{Criterion, criterion_group, criterion_main};

fn open_and_select<S: Side>() {
    let side = S::open(None);
    S::run(&mut side.prepare("SELECT ?"), 1);
}

fn start_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start-up: a database in memory and its first row");
    group.bench_function(Wasmtime::NAME, |bencher| bencher.iter(open_and_select::<Wasmtime>));
    group.bench_function(Native::NAME, |bencher| bencher.iter(open_and_select::<Native>));
    group.finish();
}

criterion_group!(benches, start_up);
criterion_main!(benches);
