//! The counts of branches, as text. A function is a line with its name and digest. Its branches follow, a line each:
//! the number of the branch, how often it was reached, and how often its condition was true. Branches that were not
//! reached have no line.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, Result};

use crate::build::functions::Function;

/// How often a branch was reached, and how often its condition was true.
#[derive(Clone, Copy)]
pub struct Count {
    pub reached: u32,
    pub taken: u32,
}

/// The counts of a module's functions, by name. Two static functions of C may have one name.
pub struct Counts(HashMap<String, Vec<Counted>>);

struct Counted {
    digest: u64,
    branches: Vec<(usize, Count)>,
}

/// Writes the counters of a run as text.
pub fn write(functions: &[Function], counters: &[u8]) -> String {
    let mut words = counters.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().expect("it has 4 bytes")));
    let mut text = String::new();
    for function in functions {
        let mut lines = String::new();
        for branch in 0..function.branches.len() {
            let (reached, taken) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
            if reached > 0 {
                writeln!(lines, "{branch} {reached} {taken}").expect("a String grows");
            }
        }
        if !lines.is_empty() {
            write!(text, "{} {:016x}\n{lines}", function.name, function.digest).expect("a String grows");
        }
    }
    text
}

impl Counts {
    /// Reads text that `write` has written.
    pub fn read(text: &str) -> Result<Self> {
        let (mut counts, mut name) = (HashMap::<String, Vec<Counted>>::new(), "");
        for line in text.lines() {
            let words: Vec<_> = line.split(' ').collect();
            match words[..] {
                [function, digest] => {
                    name = function;
                    let digest = u64::from_str_radix(digest, 16)?;
                    counts.entry(name.to_owned()).or_default().push(Counted { digest, branches: Vec::new() });
                }
                [branch, reached, taken] => {
                    let function = counts.get_mut(name).and_then(|same| same.last_mut());
                    let count = Count { reached: reached.parse()?, taken: taken.parse()? };
                    function.context("a branch before the first function")?.branches.push((branch.parse()?, count));
                }
                _ => anyhow::bail!("not a line of counts: {line}"),
            }
        }
        Ok(Self(counts))
    }

    /// Returns the number of functions.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Returns the counts of a function's branches, unless the function has changed since.
    pub fn of(&self, function: &Function) -> Option<&[(usize, Count)]> {
        let same_name = self.0.get(&function.name)?;
        let counted = same_name.iter().find(|counted| counted.digest == function.digest)?;
        Some(&counted.branches)
    }
}
