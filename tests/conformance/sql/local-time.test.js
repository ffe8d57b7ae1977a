'use strict';

// Local time is that of the C library for every form of TZ. Each case runs in a process of its own.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { scratchFolder } = require('../../support/scratch-folder');

const ZONES = '/usr/share/zoneinfo';

/** Other C libraries read TZ by other rules, and these tests need zones. */
const skip = process.report.getReport().header.glibcVersionRuntime === undefined
  || !fs.existsSync(path.join(ZONES, 'Europe/Paris'));

const WINTER = '2024-01-15 12:00:00';
const SUMMER = '2024-07-15 12:00:00';

/** Returns the local times of UTC moments. */
function localTimes({ Database }, moments) {
  const db = new Database(':memory:');
  const local = db.prepare("select datetime(?, 'localtime')").pluck();
  return moments.map((moment) => local.get(moment));
}

/** @param {string[]} moments @param {NodeJS.ProcessEnv} env */
function local(moments, env) {
  return answerOfChild(localTimes, { args: [moments], env });
}

/** Local time at noon of UTC, on 15 January and 15 July 2024. */
const NOON = {
  // Names
  'Europe/Paris': ['2024-01-15 13:00:00', '2024-07-15 14:00:00'],
  ':Europe/Paris': ['2024-01-15 13:00:00', '2024-07-15 14:00:00'],
  'Australia/Lord_Howe': ['2024-01-15 23:00:00', '2024-07-15 22:30:00'],
  [`${ZONES}/Asia/Kolkata`]: ['2024-01-15 17:30:00', '2024-07-15 17:30:00'],
  [`:${ZONES}/Asia/Kolkata`]: ['2024-01-15 17:30:00', '2024-07-15 17:30:00'],
  UTC: [WINTER, SUMMER],
  '': [WINTER, SUMMER],
  ':': [WINTER, SUMMER],
  // Rules
  'CET-1CEST,M3.5.0,M10.5.0/3': ['2024-01-15 13:00:00', '2024-07-15 14:00:00'],
  ':CET-1CEST,M3.5.0,M10.5.0/3': ['2024-01-15 13:00:00', '2024-07-15 14:00:00'],
  'NZST-12NZDT,M9.5.0,M4.1.0/3': ['2024-01-16 01:00:00', '2024-07-16 00:00:00'],
  '<+03>-3': ['2024-01-15 15:00:00', '2024-07-15 15:00:00'],
  '<-0330>3:30': ['2024-01-15 08:30:00', '2024-07-15 08:30:00'],
  'LMT-0:09:21': ['2024-01-15 12:09:21', '2024-07-15 12:09:21'],
  'AAA5BBB4:30,J60,J300': ['2024-01-15 07:00:00', '2024-07-15 07:30:00'],
  'AAA5BBB,59,299': ['2024-01-15 07:00:00', '2024-07-15 08:00:00'],
  'IST-1GMT0,M10.5.0,M3.5.0/1': [WINTER, '2024-07-15 13:00:00'],
  'EST5EDT,0/0,J365/25': ['2024-01-15 08:00:00', '2024-07-15 08:00:00'],
  '<-02>2<-01>,M3.5.0/-1,M10.5.0/0': ['2024-01-15 10:00:00', '2024-07-15 11:00:00'],
  // Neither
  junk: [WINTER, SUMMER],
  'Area/Nowhere': [WINTER, SUMMER],
  '/nowhere': [WINTER, SUMMER],
  [ZONES]: [WINTER, SUMMER],
  [__filename]: [WINTER, SUMMER],
  AB5: [WINTER, SUMMER],
};

for (const [TZ, expected] of Object.entries(NOON)) {
  test(`TZ=${TZ.replace(__filename, 'FILE')}`, { skip }, () => {
    assert.deepEqual(local([WINTER, SUMMER], { TZ }), expected);
  });
}

