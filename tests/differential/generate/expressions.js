'use strict';

const { literal } = require('./literals');
const { aggregateCall, functionCall, windowCall } = require('./functions');

/** @import { Choice } from './choice' */

/**
 * What an expression may refer to.
 * @typedef {object} Scope
 * @property {string[]} columns qualified, as SQL
 * @property {string[]} [functions] user functions, as `name/arguments`
 * @property {((count: number, scope: Scope) => string)} [query] returns a subquery with `count` columns
 * @property {boolean} [aggregates] whether aggregates may be called
 * @property {boolean} [windows] whether windows may be used
 * @property {string[]} [parameters] placeholders such as `?` and `:a`
 */

const BINARY = [
  '+', '-', '*', '/', '%', '||', '=', '==', '<>', '!=', '<', '<=', '>', '>=', 'is', 'is not', 'and', 'or', '&', '|',
  '<<', '>>', 'like', 'glob',
  'is distinct from', 'is not distinct from', 'not like',
];

const TYPES = ['integer', 'real', 'text', 'blob', 'numeric', 'int', 'varchar(10)', 'any', 'double precision', 'date'];

const COLLATIONS = ['nocase', 'rtrim', 'binary'];

/** @param {Choice} g @param {Scope} scope */
function leaf(g, scope) {
  if (scope.parameters !== undefined && g.chance(0.3)) return g.pick(scope.parameters);
  return scope.columns.length > 0 && g.chance(0.65) ? g.pick(scope.columns) : literal(g);
}

/** @param {Choice} g @param {Scope} scope */
function userFunctionCall(g, scope) {
  if (scope.functions === undefined || scope.functions.length === 0) return leaf(g, scope);
  const [name, count] = g.pick(scope.functions).split('/');
  return `${name}(${Array.from({ length: Number(count) }, () => leaf(g, scope)).join(', ')})`;
}

/** @param {Choice} g @param {Scope} scope @param {number} depth */
function subquery(g, scope, depth) {
  if (scope.query === undefined) return leaf(g, scope);
  const inner = { ...scope, aggregates: false, windows: false };
  return g.pick([
    () => `(${scope.query?.(1, inner)} limit 1)`,
    () => `exists (${scope.query?.(1, inner)})`,
    () => `(${expression(g, scope, depth - 1)} ${g.pick(['in', 'not in'])} (${scope.query?.(1, inner)}))`,
    () => `((${leaf(g, scope)}, ${leaf(g, scope)}) ${g.pick(['=', '<', 'in', 'is'])} (${scope.query?.(2, inner)}))`,
  ])();
}

/** @param {Choice} g @param {Scope} scope @param {number} depth */
function caseExpression(g, scope, depth) {
  const each = () => expression(g, scope, depth - 1);
  return `case ${g.maybe(0.4, each)} ${g.many(1, 2, () => `when ${each()} then ${each()}`).join(' ')} `
    + `${g.maybe(0.7, () => `else ${each()}`)} end`;
}

/** @param {Choice} g @param {Scope} scope */
function frame(g, scope) {
  const unit = g.pick(['rows', 'range', 'groups']);
  const bound = (/** @type {string} */ side) => g.pick([
    `unbounded ${side}`, 'current row', `${g.between(0, 2)} preceding`, `${g.between(0, 2)} following`,
  ]);
  const exclude = g.maybe(0.25, () => ` exclude ${g.pick(['no others', 'current row', 'group', 'ties'])}`);
  const order = `order by ${leaf(g, scope)} ${g.pick(['', 'asc', 'desc'])}`
    + `${g.maybe(0.2, () => ` nulls ${g.pick(['first', 'last'])}`)}`;
  const range = g.pick([
    `between ${bound('preceding')} and ${bound('following')}`,
    g.pick(['unbounded preceding', 'current row', '1 preceding']),
  ]);
  return `${g.maybe(0.5, () => `partition by ${leaf(g, scope)}`)} ${order} `
    + `${g.maybe(0.5, () => `${unit} ${range}${exclude}`)}`;
}

/** @param {Choice} g @param {Scope} scope */
function window(g, scope) {
  const argument = () => leaf(g, scope);
  const filter = g.maybe(0.15, () => ` filter (where ${leaf(g, scope)} > ${literal(g)})`);
  const called = g.chance(0.5) ? windowCall(g, argument) : aggregateCall(g, argument, { distinct: false }) + filter;
  return `${called} over (${frame(g, scope)})`;
}

/** @param {Choice} g @param {Scope} scope @param {number} depth */
function aggregate(g, scope, depth) {
  const inner = { ...scope, aggregates: false, windows: false };
  const called = aggregateCall(g, () => expression(g, inner, depth - 1));
  return called + g.maybe(0.12, () => ` filter (where ${expression(g, inner, 1)})`);
}

/** @param {number} count @param {string} open @param {string} inner @param {string} close */
const nested = (count, open, inner, close) => open.repeat(count) + inner + close.repeat(count);

/**
 * Returns a long or deep expression, near the limits of the parser and the stack.
 * @param {Choice} g
 * @param {Scope} scope
 */
function extreme(g, scope) {
  const count = g.between(50, 400);
  return g.pick([
    () => Array.from({ length: count }, () => leaf(g, scope)).join(g.pick([' + ', ' || ', ' and ', ' or '])),
    () => `${leaf(g, scope)} in (${Array.from({ length: count }, () => literal(g)).join(', ')})`,
    () => nested(g.between(5, 120), '(', leaf(g, scope), ')'),
    () => nested(g.between(5, 120), g.pick(['abs(', 'coalesce(1, ', '(select ']), leaf(g, scope), ')'),
    () => `${'- '.repeat(count)}${leaf(g, scope)}`,
  ])();
}

/**
 * @param {Choice} g
 * @param {Scope} scope
 * @param {number} depth
 * @returns {string}
 */
function expression(g, scope, depth) {
  if (depth <= 0 || g.chance(0.12)) return leaf(g, scope);
  const each = () => expression(g, scope, depth - 1);
  if (scope.windows && g.chance(0.2)) return window(g, scope);
  if (scope.aggregates && g.chance(0.4)) return aggregate(g, scope, depth);
  return g.weighted(/** @type {[number, () => string][]} */ ([
    [14, () => `(${each()} ${g.pick(BINARY)} ${each()})`],
    [16, () => functionCall(g, each)],
    [3, () => `(${g.pick(['-', '+', '~', 'not '])}${each()})`],
    [4, () => `cast(${each()} as ${g.pick(TYPES)})`],
    [2, () => `(${each()} collate ${g.pick(COLLATIONS)})`],
    [2, () => `(${each()} ${g.pick(['', 'not '])}between ${each()} and ${each()})`],
    [3, () => `(${each()} ${g.pick(['in', 'not in'])} (${g.list(0, 4, each)}))`],
    [2, () => `(${each()} ${g.pick(['is null', 'notnull', 'not null', 'is true', 'is not false'])})`],
    [2, () => caseExpression(g, scope, depth)],
    [3, () => subquery(g, scope, depth)],
    [2, () => userFunctionCall(g, scope)],
    [1, () => `((${each()}, ${each()}) ${g.pick(['=', '<', '>=', 'is'])} (${each()}, ${each()}))`],
    [1, () => (g.chance(0.05) ? extreme(g, scope) : each())],
  ]))();
}

module.exports = { COLLATIONS, expression, leaf };
