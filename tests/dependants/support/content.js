'use strict';

// The content that the programs store, and the answers that they must return about it.

const AUTHORS = [
  { name: 'Ursula K. Le Guin', books: ['Lavinia', 'The Dispossessed'] },
  { name: 'Станислав Лем 🚀', books: ['Solaris'] },
];

/** Values of each book: an integer that no double holds exactly, bytes that are not text, and a time before 1970. */
const COPIES = 9007199254740993n;
const COVER = Buffer.from('00017f80fe00', 'hex');
const PUBLISHED = new Date('1961-02-28T23:59:59.999Z');

/** Authors that are added concurrently. */
const CROWD = Array.from({ length: 20 }, (_, index) => ({ name: `Author ${index}` }));

const FACTS = {
  books: [
    ['Lavinia', 'Ursula K. Le Guin'],
    ['Solaris', 'Станислав Лем 🚀'],
    ['The Dispossessed', 'Ursula K. Le Guin'],
  ],
  copies: String(COPIES),
  cover: COVER.toString('hex'),
  published: PUBLISHED.toISOString(),
  authorsAfterRollback: AUTHORS.length,
  violation: 'SQLITE_CONSTRAINT_UNIQUE',
  locked: 'SQLITE_BUSY',
  authorsAfterCrowd: AUTHORS.length + CROWD.length,
};

module.exports = { AUTHORS, COPIES, COVER, PUBLISHED, CROWD, FACTS };
