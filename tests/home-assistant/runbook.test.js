'use strict';

// What docs/runbook.md shows is what is printed, and its cure works: on musl, on x64.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { ROOT } = require('../support/packages');
const { container } = require('./support/container');
const { blocksOf, comparable } = require('./support/documented');
const { APP, temporaryFolder } = require('./support/image');
const { addBase, addNode } = require('./support/root');
const situations = require('./support/situations');

/** The status of a process that this signal ended, as the runbook has it. */
const SIGBUS = 135;

const RUNBOOK = blocksOf(fs.readFileSync(path.join(ROOT, 'docs', 'runbook.md'), 'utf8'));

/**
 * Compares what was printed with a block of the runbook.
 * @param {string} kind @param {string} name @param {string} text
 */
function assertDocumented(kind, name, text) {
  const block = RUNBOOK.find((each) => each.kind === kind && each.name === name);
  assert.equal(comparable(text), comparable(block?.text ?? ''), `the block ${kind}: ${name} of the runbook`);
}

describe('the runbook', () => {
  const undo = [];
  let place;

  before(() => {
    const root = temporaryFolder({ after: (fn) => undo.push(fn) });
    addBase(root);
    addNode(root, 'musl-x64');
    place = container(root);
    situations.installCommand(place);
  });
  after(() => undo.forEach((fn) => fn()));

  /** Runs the command of a block, which the block begins with. @param {string[]} words */
  async function printed(...words) {
    const { output } = await place.run(['anysqlite', ...words], { cwd: '/app' });
    return `$ anysqlite ${words.join(' ')}\n${output}`;
  }

  test('a healthy app', async () => {
    situations.makeApp(place);
    situations.swap(place);
    assertDocumented('doctor', 'healthy', await printed('doctor', '--strict', '/app'));
  });

  for (const name of Object.keys(situations.ADDONS)) {
    test(`an addon that is broken by being ${name}: the message, the report and the cure`, async () => {
      situations.breakApp(place, name);
      const { status, output } = await place.run(['node', '-e', situations.QUERY]);
      assert.equal(status, name === 'damaged' ? SIGBUS : 1);
      if (name === 'damaged') assert.equal(output, '');
      else assertDocumented('message', name, output.split('\n').find((line) => line.startsWith('Error: ')) ?? output);
      assertDocumented('doctor', name, await printed('doctor', '--strict', '/app'));
      situations.swap(place);
      assert.deepEqual(await place.run(['node', '-e', situations.QUERY]), { status: 0, output: '1\n' });
    });
  }

  test('an addon that is missing', async () => {
    situations.makeApp(place);
    const { output } = await place.run(['node', '-e', situations.QUERY]);
    assertDocumented('message', 'missing', output.split('\n').find((line) => line.startsWith('Error: ')) ?? output);
    assertDocumented('doctor', 'missing', await printed('doctor', '--strict', '/app'));
  });

  test('a database that another process owns', async (t) => {
    situations.makeApp(place);
    situations.swap(place);
    t.after(await situations.own(place));
    assertDocumented('message', 'locked', (await situations.openLocked(place)).output);
    assertDocumented('doctor', 'locked', await printed('doctor', '--database', situations.LOCKED));
  });

  test('a restore', () => {
    const [{ text }] = RUNBOOK.filter(({ kind }) => kind === 'log');
    const source = fs.readFileSync(path.join(APP, 'app/src/store/open.js'), 'utf8');
    assert.ok(source.includes(`log('${text.replace('[notebook] ', '').trim()}')`));
  });
});
