//! Writes the section of branch hints.

use anyhow::{Result, ensure};
use wasm_encoder::{BranchHint, BranchHints, Module, RawSection};
use wasmparser::{Parser, Payload};

use super::counts::{Count, Counts};
use crate::build::functions::{Function, functions};

/// A hint is worth its bytes if the less usual way is taken at most this often.
const LESS_USUAL: f64 = 0.2;
/// Less often reached branches say nothing.
const LEAST_REACHED: u32 = 50;
/// The share of the counted functions that must be in the module as they were counted.
const LEAST_KNOWN: f64 = 0.8;

/// Returns a copy of a module with names, without the names and with hints. Fails if too many functions have changed
/// since their branches were counted.
pub fn insert(module: &[u8], counts: &Counts) -> Result<Vec<u8>> {
    let (mut section, mut known) = (BranchHints::new(), 0);
    for function in functions(module)? {
        let Some(counted) = counts.of(&function) else { continue };
        known += 1;
        let hints = hints_of(&function, counted);
        if !hints.is_empty() {
            section.function_hints(function.index, hints);
        }
    }
    let changed = counts.len().saturating_sub(known);
    ensure!(
        known as f64 >= LEAST_KNOWN * counts.len() as f64,
        "{changed} of {} functions have changed since their branches were counted: run `cargo xtask profile`",
        counts.len()
    );
    eprintln!("branch hints: {known} functions; {changed} have changed since their branches were counted");
    with_section(module, &section)
}

fn hints_of(function: &Function, counted: &[(usize, Count)]) -> Vec<BranchHint> {
    let hint = |&(branch, count): &(usize, Count)| {
        let branch_hint_value = usual_way(count)?;
        Some(BranchHint { branch_func_offset: *function.branches.get(branch)?, branch_hint_value })
    };
    counted.iter().filter_map(hint).collect()
}

/// Returns 1 if the condition is usually true, 0 if it is usually false.
fn usual_way(count: Count) -> Option<u32> {
    let share = f64::from(count.taken) / f64::from(count.reached);
    if count.reached < LEAST_REACHED {
        None
    } else if share <= LESS_USUAL {
        Some(0)
    } else {
        (share >= 1.0 - LESS_USUAL).then_some(1)
    }
}

/// Copies the module's sections except custom ones, with the hints before the code.
fn with_section(module: &[u8], hints: &BranchHints) -> Result<Vec<u8>> {
    let mut copy = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if matches!(payload, Payload::CodeSectionStart { .. }) && !hints.is_empty() {
            copy.section(hints);
        }
        if let (Some((id, range)), false) = (payload.as_section(), matches!(payload, Payload::CustomSection(_))) {
            let data = &module[usize::try_from(range.start)?..usize::try_from(range.end)?];
            copy.section(&RawSection { id, data });
        }
    }
    Ok(copy.finish())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, FunctionSection, ImportSection, Instruction, NameMap, NameSection, TypeSection, ValType,
    };
    use wasmparser::KnownCustom;

    use super::*;

    /// A module with an import and a function that has two branches.
    fn module() -> Vec<u8> {
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        types.ty().function([ValType::I32], []);
        imports.import("host", "call", wasm_encoder::EntityType::Function(0));
        functions.function(0);
        let (mut code, mut body) = (CodeSection::new(), wasm_encoder::Function::new([]));
        for _ in 0..2 {
            body.instruction(&Instruction::LocalGet(0)).instruction(&Instruction::BrIf(0));
        }
        code.function(body.instruction(&Instruction::End));
        let (mut names, mut map) = (NameSection::new(), NameMap::new());
        map.append(1, "twice");
        names.functions(&map);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code).section(&names);
        module.finish()
    }

    /// Returns the hints of a module: function, offset, value.
    fn hints(module: &[u8]) -> Vec<(u32, u32, bool)> {
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let Payload::CustomSection(section) = payload.expect("the module is valid") else { continue };
            let KnownCustom::BranchHints(functions) = section.as_known() else { panic!("{}", section.name()) };
            for function in functions {
                let function = function.expect("the section is valid");
                for hint in function.hints {
                    let hint = hint.expect("the section is valid");
                    found.push((function.func, hint.func_offset, hint.taken));
                }
            }
        }
        found
    }

    #[test]
    fn hints_stand_at_the_branches_that_were_counted() {
        let module = module();
        let function = &functions(&module).expect("the module has names")[0];
        let counts = format!("twice {:016x}\n0 100 1\n1 90 90\n", function.digest);
        let hinted = insert(&module, &Counts::read(&counts).expect("these are counts")).expect("nothing has changed");
        // A function begins with the number of its local variables. Both branches follow a `local.get` of two bytes.
        assert_eq!(hints(&hinted), [(1, 3, false), (1, 7, true)]);
    }

    #[test]
    fn a_function_that_has_changed_has_no_hints() {
        let counts = Counts::read("twice 0000000000000001\n0 10 1\n").expect("these are counts");
        let error = insert(&module(), &counts).expect_err("no function is as it was counted");
        assert!(error.to_string().contains("1 of 1 functions have changed"), "{error}");
    }

    #[test]
    fn only_a_clear_majority_is_a_hint() {
        let way = |reached, taken| usual_way(Count { reached, taken });
        assert_eq!(way(100, 20), Some(0));
        assert_eq!(way(100, 80), Some(1));
        assert_eq!(way(100, 30), None);
        assert_eq!(way(49, 49), None);
    }
}
