'use strict';

// Where statements end in SQL that arrives line by line.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { StatementSplitter } = require('../../npm/cli/shell/statements');

/** Returns the statements of a text, and what is left without an end. */
function split(text) {
  const splitter = new StatementSplitter();
  const statements = text.split(/^/m).flatMap((line) => splitter.push(line));
  return { statements, rest: splitter.finish() };
}

/** Asserts that a text consists of these statements, and nothing is left. */
function assertSplit(texts) {
  const { statements, rest } = split(texts.join(''));
  assert.deepEqual(statements.map(({ text }) => text), texts);
  assert.equal(rest, undefined);
}

test('semicolons end statements, also several in a line', () => assertSplit(['a;', ' b;', '\nc\nd;']));

test('semicolons in quotes and comments end nothing', () => {
  assertSplit(["SELECT ';', 'it''s;', \"a\"\";\", `;`, [;] -- ;\n/* ; \n ; */;", "SELECT 'a\n;\n';"]);
});

test('quotes in comments and comments in quotes open nothing', () => {
  assertSplit(["SELECT 1 -- it's\n;", "SELECT '--' /* ' */;", "SELECT '/*';", 'SELECT 1 /**/;']);
});

test('a trigger ends at its END, which CASE does not', () => {
  assertSplit([
    'CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 2; END;',
    '\ncreate temp trigger "end" after insert on x begin select 1; /* ; */ end -- c\n;',
    '\nEXPLAIN QUERY PLAN CREATE TEMPORARY TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;\nEND;',
    ' SELECT 1;',
  ]);
});

test('BEGIN, END and tables called trigger are ordinary', () => {
  assertSplit(['BEGIN;', ' END;', ' CREATE TABLE trigger_log(a);', ' SELECT end;']);
});

test('comments and empty statements are no statements', () => {
  assert.deepEqual(split(';;\n-- nothing\n/* nothing */;\n'), { statements: [], rest: undefined });
});

test('statements know the line where they begin', () => {
  const { statements, rest } = split('-- comment\n\nSELECT\n1; SELECT 2;\n\n SELECT 3\n');
  assert.deepEqual(statements.map(({ line }) => line), [3, 4]);
  assert.equal(rest.line, 6);
});

test('an open quote or comment leaves the statement open', () => {
  const trigger = 'CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;';
  for (const text of ["SELECT 'a;\n", 'SELECT "a;\n', 'SELECT 1 /* ;\n', trigger]) {
    assert.equal(split(text).rest.text, text);
  }
});

test('a text of a hundred thousand lines takes no longer than its length', () => {
  const splitter = new StatementSplitter();
  const begin = performance.now();
  splitter.push("INSERT INTO t VALUES('\n");
  for (let i = 0; i < 100_000; i += 1) assert.deepEqual(splitter.push('a line; of text\n'), []);
  assert.equal(splitter.push("');").length, 1);
  assert.ok(performance.now() - begin < 5000);
});
