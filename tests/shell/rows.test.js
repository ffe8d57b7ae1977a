'use strict';

// The formats of rows.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { parse } = require('csv-parse/sync');
const { default: stringWidth } = require('string-width');
const { output } = require('./support/shell');

const VALUES = "SELECT 1 AS one, 'a\"b,c' AS t, NULL AS n, '' AS e, x'00FF' AS b, 9007199254740993 AS big, -2.0 AS r";

test('a table shows every kind of value, and numbers at the right', () => {
  assert.equal(output([':memory:', VALUES]), `\
| one | t     |    n | e  | b       |              big |    r |
| --: | :---- | ---: | :- | :------ | ---------------: | ---: |
|   1 | a"b,c | NULL |    | x'00ff' | 9007199254740993 | -2.0 |
`);
});

test('JSON is an array of objects with exact integers', () => {
  const text = output(['--json', ':memory:', `${VALUES} UNION ALL ${VALUES}`]);
  assert.match(text, /"big":9007199254740993,/);
  const row = { one: 1, t: 'a"b,c', n: null, e: '', b: "x'00ff'", big: Number('9007199254740993'), r: -2 };
  assert.deepEqual(JSON.parse(text), [row, row]);
  assert.deepEqual(JSON.parse(output(['--json', ':memory:', 'SELECT 1 WHERE 0'])), []);
  assert.deepEqual(JSON.parse(output(['--json', ':memory:', 'SELECT 9e999 AS i'])), [{ i: Infinity }]);
});

test('CSV distinguishes NULL from an empty text, and is read again', () => {
  const second = "SELECT 'line' || char(10) || 'break', 2, 3, 4, 5, 6, 7";
  const text = output(['--csv', ':memory:', `${VALUES} UNION ALL ${second}`]);
  assert.ok(text.startsWith('one,t,n,e,b,big,r\r\n1,"a""b,c",,"",x\'00ff\',9007199254740993,-2.0\r\n'), text);
  assert.equal(parse(text).length, 3);
  assert.equal(parse(text)[2][0], 'line\nbreak');
  assert.equal(output(['--csv', '--no-headers', ':memory:', 'SELECT 1']), '1\r\n');
});

test('a table is straight with wide, combining and joined characters', () => {
  const texts = ['日本語', 'e\u0301e\u0301', '👩‍👩‍👧', '한글', 'ｆｕｌｌ', '🇩🇪', 'plain', '👍🏽', '\u200bzero'];
  const sql = texts.map((text) => `SELECT '${text}' AS "名前", 'x' AS x`).join(' UNION ALL ');
  const lines = output([':memory:', sql]).trimEnd().split('\n');
  assert.equal(lines.length, texts.length + 2);
  assert.equal(new Set(lines.map(stringWidth)).size, 1, lines.join('\n'));
});

test('control characters of data do not reach the terminal', () => {
  const text = output([':memory:', "SELECT char(27) || '[31m' || char(7, 9, 10, 127, 155) AS evil"]);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  assert.match(text, /␛\[31m␇␉␊␡/);
});

test('.mode and .headers change the format', () => {
  const texts = ['.mode csv', '.headers off', 'SELECT 1', '.mode json', 'SELECT 2 AS b'];
  const more = ['.headers on', '.mode table', 'SELECT 3 AS c'];
  assert.equal(output([':memory:', ...texts, ...more]), '1\r\n[{"b":2}]\n|  c |\n| -: |\n|  3 |\n');
});

test('large rows do not gather in memory', () => {
  const sql = `WITH s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 40) SELECT zeroblob(1000000) AS b FROM s`;
  assert.equal(output([':memory:', sql]).split('| b ').length - 1, 14);
});

test('many rows come in several tables, and in one array', () => {
  const sql = 'WITH s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 4500) SELECT x FROM s';
  assert.equal(output([':memory:', sql]).split('| ---: |').length - 1, 3);
  assert.equal(JSON.parse(output(['--json', ':memory:', sql])).length, 4500);
});
