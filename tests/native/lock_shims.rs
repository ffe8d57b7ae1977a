//! Checks the built lock addons, including those that cannot run on this machine: each is for the system and CPU of its
//! name, it imports only a few functions, and it is signed if it is for macOS.

mod support;

use std::collections::BTreeSet;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use object::macho::{DYNAMIC_LOOKUP_ORDINAL, LC_CODE_SIGNATURE, MH_BUNDLE, PLATFORM_MACOS};
use object::pe::{IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE, IMAGE_DLLCHARACTERISTICS_NX_COMPAT, IMAGE_FILE_DLL};
use object::read::macho::{LoadCommandVariant, MachHeader, MachOFile64, Nlist};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader, PeFile64};
use object::{Architecture, BinaryFormat, Endianness, LittleEndian as LE, Object, ObjectSymbol};
use sha2::{Digest, Sha256};

use support::package;

const ENTRY: &str = "napi_register_module_v1";

/// The Node-API functions that the addons call.
const NODE: [&str; 8] = [
    "napi_add_env_cleanup_hook",
    "napi_create_double",
    "napi_create_function",
    "napi_get_cb_info",
    "napi_get_typedarray_info",
    "napi_get_value_double",
    "napi_remove_env_cleanup_hook",
    "napi_set_named_property",
];

/// The functions of kernel32.dll that the addons for Windows call.
const KERNEL32: [&str; 9] = [
    "CloseHandle",
    "CreateFileMappingW",
    "GetLastError",
    "GetModuleHandleW",
    "GetProcAddress",
    "LockFileEx",
    "MapViewOfFile",
    "UnlockFileEx",
    "UnmapViewOfFile",
];

/// The oldest macOS that runs on arm64 and that current Node supports: 11.0, encoded as `xxxx.yy.zz`.
const OLDEST_MACOS: u32 = 0x000b_0000;

/// The largest sizes in bytes. Segments on macOS are aligned to pages of 4 KB on x64 and 16 KB on arm64.
const MAX_LINUX_SIZE: usize = 15_000;
const MAX_WINDOWS_SIZE: usize = 8_000;
const MAX_MACOS_SIZE: usize = 36_000;

const ELF: [(&str, Architecture); 7] = [
    ("linux-x64", Architecture::X86_64),
    ("linux-arm64", Architecture::Aarch64),
    ("linux-arm", Architecture::Arm),
    ("linux-ia32", Architecture::I386),
    ("linux-riscv64", Architecture::Riscv64),
    ("linux-ppc64", Architecture::PowerPc64),
    ("linux-s390x", Architecture::S390x),
];

const MACH_O: [(&str, Architecture); 2] =
    [("darwin-x64", Architecture::X86_64), ("darwin-arm64", Architecture::Aarch64)];

const PE: [(&str, Architecture); 2] = [("win32-x64", Architecture::X86_64), ("win32-arm64", Architecture::Aarch64)];

type MachO<'a> = MachOFile64<'a, Endianness>;

fn read(name: &str) -> Vec<u8> {
    let file = package::folder().join("shim").join(format!("{name}.node"));
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: {}", file.display(), package::ADVICE))
}

#[test]
fn the_code_has_the_content_of_one_addon_for_each_system_and_cpu() {
    let script =
        |name: &str| fs::read_to_string(package::folder().join("lib/generated").join(name)).expect(package::ADVICE);
    let list = script("shims.js");
    let entry = |line: &'_ str| Some(line.trim().strip_prefix('\'')?.split_once(".node'")?.0.to_owned());
    let listed: BTreeSet<_> = list.lines().filter_map(entry).collect();
    let built: BTreeSet<_> = ELF.iter().chain(&MACH_O).chain(&PE).map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, built);
    for name in &built {
        let script = script(&format!("shims/{name}.js"));
        let content = script.split('\'').find(|text| text.len() > 1000).expect("a script with the content");
        assert_eq!(STANDARD.decode(content).unwrap(), read(name), "{name}");
    }
}

fn names<'a>(list: impl IntoIterator<Item = &'a [u8]>) -> BTreeSet<&'a str> {
    list.into_iter().map(|name| str::from_utf8(name).expect("names are ASCII")).collect()
}

