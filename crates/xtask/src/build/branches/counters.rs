//! Makes a copy of a module that counts its branches, in a second memory that it exports as `branch_counts`.

use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction, MemArg, MemArgTarget,
    MemorySection, MemoryType, Module, ValType,
};

/// The bytes of a branch: how often the branch was reached and, 4 bytes later, how often its condition was true.
const COUNTER: u64 = 8;
const PAGE: u64 = 65_536;

/// Returns the copy. The counter of branch `n`, in the order of `functions`, is at the address 8 × n.
pub fn insert(module: &[u8], branches: usize) -> Result<Vec<u8>> {
    let mut copy = Module::new();
    let mut counting = Counting { branches: branches as u64, next: 0, condition: 0 };
    counting.parse_core_module(&mut copy, wasmparser::Parser::new(0), module).context("the module cannot be copied")?;
    Ok(copy.finish())
}

struct Counting {
    branches: u64,
    /// The branch that comes next.
    next: u64,
    /// The global variable that keeps a branch's condition.
    condition: u32,
}

impl Counting {
    /// Adds to a counter: 1, or 1 if the condition is true.
    fn add(&self, function: &mut wasm_encoder::Function, offset: u64, only_if_true: bool) {
        let at = MemArg { offset, align: 2, target: MemArgTarget::Memory(1), ordering: None };
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::I32Const(0));
        function.instruction(&Instruction::I32Load(at));
        if only_if_true {
            function.instruction(&Instruction::GlobalGet(self.condition));
            function.instruction(&Instruction::I32Eqz);
            function.instruction(&Instruction::I32Eqz);
        } else {
            function.instruction(&Instruction::I32Const(1));
        }
        function.instruction(&Instruction::I32Add);
        function.instruction(&Instruction::I32Store(at));
    }
}

impl Reencode for Counting {
    type Error = Infallible;

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_memory_section(self, memories, section)?;
        let minimum = (self.branches * COUNTER).div_ceil(PAGE);
        let maximum = Some(minimum);
        memories.memory(MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2: None });
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: wasmparser::GlobalSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        self.condition = section.count();
        utils::parse_global_section(self, globals, section)?;
        let kind = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(kind, &ConstExpr::i32_const(0));
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_export_section(self, exports, section)?;
        exports.export("branch_counts", ExportKind::Memory, 1);
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: wasmparser::FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let instruction = self.parse_instruction(&mut operators)?;
            if matches!(instruction, Instruction::If(_) | Instruction::BrIf(_)) {
                function.instruction(&Instruction::GlobalSet(self.condition));
                self.add(&mut function, self.next * COUNTER, false);
                self.add(&mut function, self.next * COUNTER + 4, true);
                function.instruction(&Instruction::GlobalGet(self.condition));
                self.next += 1;
            }
            function.instruction(&instruction);
        }
        code.function(&function);
        Ok(())
    }
}
