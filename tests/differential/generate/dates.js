'use strict';

/** @import { Choice } from './choice' */
/** @import { Make } from './functions' */

const MOMENTS = [
  "'2024-02-29'", "'2024-02-29 23:59:59.999'", "'1969-12-31 23:59'", "'0000-01-01'", "'9999-12-31 23:59:59'",
  "'-4713-11-24 12:00:00'",
  "'2023-03-26T01:30:00Z'", "'2023-10-29 02:30:00+02:00'", "'12:34'", "'12:34:56.789'", "'2024-13-01'",
  "'2024-02-30'", "'now is not'",
  '2460000.5', '0', '1700000000', '1e9', '-1', '253402300799', '5373484.499999', "'2460000.25'", "'2024-W01'", 'null',
];

const MODIFIERS = [
  '+1 day', '-1 month', '+1 year', '+13 months', '-1.5 hours', '+90 minutes', '-0.001 seconds', '+10000 days',
  'start of month', 'start of year',
  'start of day', 'weekday 0', 'weekday 3', 'unixepoch', 'julianday', 'auto', 'localtime', 'utc', 'subsec',
  'subsecond', 'ceiling', 'floor',
  '+0001-02-03', '-0000-01-01 12:30', '+12:30', '-00:00:01.5', 'weekday 7', 'bogus', '+1 fortnight',
];

const FORMATS = [
  '%Y-%m-%d', '%H:%M:%f', '%j %w %u', '%W %U %V %G %g', '%s', '%J', '%e %k %l %I %p %P', '%R %T %F', '%%', '%d/%m',
  '%S', '%q', '',
];

/** @param {Choice} g */
const modifiers = (g) => g.many(0, 3, () => `, '${g.pick(MODIFIERS)}'`).join('');

/**
 * Returns a call of a date function. The moment is always an argument, because the present differs between the sides.
 * @param {Choice} g @param {Make} argument
 */
function date(g, argument) {
  const moment = () => (
    g.chance(0.15) ? `ifnull(nullif(lower(substr(${argument()}, 1, 40)), 'now'), 1)` : g.pick(MOMENTS)
  );
  return g.pick([
    () => `${g.pick(['date', 'time', 'datetime', 'julianday', 'unixepoch'])}(${moment()}${modifiers(g)})`,
    () => `strftime('${g.pick(FORMATS)}', ${moment()}${modifiers(g)})`,
    () => `timediff(${moment()}, ${moment()})`,
  ])();
}

exports.date = date;