#[test]
fn addons_for_linux_import_only_a_few_functions() {
    for (name, cpu) in ELF {
        let bytes = read(name);
        assert!(bytes.len() < MAX_LINUX_SIZE, "{name} has {} bytes", bytes.len());
        let file = object::File::parse(&*bytes).unwrap();
        assert_eq!((file.format(), file.architecture()), (BinaryFormat::Elf, cpu), "{name}");
        let imports = file.imports().unwrap();
        let needed = names(imports.iter().map(|import| import.name()));
        // Compilers add calls of functions that every process has: memcpy, and on arm also number conversions.
        let added_by_compiler = |name: &&str| name.starts_with("mem") || name.starts_with("__aeabi_");
        let called: BTreeSet<_> = needed.into_iter().filter(|name| !added_by_compiler(name)).collect();
        // It never opens a view, so it has none to close at the end.
        let opens_views = |function: &&str| cpu != Architecture::S390x || *function != "napi_add_env_cleanup_hook";
        let functions = NODE.into_iter().filter(opens_views).chain(["__errno_location", "syscall"]);
        assert_eq!(called, functions.collect(), "{name}");
        let exports = file.exports().unwrap();
        assert!(names(exports.iter().map(|export| export.name())).contains(ENTRY), "{name}");
    }
}

#[test]
fn addons_for_windows_import_only_from_kernel32() {
    for (name, cpu) in PE {
        let bytes = read(name);
        assert!(bytes.len() < MAX_WINDOWS_SIZE, "{name} has {} bytes", bytes.len());
        let file = PeFile64::parse(&*bytes).unwrap();
        assert_eq!(file.architecture(), cpu, "{name}");
        let header = file.nt_headers();
        assert_ne!(header.file_header().characteristics.get(LE) & IMAGE_FILE_DLL, 0, "{name} is a library");
        assert_eq!(header.optional_header().address_of_entry_point(), 0, "{name} runs nothing when it is loaded");
        let protections = IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | IMAGE_DLLCHARACTERISTICS_NX_COMPAT;
        assert_eq!(header.optional_header().dll_characteristics() & protections, protections, "{name}");
        let imports = file.imports().unwrap();
        assert_eq!(names(imports.iter().map(|import| import.library())), ["kernel32.dll"].into(), "{name}");
        assert_eq!(names(imports.iter().map(|import| import.name())), KERNEL32.into(), "{name}");
        let exports = file.exports().unwrap();
        assert_eq!(names(exports.iter().map(|export| export.name())), [ENTRY].into(), "{name}");
        let text = bytes.windows(5).position(|part| part == b"napi_");
        assert!(text.is_some(), "{name} looks up the functions of Node");
    }
}

#[test]
fn addons_for_macos_are_bundles_for_every_version_that_node_supports() {
    for (name, cpu) in MACH_O {
        let bytes = read(name);
        assert!(bytes.len() < MAX_MACOS_SIZE, "{name} has {} bytes", bytes.len());
        let file = MachO::parse(&*bytes).unwrap();
        assert_eq!(file.architecture(), cpu, "{name}");
        assert_eq!(file.macho_header().filetype(file.endian()), MH_BUNDLE, "{name}");
        let version = file.build_version().unwrap().expect("the addon has a build version");
        let [platform, oldest] = [version.platform, version.minos].map(|field| field.get(file.endian()));
        assert_eq!((platform, oldest), (PLATFORM_MACOS, OLDEST_MACOS), "{name}");
    }
}

#[test]
fn addons_for_macos_import_only_from_node_and_the_c_library() {
    for (name, _) in MACH_O {
        let bytes = read(name);
        let file = MachO::parse(&*bytes).unwrap();
        let mut libraries = Vec::new();
        let mut commands = file.macho_load_commands().unwrap();
        while let Some(command) = commands.next().unwrap() {
            if let Some(dylib) = command.dylib().unwrap() {
                libraries.push(command.string(file.endian(), dylib.dylib.name).unwrap());
            }
        }
        assert_eq!(libraries, [b"/usr/lib/libSystem.B.dylib"], "{name}");
        let (from_process, from_library) = (functions(&file, DYNAMIC_LOOKUP_ORDINAL), functions(&file, 1));
        assert_eq!(from_process, NODE.map(|name| format!("_{name}")).into(), "{name}");
        assert_eq!(
            from_library,
            ["___error", "_fcntl", "_mmap", "_munmap", "dyld_stub_binder"].map(str::to_owned).into(),
            "{name}"
        );
        let undefined = file.symbols().filter(|symbol| symbol.is_undefined()).count();
        assert_eq!(undefined, from_process.len() + from_library.len());
        let exports = file.exports().unwrap();
        assert_eq!(names(exports.iter().map(|export| export.name())), [format!("_{ENTRY}").as_str()].into(), "{name}");
    }
}