/** Local time on both sides of a change. */
const CHANGES = {
  'CET-1CEST,M3.5.0,M10.5.0/3': {
    '2024-03-31 00:59:59': '2024-03-31 01:59:59',
    '2024-03-31 01:00:00': '2024-03-31 03:00:00',
    '2024-10-27 00:59:59': '2024-10-27 02:59:59',
    '2024-10-27 01:00:00': '2024-10-27 02:00:00',
  },
  // 24 hours after a Thursday, and 50 before a Sunday
  'AAA-2BBB,M3.4.4/50,M10.5.0/-50': {
    '2024-03-29 23:59:59': '2024-03-30 01:59:59',
    '2024-03-30 00:00:00': '2024-03-30 03:00:00',
    '2024-10-24 18:59:59': '2024-10-24 21:59:59',
    '2024-10-24 19:00:00': '2024-10-24 21:00:00',
  },
  // J60 is 1 March, 59 is 29 February of a leap year
  'AAA0BBB,J60/0,J300/0': {
    '2024-02-29 23:59:59': '2024-02-29 23:59:59',
    '2024-03-01 00:00:00': '2024-03-01 01:00:00',
  },
  'AAA0BBB,59/0,299/0': {
    '2024-02-28 23:59:59': '2024-02-28 23:59:59',
    '2024-02-29 00:00:00': '2024-02-29 01:00:00',
  },
  // The history of a zone, to the second
  'Africa/Monrovia': { '1972-01-07 00:44:29': '1972-01-06 23:59:59', '1972-01-07 00:44:30': '1972-01-07 00:44:30' },
};

for (const [TZ, moments] of Object.entries(CHANGES)) {
  test(`changes of TZ=${TZ}`, { skip }, () => {
    assert.deepEqual(local(Object.keys(moments), { TZ }), Object.values(moments));
  });
}

test('without TZ, local time is that of /etc/localtime', { skip: skip || !fs.existsSync('/etc/localtime') }, () => {
  const [unset, file] = answerOfChild(({ Database }, moments) => {
    const db = new Database(':memory:');
    const times = () => moments.map((moment) => db.prepare("select datetime(?, 'localtime')").pluck().get(moment));
    delete process.env.TZ;
    const first = times();
    process.env.TZ = ':/etc/localtime';
    return [first, times()];
  }, { args: [[WINTER, SUMMER]], env: { TZ: 'AAA-5' } });
  assert.deepEqual(unset, file);
});

test('the modifier utc reverses localtime', { skip }, () => {
  const answer = answerOfChild(({ Database }) => {
    const db = new Database(':memory:');
    return ["datetime('2024-07-15 14:00:00', 'utc')", "strftime('%H:%M', '2024-01-15 13:00', 'utc')"]
      .map((sql) => db.prepare(`select ${sql}`).pluck().get());
  }, { env: { TZ: 'CET-1CEST,M3.5.0,M10.5.0/3' } });
  assert.deepEqual(answer, [SUMMER, '12:00']);
});

test('TZDIR is the folder of names', { skip }, (t) => {
  const folder = scratchFolder(t);
  fs.copyFileSync(path.join(ZONES, 'Asia/Kolkata'), folder.file('Mine'));
  assert.deepEqual(local([WINTER], { TZ: 'Mine', TZDIR: folder.folder }), ['2024-01-15 17:30:00']);
  assert.deepEqual(local([WINTER], { TZ: 'Europe/Paris', TZDIR: folder.folder }), [WINTER]);
  assert.deepEqual(local([WINTER], { TZ: 'Europe/Paris', TZDIR: '' }), ['2024-01-15 13:00:00']);
});

/**
 * Returns one block of a file in the format TZif, with moments of `width` bytes: two hours and, after one transition on
 * 2024-07-01, five.
 * @param {string} version
 * @param {number} width
 */
function block(version, width, transitions = 1) {
  const header = Buffer.alloc(44);
  header.write(`TZif${version}`);
  header.writeUInt32BE(transitions, 32);
  header.writeUInt32BE(1 + transitions, 36);
  header.writeUInt32BE(4, 40);
  const moment = Buffer.alloc(8);
  moment.writeBigInt64BE(1719792000n);
  const kinds = Buffer.alloc(12);
  kinds.writeInt32BE(2 * 3600, 0);
  kinds.writeInt32BE(5 * 3600, 6);
  const names = Buffer.from('ABC\0');
  return Buffer.concat(transitions === 0
    ? [header, kinds.subarray(0, 6), names]
    : [header, moment.subarray(8 - width), Buffer.of(1), kinds, names]);
}

const wide = (version, footer, transitions = 1) =>
  Buffer.concat([block(version, 4, transitions), block(version, 8, transitions), Buffer.from(footer)]);

