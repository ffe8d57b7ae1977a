'use strict';

const path = require('node:path');
const { default: Enmap } = require('enmap');
const { COPIES, PUBLISHED, CROWD } = require('../support/content');
const { failure } = require('../support/failure');

module.exports = async (file) => {
  const dataDir = path.dirname(file);
  const books = new Enmap({ name: 'books', dataDir });
  const other = new Enmap({ name: 'other', dataDir });
  books.set('Solaris', { published: PUBLISHED, copies: COPIES, at: { shelf: null } });
  books.ensure('Solaris', { published: null });
  books.set('Solaris', 'ö🚀', 'at.shelf');
  for (const { name } of CROWD) {
    other.ensure(name, { points: 0, tags: [] });
    other.push(name, 'new', 'tags');
  }
  other.math('Author 1', '+', 41, 'points');
  other.inc('Author 1', 'points');
  const memory = new Enmap({ inMemory: true });
  memory.set('a', [1, 2]);

  const solaris = books.get('Solaris');
  const missing = await failure(() => books.push('none', 1));
  // Enmap closes its databases when the process exits.
  return {
    solaris: [solaris.published.toISOString(), String(solaris.copies), solaris.at],
    missing: [missing.name, missing.message],
    numbered: [books.autonum, books.autonum, other.autonum],
    sizes: [books.size, other.size, memory.size],
    points: other.get('Author 1', 'points'),
    keys: [
      other.keys().length, other.randomKey(3).length,
      other.partition(({ tags }) => tags.length === 1).map(({ length }) => length),
    ],
    entries: [...memory.entries()],
    filtered: other.filter((value) => value.points > 0),
    found: other.find((value) => value.points === 42),
    changed: [other.update('Author 2', { points: 2 }), other.remove('Author 2', 'new', 'tags').get('Author 2')],
    swept: other.sweep((value, key) => key.endsWith('1')),
    left: [other.delete('Author 0').has('Author 0'), other.size],
    exported: books.export().includes('ö🚀'),
  };
};
