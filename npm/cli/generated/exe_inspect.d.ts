// The module that `cargo xtask cli` writes from crates/exe-inspect (src/report.rs, src/bindings.rs).

/** A file whose bytes are read as they are needed. */
export interface ReadableFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

export interface Report {
  bytes: number;
  content:
    | 'elf' | 'mach-o' | 'pe'
    | 'empty' | 'zeros' | 'lfs-pointer' | 'markup' | 'text' | 'archive' | 'wasm' | 'unknown';
  images: Image[];
}

export interface Image {
  cpu: string;
  bits: number;
  littleEndian: boolean;
  system: 'linux' | 'freebsd' | 'darwin' | 'win32' | 'unknown';
  leastSystem: string | null;
  kind: 'library' | 'program' | 'other';
  ownName: string | null;
  needed: string[];
  runPaths: string[];
  libc: 'glibc' | 'musl' | null;
  leastGlibc: string | null;
  versions: { library: string; version: string }[];
  definedVersions: string[];
  imports: { name: string; atLoad: boolean }[];
  node: {
    interface: 'node-api' | 'v8' | 'none';
    moduleVersion: number | null;
    declaredNodeApi: number | null;
    nodeApiFunctions: number;
  };
  damage: Damage | null;
}

export type Damage =
  | { kind: 'header-cut' | 'zeroed' }
  | { kind: 'cut' | 'tail-cut'; needs: number }
  | { kind: 'malformed'; what: string };

/** Returns what a file is and needs. */
export function inspect(file: ReadableFile): Report;

/** The names that an ELF file defines for others. */
export class Definitions {
  /** Reads them. Returns undefined if the file is no intact ELF file. */
  static of(file: ReadableFile): Definitions | undefined;
  /** Returns those names that are not among them. */
  lack(names: string[]): string[];
}
