//! Keeps lines and files short: CONTRIBUTING.md says how short.

use anyhow::{Result, ensure};

use crate::sources::{self, Source};

const FOLDERS: [&str; 10] =
    [".github", "benches", "crates", "examples", "npm/cli", "npm/index.d.ts", "npm/lib", "packages", "site", "tests"];

const MAX_COLUMNS: usize = 120;
const MAX_LINES: usize = 350;

/// Files that may be longer, with the reason.
const LONG: [(&str, &str); 1] = [("npm/index.d.ts", "TypeScript wants the package's types in one file")];

/// Long lines that are SQL in a program, by their files.
const SQL: [&str; 3] =
    ["tests/dependants/programs/db0.js", "tests/dependants/programs/drizzle.js", "tests/dependants/programs/prisma.js"];

/// Fails if a line or a file is too long.
pub fn check() -> Result<()> {
    let problems: Vec<_> = sources::read(&FOLDERS)?.iter().flat_map(problems_of).collect();
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

fn problems_of(Source { path, text }: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES && !LONG.iter().any(|(long, _)| path.ends_with(long)) {
        problems.push(format!("{}: {lines} lines, more than {MAX_LINES}: split the file", path.display()));
    }
    if !SQL.iter().any(|sql| path.ends_with(sql)) {
        let long = text.lines().enumerate().filter(|(_, line)| line.chars().count() > MAX_COLUMNS);
        problems.extend(long.map(|(index, _)| format!("{}:{}: over {MAX_COLUMNS} columns", path.display(), index + 1)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(path: &str, text: String) -> usize {
        problems_of(&Source { path: path.into(), text }).len()
    }

    #[test]
    fn long_lines_and_long_files_are_found() {
        assert_eq!(problems("a.js", format!("{}\n", "ü".repeat(MAX_COLUMNS)).repeat(MAX_LINES)), 0);
        assert_eq!(problems("a.js", format!("short\n{}\n", "x".repeat(MAX_COLUMNS + 1))), 1);
        assert_eq!(problems("a.js", "x\n".repeat(MAX_LINES + 1)), 1);
        assert_eq!(problems("npm/index.d.ts", "x\n".repeat(MAX_LINES + 1)), 0);
    }
}