const TWO_AND_FIVE = ['2024-01-15 14:00:00', '2024-07-15 17:00:00'];
const FILES = {
  'of version 1': [block('\0', 4), TWO_AND_FIVE],
  'of version 2': [wide('2', '\n\n'), TWO_AND_FIVE],
  'of version 3, with rules': [wide('3', '\n<+07>-7\n'), ['2024-01-15 14:00:00', '2024-07-15 19:00:00']],
  'of version 4': [
    wide('4', '\n<+07>-7<+08>,M6.1.0/-100,M9.1.0/100\n'),
    ['2024-01-15 14:00:00', '2024-07-15 20:00:00'],
  ],
  'with rules and without transitions': [wide('2', '\n<+07>-7\n', 0), ['2024-01-15 14:00:00', '2024-07-15 14:00:00']],
  'that ends within its footer': [wide('2', '\n<+07>-17'), ['2024-01-15 14:00:00', '2024-07-15 13:00:00']],
  'that ends before its footer': [wide('2', ''), [WINTER, SUMMER]],
  'that ends within its records': [block('\0', 4).subarray(0, 60), [WINTER, SUMMER]],
  'that is empty': [Buffer.alloc(0), [WINTER, SUMMER]],
  'of another format': [Buffer.from('TZiff'), [WINTER, SUMMER]],
};

for (const [what, [content, expected]] of Object.entries(FILES)) {
  test(`TZ names a file ${what}`, { skip }, (t) => {
    const folder = scratchFolder(t);
    folder.write('zone', content);
    assert.deepEqual(local([WINTER, SUMMER], { TZ: folder.file('zone') }), expected);
  });
}

test('TZ names a file that the process may not read', { skip: skip || process.getuid?.() !== 0 }, (t) => {
  const folder = scratchFolder(t);
  folder.write('zone', block('\0', 4));
  fs.chmodSync(folder.file('zone'), 0o600);
  fs.chmodSync(folder.folder, 0o755);
  const answer = answerOfChild(({ Database }, moment) => {
    // Loaded as root, which alone may be able to read the package.
    const db = new Database(':memory:');
    const statement = db.prepare("select datetime(?, 'localtime')").pluck();
    process.seteuid(65534);
    return statement.get(moment);
  }, { args: [WINTER], env: { TZ: folder.file('zone') } });
  assert.equal(answer, WINTER);
});

test('a change of process.env.TZ takes effect at once', { skip }, (t) => {
  const folder = scratchFolder(t);
  folder.write('zone', block('\0', 4));
  const answer = answerOfChild(({ Database }, moment, file) => {
    const db = new Database(':memory:');
    const statement = db.prepare("select datetime(?, 'localtime')").pluck();
    const names = ['Europe/Paris', 'AAA-7', 'AAA-8', file, '', 'Europe/Paris', 'junk'];
    return names.map((name) => {
      process.env.TZ = name;
      return statement.get(moment).slice(11, 13);
    });
  }, { args: [WINTER, folder.file('zone')], env: { TZ: 'AAA5' } });
  assert.deepEqual(answer, ['13', '19', '20', '14', '12', '13', '12']);
});

test('a change of process.env.TZ in a user function, or between rows, takes effect', { skip }, () => {
  const answer = answerOfChild(({ Database }, moment) => {
    const db = new Database(':memory:');
    const move = (hours) => {
      process.env.TZ = `AAA-${hours}`;
      return '';
    };
    move(1);
    db.function('move', move);
    const hour = `strftime('%H', '${moment}', (value - value) || ' days', 'localtime')`;
    const rows = db.prepare(`select ${hour} from json_each('[2,3]')`).pluck();
    const inFunction = db.prepare(`select move(value) || ${hour} from json_each('[2,3]')`).pluck().all();
    const betweenRows = [];
    for (const row of rows.iterate()) {
      betweenRows.push(row);
      move(9);
    }
    return [inFunction, betweenRows];
  }, { args: [WINTER] });
  assert.deepEqual(answer, [['14', '15'], ['15', '21']]);
});

test('a file of TZ is read once', { skip }, (t) => {
  const folder = scratchFolder(t);
  folder.write('zone', block('\0', 4));
  const answer = answerOfChild(({ Database }, moment, file, other) => {
    const db = new Database(':memory:');
    const statement = db.prepare("select datetime(?, 'localtime')").pluck();
    const before = statement.get(moment);
    require('node:fs').copyFileSync(other, file);
    return [before, statement.get(moment)];
  }, { args: [WINTER, folder.file('zone'), path.join(ZONES, 'Asia/Kolkata')], env: { TZ: folder.file('zone') } });
  assert.deepEqual(answer, ['2024-01-15 14:00:00', '2024-01-15 14:00:00']);
});
