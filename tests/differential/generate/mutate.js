'use strict';

/** @import { Choice } from './choice' */

const TOKENS = [
  'select', 'from', 'where', 'and', 'null', '(', ')', ',', '.', '*', '=', ';', '?', "'", '"', 'x', '1', '--', '/*',
  '||', 'in', 'not', 'as', 'union',
  'order', 'by', 'group', 'limit', 'values', 'case', 'end', 'over', 'collate', 'join', 'on', '9999999999999999999',
  "x'0", '@', '[', '`', '\\u0000', 'é', '->', '\\',
];

/** SQL that must not be changed: a moment could become the present, and a recursion could lose its end. */
const FRAGILE = /date|time|julianday|unixepoch|recursive|\bwith\b|replace\(|printf|format/i;

/**
 * Changes some tokens of SQL, so that it is probably invalid.
 * @param {Choice} g @param {string} sql
 */
function mutate(g, sql) {
  const tokens = sql.match(/'(?:[^']|'')*'|"[^"]*"|\w+|\s+|[^\s\w]/g) ?? [];
  if (FRAGILE.test(sql) || tokens.length === 0) return `${sql} ${g.pick(TOKENS)}`;
  for (let changes = g.between(1, 2); changes > 0; changes -= 1) {
    const index = g.below(tokens.length);
    const other = g.below(tokens.length);
    g.pick([
      () => tokens.splice(index, 1),
      () => tokens.splice(index, 0, tokens[other]),
      () => tokens.splice(index, 1, g.pick(TOKENS)),
      () => tokens.splice(index, 0, ` ${g.pick(TOKENS)} `),
      () => ([tokens[index], tokens[other]] = [tokens[other], tokens[index]]),
    ])();
  }
  return tokens.join('');
}

exports.mutate = mutate;
