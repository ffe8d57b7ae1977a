//! Prints the result codes and flags that JavaScript needs, from the pinned SQLite's own header.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result, ensure};

use super::title;

/// The header, below the root of the repository.
pub const PATH: &str = "node_modules/better-sqlite3/deps/sqlite3/sqlite3.h";

const SOURCE: &str = "sqlite3.h";

/// The operations that an update hook reports, which the header declares among those of authorizers.
const OPERATIONS: [&str; 3] = ["DELETE", "INSERT", "UPDATE"];

/// A constant of the header: its name without `SQLITE_`, and its value.
type Macro = (String, i32);

struct Group {
    name: &'static str,
    doc: &'static str,
    macros: Vec<Macro>,
}

fn groups(header: &str) -> Result<[Group; 4]> {
    let macros = macros(header);
    let named = |prefix: &str| macros.iter().filter(|(name, _)| name.starts_with(prefix)).cloned().collect::<Vec<_>>();
    let groups = [
        Group { name: "RESULT_CODES", doc: "Result codes, primary and extended.", macros: result_codes(&macros)? },
        Group { name: "OPEN_FLAGS", doc: "Flags of sqlite3_open_v2().", macros: named("OPEN_") },
        Group {
            name: "CHANGESET",
            doc: "Conflicts of changesets, and their resolutions.",
            macros: named("CHANGESET_"),
        },
        Group {
            name: "OPERATIONS",
            doc: "The operations that an update hook reports.",
            macros: macros.iter().filter(|(name, _)| OPERATIONS.contains(&name.as_str())).cloned().collect(),
        },
    ];
    for group in &groups {
        ensure!(!group.macros.is_empty(), "{SOURCE} has no constants for {}", group.name);
    }
    Ok(groups)
}

/// Result codes begin at `SQLITE_OK`; the last extended one is a code of the family `SQLITE_OK`.
fn result_codes(macros: &[Macro]) -> Result<Vec<Macro>> {
    let position = |name: &str| {
        macros.iter().position(|(other, _)| other == name).with_context(|| format!("{SOURCE} lacks SQLITE_{name}"))
    };
    Ok(macros[position("OK")?..=position("OK_SYMLINK")?].to_vec())
}

/// Returns every integer macro of a header, in its order.
fn macros(header: &str) -> Vec<Macro> {
    let mut known = BTreeMap::new();
    let mut macros = Vec::new();
    for line in header.lines() {
        let Some(definition) = line.strip_prefix("#define SQLITE_") else { continue };
        let (name, rest) = definition.split_once(char::is_whitespace).unwrap_or((definition, ""));
        let text = rest.split("/*").next().unwrap_or_default().trim();
        if let Some(value) = evaluate(text, &known) {
            known.insert(name.to_owned(), value);
            macros.push((name.to_owned(), value));
        }
    }
    macros
}

/// Evaluates an integer, or the form of extended codes: `(SQLITE_NAME | (1<<8))`.
fn evaluate(text: &str, known: &BTreeMap<String, i32>) -> Option<i32> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i32::from_str_radix(digits, 16).ok();
    }
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let (family, extension) = text.strip_prefix('(')?.strip_suffix(')')?.split_once('|')?;
    let family = known.get(family.trim().strip_prefix("SQLITE_")?)?;
    let (number, shift) = extension.trim().strip_prefix('(')?.strip_suffix(')')?.split_once("<<")?;
    Some(family | number.parse::<i32>().ok()? << shift.parse::<u32>().ok()?)
}

/// Returns the text of `sqlite.js`.
pub fn script(header: &str) -> Result<String> {
    let mut js = format!("'use strict';\n\n{}\n", title(SOURCE));
    for Group { name, macros, .. } in groups(header)? {
        writeln!(js, "\nexports.{name} = Object.freeze({{")?;
        for (name, value) in macros {
            writeln!(js, "  SQLITE_{name}: {value},")?;
        }
        writeln!(js, "}});")?;
    }
    Ok(js)
}

/// Returns the text of `sqlite.d.ts`.
pub fn declarations(header: &str) -> Result<String> {
    let mut ts = format!("{}\n", title(SOURCE));
    for Group { name, doc, macros } in groups(header)? {
        writeln!(ts, "\n/** {doc} */\nexport const {name}: {{")?;
        for (name, value) in macros {
            writeln!(ts, "  readonly SQLITE_{name}: {value};")?;
        }
        writeln!(ts, "}};")?;
    }
    Ok(ts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_extended_codes_are_evaluated() {
        let header = "#define SQLITE_OK 0 /* fine */\n#define SQLITE_BUSY   5\n\
                      #define SQLITE_BUSY_TWO (SQLITE_BUSY | (2<<8))\n\
                      #define SQLITE_OPEN_CREATE 0x00000004  /* flag */\n\
                      #define SQLITE_VERSION \"3\"\n#define OTHER 1\n";
        let expected = [("OK", 0), ("BUSY", 5), ("BUSY_TWO", 517), ("OPEN_CREATE", 4)];
        assert_eq!(macros(header), expected.map(|(name, value)| (name.to_owned(), value)));
    }
}
