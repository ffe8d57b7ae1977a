'use strict';

// Invalid uses of the API, and valid ones that are easy to get wrong.

const CONSTRUCTIONS = [
  's.open(5)', 's.open("x.db", 5)', 's.open(":memory:", { readonly: true })',
  's.open("absent.db", { fileMustExist: true })', 's.open("absent/x.db")', 's.open(":memory:", { timeout: -1 })',
  's.open(":memory:", { timeout: 2 ** 31 })', 's.open(":memory:", { verbose: 1 })',
  's.open(":memory:", { readOnly: true })', 's.open(":memory:", { memory: true })',
  's.open(Buffer.alloc(0))', 's.open(Buffer.from("no database at all, but long enough to be looked at"))',
  's.open(new Uint8Array(5))', 's.open(null).name', 's.open("  :memory:  ").memory',
  's.Database(":memory:").close()', 'new s.Database.SqliteError("m", "SQLITE_X")',
  'new s.Database.SqliteError("m", 5)', 's.open(Buffer.alloc(0), { readonly: true }).exec("create table t (a)")',
];

const MISUSES = [
  's.db.prepare()', 's.db.prepare(5)', 's.db.prepare("")', 's.db.prepare("  ;; -- nothing")',
  's.db.prepare("select 1; select 2")', 's.db.prepare("select 1;  ; -- x").all()',
  's.db.exec()', 's.db.exec(null)', 's.db.exec("")', 's.db.exec("select 1; select 2; nonsense; select 3")',
  's.db.pragma()', 's.db.pragma(5)', 's.db.pragma("user_version", 5)',
  's.db.pragma("user_version", { simple: 1 })', 's.db.pragma("user_version; select 1")', 's.db.explain(5)',
  's.db.explain("")', 's.db.serialize(5)', 's.db.serialize({ attached: "" })', 's.db.serialize({ attached: 5 })',
  's.db.serialize({ attached: "absent" })', 's.db.transaction()', 's.db.transaction(5)',
  's.db.transaction(async () => 1)()', 's.db.defaultSafeIntegers(5)', 's.db.unsafeMode(5)', 's.db.backup()',
  's.db.backup(" ")', 's.db.backup(":memory:")',
  's.db.backup("absent/copy.db")', 's.db.backup("copy.db", { progress: 5 })',
  's.db.backup("copy.db", { attached: 5 })', 's.db.loadExtension(5)', 's.db.prepare("select 1").run(5)',
  's.db.prepare("select 1").pluck(5)', 's.db.prepare("select 1").raw().pluck().expand().get()',
  's.db.prepare("create table zz (a)").get()', 's.db.prepare("create table zz (a)").raw()',
  's.db.prepare("begin").columns()',
  's.db.prepare("select ?").bind(1).bind(2)', 's.db.prepare("select ?").bind(1).get(2)',
  's.db.prepare("select ?").bind(1).toString()', 's.db.prepare("select :a").get({ get a() { throw 5; } })',
  's.db.prepare("select ?").get(...Array(40000).fill(1))', 's.db.prepare("select 1\\0 nonsense").all()',
  's.db.prepare("\\ufeffselect 1 as \\"\\ufeffa\\"").all()', 's.db.prepare("select \'\\ud800\'").pluck().get()',
  's.db.prepare("select 1 as a, 2 as a, 3 as \\"1\\", 4 as \\"\\"").all()',
  's.db.prepare("select 9007199254740993").pluck().get()',
  's.db.prepare("select cast(x\'ff41e282\' as text)").pluck().get()',
  's.db.prepare("select 1").get.call({})', 's.db.open = false', 'Object.keys(s.db)',
  '({ ...s.db.prepare("select 1") }).busy', '`${s.db.prepare("select 1 -- x")}`',
];

/** Methods of a connection that are called with random arguments. */
const DATABASE_METHODS = [
  'prepare', 'exec', 'pragma', 'explain', 'transaction', 'serialize', 'defaultSafeIntegers', 'function', 'aggregate',
  'table',
];

/** Methods of a statement that are called with random arguments. */
const STATEMENT_METHODS = ['run', 'all', 'get', 'pluck', 'raw', 'expand', 'safeIntegers'];

/** Methods of a statement that are called when the connection is closed. */
const CLOSED_METHODS = ['run', 'get', 'all', 'iterate', 'columns', 'pluck', 'bind', 'toString', 'safeIntegers'];

module.exports = { CLOSED_METHODS, CONSTRUCTIONS, DATABASE_METHODS, MISUSES, STATEMENT_METHODS };
