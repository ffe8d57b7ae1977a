'use strict';

/** @import { Choice } from './choice' */

const TOKENS = [
  'select', 'from', 'where', 'and', 'null', '(', ')', ',', '.', '*', '=', ';', '?', "'", '"', 'x', '1', '--', '/*', '||', 'in', 'not', 'as', 'union',
  'order', 'by', 'group', 'limit', 'values', 'case', 'end', 'over', 'collate', 'join', 'on', '9999999999999999999', "x'0", '@', '[', '`', '\\u0000', 'é', '->', '\\',
];

/** What must stay as it is: moments that become now, recursions that lose their end. */
const FRAGILE = /date|time|julianday|unixepoch|recursive|\bwith\b|replace\(|printf|format/i;

/**
 * Makes SQL that is probably wrong, by changing some of its tokens.
 * @param {Choice} g @param {string} sql
 */
function mutate(g, sql) {
  const tokens = sql.match(/'(?:[^']|'')*'|"[^"]*"|\w+|\s+|[^\s\w]/g) ?? [];
  if (FRAGILE.test(sql) || tokens.length === 0) return `${sql} ${g.pick(TOKENS)}`;
  for (let changes = g.between(1, 2); changes > 0; changes -= 1) {
    const place = g.below(tokens.length);
    const other = g.below(tokens.length);
    g.pick([
      () => tokens.splice(place, 1),
      () => tokens.splice(place, 0, tokens[other]),
      () => tokens.splice(place, 1, g.pick(TOKENS)),
      () => tokens.splice(place, 0, ` ${g.pick(TOKENS)} `),
      () => ([tokens[place], tokens[other]] = [tokens[other], tokens[place]]),
    ])();
  }
  return tokens.join('');
}

exports.mutate = mutate;
