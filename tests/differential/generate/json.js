'use strict';

const { quoted } = require('./literals');

/** @import { Choice } from './choice' */
/** @import { Make } from './functions' */

const DOCUMENTS = [
  '{"a":1,"b":[1,2.50,{"c":null}],"é":"\\u00e9"}', '[1,"two",3.0,null,true,-0,1e5]', '[]', '{}', '"text"', '5',
  '-0.0', '1e999', 'null', ' [ 1 , 2 ] ',
  "{a:1,'b':.5,/*c*/c:+7,}", '[1,2', '{"a":{"a":{"a":[[]]}}}', '{"a":1,"a":2}',
  '["\\ud83d\\ude00","\\ud83d","\\n\\t\\"\\\\"]', '[Infinity,NaN,0x1F]',
  '{"k":9223372036854775808,"l":12345678901234567890.5}', '', 'tru', '[1,]', '{"x y":{"$":1}}',
];

const PATHS = [
  '$', '$.a', '$.b[0]', '$.b[#-1]', '$.b[2].c', '$[0]', '$[#]', '$."x y"', '$.é', '$.a.a', '$.z', '$[9]', 'a', '$.',
  '$[', '$.b[-1]',
];

/** @param {Choice} g @param {Make} argument */
const document = (g, argument) => g.weighted([
  [6, () => quoted(g.pick(DOCUMENTS))],
  [1, () => `jsonb(${quoted(g.pick(DOCUMENTS))})`],
  [2, () => `json_array(${g.list(0, 3, argument)})`],
  [1, () => `json_object(${g.list(0, 2, () => `'${g.pick(['a', 'b', 'k'])}', ${argument()}`)})`],
  [1, argument],
])();

/** @param {Choice} g */
const path = (g) => quoted(g.pick(PATHS));

/** @param {Choice} g @param {Make} argument */
function json(g, argument) {
  const b = g.pick(['json', 'json', 'jsonb']);
  const source = document(g, argument);
  return g.pick([
    () => `${b}(${source})`,
    () => `${b}_extract(${source}, ${g.list(1, 2, () => path(g))})`,
    () => `(${source} ${g.pick(['->', '->>'])} `
      + `${g.pick([() => path(g), () => String(g.between(-2, 3)), () => "'a'"])()})`,
    () => `${b}_${g.pick(['set', 'insert', 'replace', 'array_insert'])}(${source}, ${path(g)}, `
      + `${g.chance(0.4) ? document(g, argument) : argument()})`,
    () => `${b}_remove(${source}, ${g.list(1, 2, () => path(g))})`,
    () => `${b}_patch(${source}, ${document(g, argument)})`,
    () => `json_type(${source}${g.maybe(0.5, () => `, ${path(g)}`)})`,
    () => `json_valid(${source}${g.maybe(0.5, () => `, ${g.between(0, 15)}`)})`,
    () => `json_array_length(${source}${g.maybe(0.5, () => `, ${path(g)}`)})`,
    () => `json_pretty(${source}${g.maybe(0.3, () => ", '\t'")})`,
    () => `json_error_position(${source})`,
    () => `json_array(${g.list(0, 4, argument)})`,
  ])();
}

/** Returns a table-valued function of a document, and its columns. @param {Choice} g */
function jsonTable(g) {
  const source = `${g.pick(['json_each', 'json_tree', 'jsonb_each', 'jsonb_tree'])}`
    + `(${quoted(g.pick(DOCUMENTS.slice(0, 5)))}${g.maybe(0.3, () => `, ${path(g)}`)})`;
  return { source, columns: ['key', 'value', 'type', 'atom', 'id', 'parent', 'fullkey', 'path'] };
}

module.exports = { json, jsonTable };
