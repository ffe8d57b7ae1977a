use std::path::PathBuf;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use tempfile::TempDir;

use crate::{Native, Side, Wasmtime};

/// Number of rows of the table `small`.
const ROWS: i64 = 10_000;

const FILL: &str = "
    CREATE TABLE small (integer INTEGER PRIMARY KEY, real REAL, text TEXT, blob BLOB, nul);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    INSERT INTO small SELECT i, i + 0.25, 'this is row ' || i, x'7468697320697320612062', NULL FROM n;
    CREATE TABLE log (integer, real, text, blob);";

/// An operation on a filled database.
pub struct Trial {
    /// Name in reports.
    pub name: &'static str,
    /// Whether the database is a file.
    pub file: bool,
    /// Statements that configure the connection.
    pub settings: &'static str,
    /// Statements before and after the repeated one.
    pub around: Option<(&'static str, &'static str)>,
    /// The statement that is repeated, with a parameter that is a key of `small`.
    pub sql: &'static str,
    /// Executions of that statement in one measurement.
    pub repeats: u32,
    /// Number of rows, or other units of work, that one measurement processes.
    pub operations: u64,
}

impl Trial {
    /// A trial in memory that executes its statement once.
    pub const IN_MEMORY: Self =
        Self { name: "", file: false, settings: "", around: None, sql: "", repeats: 1, operations: 1 };

    fn measure<S: Side>(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        let folder = TempDir::new().expect("there is a folder for temporary files");
        let path: Option<PathBuf> = self.file.then(|| folder.path().join("bench.db"));
        let side = S::open(path.as_deref());
        side.script(self.settings);
        side.script(FILL);
        let mut statement = side.prepare(self.sql);
        // Steps by a prime number, so that caches cannot predict the next key.
        let mut key = 0;
        group.bench_function(S::NAME, |bencher| {
            bencher.iter(|| {
                if let Some((before, _)) = self.around {
                    side.script(before);
                }
                for _ in 0..self.repeats {
                    key = (key + 7919) % ROWS;
                    S::run(&mut statement, key + 1);
                }
                if let Some((_, after)) = self.around {
                    side.script(after);
                }
            });
        });
    }
}

/// Measures each trial on both sides, one side after the other.
pub fn compare(criterion: &mut Criterion, kind: &str, trials: &[Trial]) {
    for trial in trials {
        let mut group = criterion.benchmark_group(format!("{kind}: {}", trial.name));
        group.throughput(Throughput::Elements(trial.operations));
        trial.measure::<Wasmtime>(&mut group);
        trial.measure::<Native>(&mut group);
        group.finish();
    }
}
