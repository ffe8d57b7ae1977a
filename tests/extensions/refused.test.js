'use strict';

// Files that are no extensions, and modules that are damaged, foreign or hostile. Each is refused with a reason, and
// the connection works on. Native better-sqlite3 runs what it is given.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { test } = require('node:test');
const { SqliteError, folder } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');
const {
  TYPES, constant, dylink, globalGet, imported, list, memoryInfo, name, number, section, sideModule,
} = require('./support/encode');

const UNREACHABLE = [0x00, 0x0b];

/** Loads a module from a file. Returns the connection. */
function load(t, content) {
  const { file, open, write } = scratch(t);
  write('x.wasm', content);
  const db = open(':memory:');
  return { db, load: () => db.loadExtension(file('x.wasm')) };
}

test('a module with an entry point that does nothing is loaded', (t) => {
  load(t, sideModule()).load();
  load(t, sideModule({
    elements: [[0, ...globalGet(1), ...list([[0]])]], data: [[0, ...globalGet(0), ...name('12345678')]],
  })).load();
});

const segment = (offset, bytes = 'x') => [0, ...offset, ...name(bytes)];
const element = (offset, count = 1) => [0, ...offset, ...list(Array.from({ length: count }, () => [0]))];

for (const [what, content, reason] of [
  ['an empty file', '', /is not a WebAssembly module/],
  ['a text', 'text', /is not a WebAssembly module/],
  ['a shared object', '\x7fELF\x02', /is machine code;.*docs\/EXTENSIONS\.md/],
  ['a library of Windows', 'MZ\x90\0', /is machine code/],
  ['a library of macOS', Buffer.from('cffaedfe0c000001', 'hex'), /is machine code/],
  ['another version of WebAssembly', Buffer.from('0061736d02000000', 'hex'), /is not a WebAssembly module/],
  ['an empty module', Buffer.from('0061736d01000000', 'hex'), /no SQLite extension.*dylink\.0/],
  ['the module of this package', readFileSync(`${folder}/wasm/sqlite.wasm`), /no SQLite extension.*dylink\.0/],
  ['no demand of memory', sideModule({ first: dylink() }), /does not say what memory it needs/],
  ['two demands of memory', sideModule({ first: dylink(memoryInfo(8, 0, 1, 0), memoryInfo(8, 0, 1, 0)) }), /damaged/],
  ['too long a demand', sideModule({ first: dylink(section(1, [8, 0, 1, 0, 0])) }), /damaged/],
  ['too short a demand', sideModule({ first: dylink(section(1, [8, 0, 1])) }), /damaged/],
  ['4 GB of memory', sideModule({ first: dylink(memoryInfo(0xffffffff, 0, 1, 0)) }), /demands 4294967295 bytes/],
  ['an alignment of 2 GB', sideModule({ first: dylink(memoryInfo(8, 31, 1, 0)) }), /alignment that is not supported/],
  ['an alignment of the table', sideModule({ first: dylink(memoryInfo(8, 0, 1, 1)) }), /alignment/],
  ['too much of the table', sideModule({ first: dylink(memoryInfo(8, 0, 0xffffffff, 0)) }), /more of the table/],
  ['a library', sideModule({ first: dylink(memoryInfo(8, 0, 1, 0), section(2, list([name('libm.so')]))) }),
    /needs the library libm\.so/],
  ['data beyond its memory', sideModule({ data: [segment(globalGet(0), '123456789')] }), /more memory than it demands/],
  ['data at a fixed place', sideModule({ data: [segment(constant(0))] }), /compile it with -fPIC/],
  ['data at its table', sideModule({ data: [segment(globalGet(1))] }), /compile it with -fPIC/],
  ['data at no global', sideModule({ data: [segment(globalGet(9))] }), /compile it with -fPIC/],
  ['data behind its base', sideModule({ data: [[0, 0x23, 0, 0x41, 4, 0x6a, 0x0b, ...name('x')]] }), /-fPIC/],
  ['data of another memory', sideModule({ data: [[2, 1, ...globalGet(0), ...name('x')]] }), /not supported/],
  ['functions beyond its table', sideModule({ elements: [element(globalGet(1), 2)] }), /more of the table than it/],
  ['functions at a fixed place', sideModule({ elements: [element(constant(1))] }), /compile it with -fPIC/],
  ['functions as expressions', sideModule({ elements: [[4, ...globalGet(1), 1, 0xd2, 0, 0x0b]] }), /not supported/],
  ['a memory of its own', sideModule({ own: [section(5, list([[0, 1]]))] }), /has a memory of its own/],
  ['a table of its own', sideModule({ own: [section(4, list([[0x70, 0, 1]]))] }), /has a table of its own/],
  ['a type of an object', sideModule({ types: [[0x5f, 0]] }), /types that C functions do not have/],
  ['sections in a wrong order', sideModule({ own: [section(10, [0]), section(2, [0])] }), /damaged/],
  ['an unknown section', sideModule({ own: [section(99, [])] }), /damaged/],
  ['code that is not valid', sideModule({ code: [0x6a, 0x0b] }), /cannot be run: .*(function|validate)/i],
  ['no code', sideModule().subarray(0, -9), /damaged|cannot be run/],
  ['an entry point of another type', sideModule({ functionType: TYPES.procedure, code: [0x0b] }), /no entry point/],
  ['an entry point that is not a function', sideModule({
    entry: 'f', others: [[...name('sqlite3_extension_init'), 2, 0]],
  }), /no entry point/],
]) {
  test(`${what} is refused`, (t) => {
    const { db, load: loadIt } = load(t, content);
    for (let repetition = 0; repetition < 2; repetition++) {
      assert.throws(loadIt, (error) => {
        assert.ok(error instanceof SqliteError);
        assert.equal(error.code, 'SQLITE_ERROR');
        assert.match(error.message, reason);
        return true;
      });
    }
    assert.equal(db.prepare('select 1').pluck().get(), 1);
  });
}

