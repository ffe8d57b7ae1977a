//! Node's names of CPUs (`process.arch`), or the usual name where Node has none.

use object::{elf, macho, pe};

/// Returns the name of an ELF file's CPU.
pub fn of_elf(machine: u16, bits: u8, little_endian: bool) -> String {
    let name = match machine {
        elf::EM_X86_64 => "x64",
        elf::EM_386 => "ia32",
        elf::EM_AARCH64 => "arm64",
        elf::EM_ARM => "arm",
        elf::EM_PPC64 => "ppc64",
        elf::EM_PPC => "ppc",
        elf::EM_S390 => "s390x",
        elf::EM_RISCV if bits == 64 => "riscv64",
        elf::EM_LOONGARCH if bits == 64 => "loong64",
        elf::EM_MIPS => match (bits, little_endian) {
            (64, true) => "mips64el",
            (64, false) => "mips64",
            (_, true) => "mipsel",
            (_, false) => "mips",
        },
        other => return format!("machine {other}"),
    };
    name.into()
}

/// Returns the name of a Mach-O file's CPU.
pub fn of_macho(cpu: u32) -> String {
    let name = match cpu {
        macho::CPU_TYPE_X86_64 => "x64",
        macho::CPU_TYPE_X86 => "ia32",
        macho::CPU_TYPE_ARM64 => "arm64",
        macho::CPU_TYPE_ARM => "arm",
        other => return format!("machine {other}"),
    };
    name.into()
}

/// Returns the name of a PE file's CPU.
pub fn of_pe(machine: u16) -> String {
    let name = match machine {
        pe::IMAGE_FILE_MACHINE_AMD64 => "x64",
        pe::IMAGE_FILE_MACHINE_I386 => "ia32",
        pe::IMAGE_FILE_MACHINE_ARM64 => "arm64",
        pe::IMAGE_FILE_MACHINE_ARMNT => "arm",
        other => return format!("machine {other}"),
    };
    name.into()
}
