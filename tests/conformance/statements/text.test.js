'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');
const utf8 = (text) => Buffer.from(text).toString('hex').toUpperCase();

// These are repeated and cut so that characters of each width occur at every boundary that a fast path may have.
const alphabets = {
  ASCII: 'The quick brown fox 0123456789 ~',
  Latin1: 'façade naïve ÿ àéîõü £',
  'two bytes': 'Ωß ЖЩЫ ñandú λόγος',
  'three bytes': '漢字かなカナ한글€',
  'four bytes': '😀🎉𝒳👩‍👩‍👧🇩🇪',
  mixed: 'aé漢😀 b\u0000c\ufeffd\u007f\u0080\u07ff\u0800\uffff',
};

const lengths = [...Array(71).keys(), 127, 128, 129, 255, 256, 257, 1000, 4095, 4096, 4097, 65_535, 65_537, 100_000];

function textOfLength(alphabet, length) {
  const text = alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
  // A cut between two surrogates would leave half a character, which cannot survive UTF-8.
  return Buffer.from(text).toString() === text ? text : `${text.slice(0, -1)}.`;
}

for (const [name, alphabet] of Object.entries(alphabets)) {
  test(`${name} text of many lengths is bound, stored and returned unchanged`, (t) => {
    const db = open(t).exec('create table t (a text)');
    const statement = db.prepare('select @v, cast(@v as blob), length(cast(@v as blob))').raw();
    const insert = db.prepare('insert into t values (?)');
    const texts = lengths.map((length) => textOfLength(alphabet, length));
    for (const text of texts) {
      const bytes = Buffer.from(text);
      const [returned, blob, length] = statement.get({ v: text });
      assert.ok(returned === text, `length ${text.length}`);
      assert.ok(blob.equals(bytes), `bytes of length ${text.length}`);
      assert.equal(length, bytes.length);
      insert.run(text);
    }
    const all = db.prepare('select a from t order by rowid').pluck().all();
    assert.equal(all.length, texts.length);
    assert.ok(all.every((text, i) => text === texts[i]));
  });

  test(`${name} text of five million characters is returned unchanged`, (t) => {
    const text = textOfLength(alphabet, 5_000_000);
    assert.ok(open(t).prepare('select ?').pluck().get(text) === text);
  });

  test(`${name} text inside SQL is compiled unchanged`, (t) => {
    const db = open(t);
    for (const length of [1, 31, 32, 33, 70, 1000, 70_000]) {
      const text = textOfLength(alphabet, length).replace(/\0/g, '.');
      assert.ok(db.prepare(`select '${text}' as "${text.slice(0, 20)}"`).pluck().get() === text);
    }
  });
}

test('NUL characters and byte order marks are preserved', (t) => {
  const statement = open(t).prepare('select @v, hex(@v), typeof(@v)').raw();
  for (const text of ['\0', 'a\0b', '\0\0a', 'a\0', '\ufeff', '\ufeffabc', 'a\ufeff', '\ufeff\0\ufeff']) {
    assert.deepEqual(statement.get({ v: text }), [text, utf8(text), 'text']);
  }
});

test('the empty string is not NULL', (t) => {
  assert.deepEqual(open(t).prepare('select @v, typeof(@v)').raw().get({ v: '' }), ['', 'text']);
});

for (const [name, text, replaced] of [
  ['high', '\ud83d', '\ufffd'],
  ['low', '\ude00', '\ufffd'],
  ['high in the middle', 'a\ud83db', 'a\ufffdb'],
  ['low at the end', 'ab\ude00', 'ab\ufffd'],
  ['two in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
  ['high before a pair', '\ud83d😀', '\ufffd😀'],
  ['after much ASCII', `${'x'.repeat(100)}\ud83d`, `${'x'.repeat(100)}\ufffd`],
]) {
  test(`a lone surrogate (${name}) becomes U+FFFD`, (t) => {
    const db = open(t);
    assert.deepEqual(db.prepare('select @v, hex(@v)').raw().get({ v: text }), [replaced, utf8(replaced)]);
    assert.equal(db.prepare(`select '${text}'`).pluck().get(), replaced);
  });
}

for (const [hex, text] of [
  ['ff', '\ufffd'], ['80', '\ufffd'], ['c3', '\ufffd'], ['61ff62', 'a\ufffdb'],
  ['e282', '\ufffd'], ['e28261', '\ufffda'], ['f09f98', '\ufffd'], ['c0af', '\ufffd\ufffd'],
  ['eda080', '\ufffd\ufffd\ufffd'], ['f4908080', '\ufffd\ufffd\ufffd\ufffd'], ['fffe', '\ufffd\ufffd'],
]) {
  test(`the bytes ${hex} as text are ${JSON.stringify(text)}`, (t) => {
    const statement = open(t).prepare(`select cast(x'${hex}' as text), cast(x'${'61'.repeat(80)}${hex}' as text)`);
    assert.deepEqual(statement.raw().get(), [text, 'a'.repeat(80) + text]);
  });
}

for (const encoding of ['UTF-16le', 'UTF-16be', 'UTF-8']) {
  test(`a ${encoding} database preserves every text`, (t) => {
    const { open: openFile } = scratch(t);
    const db = openFile().exec(`pragma encoding = '${encoding}'; create table t (a text, "é漢😀")`);
    assert.equal(db.pragma('encoding', { simple: true }), encoding);
    const texts = ['', 'a', 'abc\0def', '\ufeffx', ...Object.values(alphabets)];
    const insert = db.prepare('insert into t values (?, 1)');
    for (const text of texts) insert.run(text);
    const reread = openFile().prepare('select a, "é漢😀" from t order by rowid');
    assert.deepEqual(reread.pluck().all(), texts);
    assert.deepEqual(Object.keys(reread.pluck(false).get()), ['a', 'é漢😀']);
    assert.equal(db.prepare('select count(*) from t where a = ?').pluck().get('\ufeffx'), 1);
  });
}