for (const [what, imports, reason] of [
  ['a C function that is not offered', [imported.func('env', 'fopen')], /\(fopen\).*docs\/EXTENSIONS\.md/],
  ['several', [imported.func('env', 'fopen'), imported.func('env', 'fread')], /\(fopen, fread\)/],
  ['a function of SQLite', [imported.func('env', 'sqlite3_malloc')], /include sqlite3ext\.h instead of sqlite3\.h/],
  ['a function of the host', [imported.func('host', 'path_open')], /\(path_open\)/],
  ['a function of WASI', [imported.func('wasi_snapshot_preview1', 'fd_write')], /\(fd_write\)/],
  ['a function by the name of the memory', [imported.func('env', 'memory')], /\(memory\)/],
  ['a function of another type', [imported.func('env', 'memcpy')], /cannot be run: .*import/i],
  ['a name of objects', [imported.func('env', '__proto__')], /\(__proto__\)/],
  ['a global of the name of objects', [imported.global('__proto__', 'x', 1)], /\(x\)/],
  ['the address of a function that is not offered', [imported.global('GOT.func', 'fopen', 1)], /\(fopen\)/],
  ['the address of a variable', [imported.global('GOT.mem', 'stdout', 1)], /\(stdout\)/],
  ['a constant address', [imported.global('GOT.func', 'free', 0)], /\(free\)/],
  ['a long global', [imported.global('GOT.func', 'free', 1, 0x7e)], /\(free\)/],
  ['a constant stack', [imported.global('env', '__stack_pointer', 0)], /\(__stack_pointer\)/],
  ['another memory', [imported.memory('env', 'memory2')], /\(memory2\)/],
  ['more memory than there is', [imported.memory('env', 'memory', 60000)], /damaged|cannot be run: .*memory/i],
]) {
  test(`an import of ${what} is refused`, (t) => {
    const { db, load: loadIt } = load(t, sideModule({ imports }));
    assert.throws(loadIt, (error) => error instanceof SqliteError && reason.test(error.message));
    assert.equal(db.prepare('select 1').pluck().get(), 1);
  });
}

test('addresses of C functions and of its own are resolved', (t) => {
  const own = [imported.global('GOT.func', 'sqlite3_extension_init', 1), imported.global('GOT.func', 'free', 1)];
  load(t, sideModule({ imports: own })).load();
});

/** Asserts that a call ends the instance, and that a new connection works. */
function assertStops(t, call) {
  const other = scratch(t).open();
  other.exec('create table t(a); begin; insert into t values (1)');
  assert.throws(call, /SQLite stopped unexpectedly .*Open a new connection to go on/);
  assert.throws(() => other.exec('commit'), /SQLite stopped unexpectedly/);
  const next = scratch(t).open(':memory:');
  assert.equal(next.loadExtension(built('kinds')).prepare('select word(1)').pluck().get(), 'eins');
}

test('a start function that traps stops the instance', (t) => {
  const trapping = sideModule({ functionType: TYPES.procedure, code: UNREACHABLE, start: number(0) });
  assertStops(t, load(t, trapping).load);
});

for (const entry of ['traps', 'strays', 'recurses']) {
  test(`an entry point that ${entry} stops the instance`, (t) => {
    const db = scratch(t).open(':memory:');
    assertStops(t, () => db.loadExtension(built('failing'), entry));
  });
}

test('what a constructor throws stops the instance', (t) => {
  const tag = section(13, list([[0, TYPES.procedure]]));
  const throwing = sideModule({
    own: [tag], functionType: TYPES.procedure, entry: '__wasm_call_ctors', code: [0x08, 0, 0x0b],
  });
  assertStops(t, load(t, throwing).load);
});

test('an entry point is named that has another type', (t) => {
  const db = scratch(t).open(':memory:');
  for (const entry of ['takes_nothing', 'number', '__wasm_apply_data_relocs', 'memory']) {
    assert.throws(() => db.loadExtension(built('failing'), entry), /no entry point/);
  }
});

test('what an entry point has registered before it failed stays', (t) => {
  const db = scratch(t).open(':memory:');
  assert.throws(() => db.loadExtension(built('failing'), 'refuses_late'), /error during initialization/);
  assert.equal(db.prepare('select one()').pluck().get(), 1);
  db.close();
});
