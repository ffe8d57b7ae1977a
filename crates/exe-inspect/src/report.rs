//! What an inspection finds. JavaScript sees the same names in camel case.

use serde::{Serialize, Serializer};

/// A file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The size of the file.
    #[serde(serialize_with = "as_number")]
    pub bytes: u64,
    /// What the file is.
    pub content: Content,
    /// The images in it: none if it is no executable, several if it is a fat Mach-O file.
    pub images: Vec<Image>,
}

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Linux and most Unixes.
    Elf,
    /// macOS.
    MachO,
    /// Windows.
    Pe,
    /// No byte.
    Empty,
    /// Zeros at least as far as the header would reach.
    Zeros,
    /// The text that Git leaves in place of a large file.
    LfsPointer,
    /// HTML or XML: an error page of a download, for example.
    Markup,
    /// Text.
    Text,
    /// A compressed file or an archive.
    Archive,
    /// WebAssembly.
    Wasm,
    /// Nothing of these.
    Unknown,
}

/// One executable image.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// Node's name of the CPU, or another if Node has none.
    pub cpu: String,
    /// 32 or 64.
    pub bits: u8,
    /// Whether numbers are little-endian.
    pub little_endian: bool,
    /// The system that loads it.
    pub system: System,
    /// The least version of that system, if the image names one.
    pub least_system: Option<String>,
    /// Whether it is a library.
    pub kind: Kind,
    /// The name by which others need it.
    pub own_name: Option<String>,
    /// The libraries that it needs, by the names that it has for them.
    pub needed: Vec<String>,
    /// Folders where it looks for them; `$ORIGIN` is its own.
    pub run_paths: Vec<String>,
    /// The C library that it is built for; `None` if it needs none, or has none to choose.
    pub libc: Option<Libc>,
    /// The least version of glibc, by its version records.
    pub least_glibc: Option<String>,
    /// Every version record.
    pub versions: Vec<VersionNeed>,
    /// Versions that it defines, if it is a library for others.
    pub defined_versions: Vec<String>,
    /// Symbols that others must define.
    pub imports: Vec<Import>,
    /// What it needs of Node.
    pub node: NodeAbi,
    /// What is wrong with the file.
    pub damage: Option<Damage>,
}

/// A family of systems, by Node's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// Linux.
    Linux,
    /// FreeBSD.
    FreeBsd,
    /// macOS.
    Darwin,
    /// Windows.
    Win32,
    /// A system with ELF that this crate does not name.
    Unknown,
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is loaded into a process.
    Library,
    /// It is a program.
    Program,
    /// It is linked before it can run, or is something else.
    Other,
}

/// A C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Libc {
    /// GNU.
    Glibc,
    /// musl, as in Alpine.
    Musl,
}

/// A version of a library that must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionNeed {
    /// Name of the library.
    pub library: String,
    /// Name of the version, such as `GLIBC_2.34`.
    pub version: String,
}

/// A symbol that another library, or the program, must define.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// Its name.
    pub name: String,
    /// Whether loading fails without it, although functions are bound when they are called first: it is data, or the
    /// image binds all at once.
    pub at_load: bool,
}

/// What an image needs of Node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeAbi {
    /// How it registers itself.
    pub interface: Interface,
    /// `NODE_MODULE_VERSION` that it is built for; `None` if it uses Node-API, or if the number was not found.
    pub module_version: Option<u32>,
    /// The version of Node-API that it declares; `None` if it declares none.
    pub declared_node_api: Option<u32>,
    /// The least version of Node-API that has the functions it imports; 0 if it imports none.
    pub node_api_functions: u32,
}

/// How an addon registers itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interface {
    /// By Node-API, which is the same in every release of Node.
    NodeApi,
    /// By V8's API, which differs between releases of Node.
    V8,
    /// Not at all: it is no addon, or its tables cannot be read.
    None,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Damage {
    /// The header itself is incomplete.
    HeaderCut,
    /// The file ends before what is mapped into memory ends.
    Cut {
        /// The size that it must at least have.
        #[serde(serialize_with = "as_number")]
        needs: u64,
    },
    /// The file ends after what is mapped into memory, but before its last table ends.
    TailCut {
        /// The size that it must have.
        #[serde(serialize_with = "as_number")]
        needs: u64,
    },
    /// A part that cannot be all zeros is.
    Zeroed,
    /// A table contradicts the file.
    Malformed {
        /// Which one.
        what: String,
    },
}

impl Image {
    /// Returns an image of which nothing is known but that it is damaged, or too strange to read.
    pub(crate) fn unreadable(system: System, damage: Damage) -> Self {
        Self {
            cpu: "unknown".into(),
            bits: 0,
            little_endian: true,
            system,
            least_system: None,
            kind: Kind::Other,
            own_name: None,
            needed: Vec::new(),
            run_paths: Vec::new(),
            libc: None,
            least_glibc: None,
            versions: Vec::new(),
            defined_versions: Vec::new(),
            imports: Vec::new(),
            node: NodeAbi::NONE,
            damage: Some(damage),
        }
    }
}

/// Writes a size as a number of JavaScript: damaged files claim sizes beyond its integers.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")
)]
fn as_number<S: Serializer>(size: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(*size as f64)
}
