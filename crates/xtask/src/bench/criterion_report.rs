//! Criterion's measurements: the two sides of each group, and their ratio.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// Nanoseconds of one operation, by side.
type Sides = BTreeMap<String, f64>;

/// Writes the measurements in criterion's folder to the file of results.
pub fn update(folder: &Path, results: &Path) -> Result<()> {
    let mut all: Value = serde_json::from_str(&fs::read_to_string(results)?)?;
    all["rust"] = rows(folder)?;
    Ok(fs::write(results, format!("{all:#}\n"))?)
}

/// Returns a row for each group: its name, the time on native SQLite, and the ratio of wasmtime's time to it.
fn rows(folder: &Path) -> Result<Value> {
    let mut groups: BTreeMap<String, Sides> = BTreeMap::new();
    for group in fs::read_dir(folder)? {
        for side in fs::read_dir(group?.path())? {
            let measured = side?.path().join("new");
            if measured.join("benchmark.json").exists() {
                let (group, side, time) = read(&measured)?;
                groups.entry(group).or_default().insert(side, time);
            }
        }
    }
    ensure!(!groups.is_empty(), "{} has no measurements", folder.display());
    let rows = groups.into_iter().map(|(group, sides)| {
        let side = |name: &str| sides.get(name).with_context(|| format!("{group} was not measured on {name}"));
        let (native, wasmtime) = (side("native")?, side("wasmtime")?);
        Ok(json!({ "name": group, "native": native, "ratio": wasmtime / native }))
    });
    rows.collect()
}

/// Reads one measurement. Returns its group, its side, and the median time of one operation in nanoseconds.
fn read(folder: &Path) -> Result<(String, String, f64)> {
    let json = |name: &str| -> Result<Value> { Ok(serde_json::from_str(&fs::read_to_string(folder.join(name))?)?) };
    let (about, estimates) = (json("benchmark.json")?, json("estimates.json")?);
    let name = |key: &str| about[key].as_str().map(str::to_owned).with_context(|| format!("{key} is not a name"));
    let median = estimates["median"]["point_estimate"].as_f64().context("there is no median")?;
    let operations = about["throughput"]["Elements"].as_f64().unwrap_or(1.0);
    Ok((name("group_id")?, name("function_id")?, median / operations))
}
