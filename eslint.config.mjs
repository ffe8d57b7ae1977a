import js from '@eslint/js';
import globals from 'globals';

/** Objects of Node's modules, whose functions an application can stub: they are taken at load instead. */
const MODULE_OBJECT = {
  selector: 'VariableDeclarator[id.type="Identifier"][init.callee.name="require"][init.arguments.0.value=/^node:/]',
  message: 'Take the functions of a module of Node when the package loads: const { open } = require("node:fs").',
};

/** Globals that npm/lib takes from intrinsics.js. */
const INTRINSICS = [
  'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array', 'Buffer', 'DataView', 'Date', 'FinalizationRegistry',
  'Float64Array', 'Function', 'Int32Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Reflect', 'Set',
  'SharedArrayBuffer', 'String', 'Uint16Array', 'Uint8Array', 'WebAssembly', 'isNaN', 'performance', 'process',
  'setImmediate', 'setTimeout',
];

const CONTRACT = 'CallExpression[callee.name="require"] > Literal[value=/generated\\u002fabi$/]';

/** Which names of npm/lib/generated/abi.js the folders of npm/lib may use; npm/lib/guest may use all. */
const CONTRACT_NAMES = {
  engine: /^(ABI_VERSION|IMPORT_MODULE|IMPORTS|EXPORTS|EXPORT_MAX_PARAMETERS|MEMORY|STACK_POINTER|TABLE)$/,
  host: /^(OPEN|ACCESS|STAT|LOCK|SYSTEM|VIEW)_|^(ERRNO|STACK_POINTER|TABLE)$/,
};

const foldersOfContract = Object.entries(CONTRACT_NAMES).map(([folder, names]) => ({
  files: [`npm/lib/${folder}/**/*.js`],
  rules: {
    'no-restricted-syntax': ['error', {
      selector: `VariableDeclarator:has(${CONTRACT}) > ObjectPattern > Property[key.name!=${names}]`,
      message: `npm/lib/${folder} uses only the names ${names} of the contract. Records belong to npm/lib/guest.`,
    }, MODULE_OBJECT],
  },
}));

export default [
  { ignores: ['**/node_modules/', 'target/', 'npm/bin/', 'npm/cli/generated/', 'npm/lib/generated/'] },
  js.configs.recommended,
  {
    files: ['{npm,packages,tests,benches,examples,crates}/**/*.{js,cjs}', '*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', ecmaVersion: 2022, globals: globals.node },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { sourceType: 'module', ecmaVersion: 2022, globals: globals.node },
  },
  {
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['npm/lib/**/*.js'],
    ignores: [...Object.keys(CONTRACT_NAMES), 'guest'].map((folder) => `npm/lib/${folder}/**`),
    rules: {
      'no-restricted-syntax': ['error', {
        selector: CONTRACT,
        message: 'Only npm/lib/guest knows the records of the contract: use its modules.',
      }, MODULE_OBJECT],
    },
  },
  { files: ['npm/lib/guest/**/*.js'], rules: { 'no-restricted-syntax': ['error', MODULE_OBJECT] } },
  {
    files: ['npm/lib/**/*.js'],
    ignores: ['npm/lib/intrinsics.js'],
    rules: {
      'no-restricted-globals': [
        'error', ...INTRINSICS.map((name) => ({ name, message: 'Use npm/lib/intrinsics.js.' })),
      ],
    },
  },
  ...foldersOfContract,
];
