'use strict';

// Writes WebAssembly modules, byte by byte.

/** Returns an unsigned number. */
function number(value) {
  const bytes = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** Returns the bytes of a text after their number. */
const name = (text) => [...number(Buffer.byteLength(text)), ...Buffer.from(text)];

/** Returns a list after its length. */
const list = (items) => [...number(items.length), ...items.flat()];

/** Returns a section. */
const section = (id, content) => [id, ...number(content.length), ...content];

const I32 = 0x7f;
const PROCEDURE = [0x60, 0, 0];
const ENTRY_POINT = [0x60, 3, I32, I32, I32, 1, I32];

/** The types of functions by their indices. */
const TYPES = { procedure: 0, entryPoint: 1 };

const constant = (value) => [0x41, ...number(value), 0x0b];
const globalGet = (index) => [0x23, ...number(index), 0x0b];
const RETURN_OK = [0x41, 0, 0x0b];

/** Imports, by what they are. */
const imported = {
  func: (from, text, type = TYPES.procedure) => [...name(from), ...name(text), 0, type],
  table: (from, text) => [...name(from), ...name(text), 1, 0x70, 0, 0],
  memory: (from, text, pages = 0) => [...name(from), ...name(text), 2, 0, ...number(pages)],
  global: (from, text, mutable = 0, type = I32) => [...name(from), ...name(text), 3, type, mutable],
};

const MEMORY = imported.memory('env', 'memory');
const TABLE = imported.table('env', '__indirect_function_table');
const MEMORY_BASE = imported.global('env', '__memory_base');
const TABLE_BASE = imported.global('env', '__table_base');

/** Returns the section dylink.0 with these parts. */
const dylink = (...parts) => section(0, [...name('dylink.0'), ...parts.flat()]);

const memoryInfo = (memory, align, table, tableAlign) => (
  section(1, [memory, align, table, tableAlign].flatMap(number))
);

/**
 * Returns a module with one function. Global 0 is the base of its memory, global 1 that of its table.
 * @param {object} [parts]
 */
function sideModule({
  first = dylink(memoryInfo(8, 2, 1, 0)), types = [], imports = [], own = [], start = [], elements = [],
  code = RETURN_OK, data = [], entry = 'sqlite3_extension_init', functionType = TYPES.entryPoint, others = [],
} = {}) {
  const functions = imports.filter((bytes) => bytes[2 + bytes[0] + bytes[1 + bytes[0]]] === 0).length;
  return Buffer.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...first,
    ...section(1, list([PROCEDURE, ENTRY_POINT, ...types])),
    ...section(2, list([MEMORY, TABLE, MEMORY_BASE, TABLE_BASE, ...imports])),
    ...section(3, list([[functionType]])),
    ...own.flat(),
    ...section(7, list([[...name(entry), 0, ...number(functions)], ...others])),
    ...(start.length > 0 ? section(8, start) : []),
    ...(elements.length > 0 ? section(9, list(elements)) : []),
    ...section(10, list([[...number(code.length + 1), 0, ...code]])),
    ...(data.length > 0 ? section(11, list(data)) : []),
  ]);
}

module.exports = {
  TYPES, constant, dylink, globalGet, imported, list, memoryInfo, name, number, section, sideModule,
};
