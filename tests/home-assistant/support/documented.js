'use strict';

// The blocks of a document that tests compare with what is really printed. Each is named by a comment above it:
// <!-- doctor: NAME -->

/** @typedef {{ kind: string, name: string, text: string }} Block */

const BLOCK = /<!-- (\w+): ([\w-]+) -->\n+```(?:text)?\n([\s\S]*?)```/g;

/** Returns the named blocks of a document. @param {string} markdown @returns {Block[]} */
const blocksOf = (markdown) => [...markdown.matchAll(BLOCK)].map(([, kind, name, text]) => ({ kind, name, text }));

/**
 * Returns a text without what changes from release to release: the numbers of versions, and of bytes and files.
 * @param {string} text
 */
const withoutNumbers = (text) => text.replace(/\d+(\.\d+)*/g, '0').replace(/[ \t]+$/gm, '').trim();

module.exports = { blocksOf, withoutNumbers };
