// The documents of this repository as a site, with search. The build copies them to site/pages, because what is not
// below this folder does not find its packages.

import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';

const REPOSITORY = 'https://github.com/anysqlite/anysqlite';
const HOME = 'README.md';
const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = join(import.meta.dirname, '..', 'pages');

const FOOTER = 'Affiliated with neither SQLite nor better-sqlite3. '
  + 'SQLite is a registered trade mark of Hipp, Wyrick & Company, Inc.';

const GUIDE = [
  ['Overview', '/'],
  ['Installing and bundling', '/docs/PACKAGING'],
  ['API', '/docs/API'],
  ['Threads and processes', '/docs/THREADS'],
  ['Replication and backups', '/docs/REPLICATION'],
  ['Performance', '/docs/PERFORMANCE'],
  ['Extensions', '/docs/EXTENSIONS'],
  ['Vector search', '/docs/SQLITE-VEC'],
  ['The doctor', '/docs/DOCTOR'],
  ['The shell', '/docs/SHELL'],
  ['Native where it works', '/docs/PREFER-NATIVE'],
  ['Tools and MCP servers', '/docs/TOOLS'],
  ['Home Assistant', '/docs/home-assistant'],
  ['Troubleshooting', '/docs/TROUBLESHOOTING'],
  ['Runbook', '/docs/runbook'],
];
const REFERENCE = [
  ['Differences from better-sqlite3', '/docs/COMPAT'],
  ['Benchmarks', '/docs/BENCHMARKS'],
  ['Security', '/SECURITY'],
  ['Changelog', '/CHANGELOG'],
];
const PROJECT = [
  ['Architecture', '/ARCHITECTURE'],
  ['Contributing', '/CONTRIBUTING'],
  ['Following better-sqlite3', '/docs/UPGRADING'],
  ['Releasing', '/docs/RELEASING'],
];

/** Copies every document, with the images. */
function copyDocuments() {
  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(PAGES, { recursive: true });
  for (const name of [...readdirSync(ROOT).filter((name) => name.endsWith('.md')), 'docs']) {
    cpSync(join(ROOT, name), join(PAGES, name), { recursive: true });
  }
}

/** @param {string} text @param {string[][]} pages */
const section = (text, pages) => ({ text, items: pages.map(([title, link]) => ({ text: title, link })) });

/**
 * Returns where a link leads on the site: to a page or, for a file that is none, to the repository.
 * @param {string} href
 * @param {string} page the file that contains the link, below the root
 */
function destination(href, page) {
  if (/^([a-z]+:|#)/.test(href)) return href;
  const [path, anchor = ''] = href.split(/(?=#)/);
  const file = posix.join(posix.dirname(page), path);
  if (file === HOME) return `/${anchor}`;
  if (file.endsWith('.md') && !file.includes('/', 'docs/'.length)) return href;
  return `${REPOSITORY}/blob/main/${file}${anchor}`;
}

/** @param {import('markdown-it').default} markdown */
function rewriteLinks(markdown) {
  markdown.core.ruler.push('repository-links', ({ env, tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' && token.attrGet('href');
      if (href) token.attrSet('href', destination(href, env.relativePath));
    }
  });
}

copyDocuments();

/**
 * Lets text contain braces, which Vue takes for expressions: the documents are plain Markdown.
 * @param {any} markdown
 */
function escapeBraces(markdown) {
  const { code_inline: code, text } = markdown.renderer.rules;
  /** @param {Function} rule */
  const escaped = (rule) => (/** @type {unknown[]} */ ...args) => rule(...args).replaceAll('{{', '&#123;&#123;');
  markdown.renderer.rules.text = escaped(text);
  markdown.renderer.rules.code_inline = escaped(code);
}

export default {
  title: 'anysqlite',
  description: 'SQLite for Node, a drop-in replacement for better-sqlite3 without a native build',
  base: process.env.SITE_BASE ?? '/',
  srcDir: 'pages',
  outDir: '../target/site',
  cacheDir: '../target/site-cache',
  rewrites: { [HOME]: 'index.md' },
  cleanUrls: true,
  markdown: { config: (markdown) => [rewriteLinks, escapeBraces].forEach((change) => change(markdown)) },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [section('Guide', GUIDE), section('Reference', REFERENCE), section('Project', PROJECT)],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    footer: { message: FOOTER },
  },
};