/// Returns the names of the functions imported from a library, by its ordinal, or from the process.
fn functions(file: &MachO, library: u8) -> BTreeSet<String> {
    let undefined = file.symbols().filter(|symbol| symbol.is_undefined());
    let imported = undefined.filter(|symbol| symbol.macho_symbol().library_ordinal(file.endian()) == library);
    imported.map(|symbol| symbol.name().expect("names are ASCII").to_owned()).collect()
}

#[test]
fn addons_for_macos_are_signed() {
    for (name, _) in MACH_O {
        let bytes = read(name);
        let signature = Signature::of(&bytes);
        assert_eq!(signature.flags(), AD_HOC | LINKER_SIGNED, "{name}");
        assert_eq!(signature.stale_pages(&bytes), [0; 0], "{name}");
        for offset in [0, 600, signature.signed_bytes() - 1] {
            let mut damaged = bytes.clone();
            damaged[offset] ^= 1;
            assert_eq!(signature.stale_pages(&damaged), [offset / signature.page_bytes()], "{name}");
        }
    }
}

const AD_HOC: u32 = 0x2;
const LINKER_SIGNED: u32 = 0x2_0000;

/// A code directory: the hashes that the system compares with each page of the file before running it. All numbers are
/// big-endian.
struct Signature(Vec<u8>);

impl Signature {
    const MAGIC: u32 = 0xfade_0cc0;
    const DIRECTORY_MAGIC: u32 = 0xfade_0c02;
    const SHA256: u8 = 2;
    const HASH_BYTES: usize = 32;

    /// Returns the code directory of a file. The signature must be the last part of the file and hold nothing else.
    fn of(bytes: &[u8]) -> Self {
        let file = MachO::parse(bytes).unwrap();
        let mut commands = file.macho_load_commands().unwrap();
        let mut range = None;
        while let Some(command) = commands.next().unwrap() {
            if command.cmd() == LC_CODE_SIGNATURE {
                let LoadCommandVariant::LinkeditData(data) = command.variant().unwrap() else { unreachable!() };
                range = Some([data.dataoff, data.datasize].map(|field| field.get(file.endian()) as usize));
            }
        }
        let [start, length] = range.expect("the file has a signature");
        assert_eq!(start + length, bytes.len(), "nothing follows the signature");
        let signature = Self(bytes[start..].to_vec());
        assert_eq!([signature.number(0), signature.number(8)], [Self::MAGIC, 1], "the signature has one part");
        let directory = Self(bytes[start + signature.number(16) as usize..].to_vec());
        assert_eq!(directory.number(0), Self::DIRECTORY_MAGIC);
        assert_eq!(directory.0[36..38], [Self::HASH_BYTES as u8, Self::SHA256]);
        assert_eq!(directory.signed_bytes(), start, "all bytes before the signature are signed");
        directory
    }

    fn number(&self, at: usize) -> u32 {
        u32::from_be_bytes(*self.0[at..].first_chunk().expect("inside the signature"))
    }

    fn flags(&self) -> u32 {
        self.number(12)
    }

    fn signed_bytes(&self) -> usize {
        self.number(32) as usize
    }

    fn page_bytes(&self) -> usize {
        1 << self.0[39]
    }

    /// Returns the numbers of the pages that differ from the signed ones.
    fn stale_pages(&self, bytes: &[u8]) -> Vec<usize> {
        let (hashes, count) = (self.number(16) as usize, self.number(28) as usize);
        let pages: Vec<_> = bytes[..self.signed_bytes()].chunks(self.page_bytes()).collect();
        assert_eq!(pages.len(), count);
        let signed = |number: usize| &self.0[hashes + number * Self::HASH_BYTES..][..Self::HASH_BYTES];
        (0..count).filter(|&number| Sha256::digest(pages[number])[..] != *signed(number)).collect()
    }
}
