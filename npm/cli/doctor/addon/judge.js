'use strict';

// The doctor's sentence about one addon. Nothing of the addon is loaded or run.

const fs = require('node:fs');
const { damaged, noExecutable } = require('./content');
const { tryLibraries } = require('./libraries');
const { plural, target } = require('./names');
const { needs, otherNode } = require('./node-abi');
const { withFile } = require('./open-file');
const { imageFor, noLibrary, otherLibc, otherPlatform } = require('./platform');
const { fails, loads, uncertain } = require('./verdict');
const { thisProcess } = require('../here');

/** @import { Image, Report } from '../../generated/exe_inspect' */
/** @import { Here } from '../here' */
/** @import { Verdict } from './verdict' */

/**
 * Returns whether a file loads as an addon in a process like this one, and why not.
 * @param {string} path
 * @param {Here} [here]
 * @returns {Verdict}
 */
function judge(path, here = thisProcess()) {
  let stat;
  try {
    stat = fs.statSync(path);
  } catch (error) {
    return fails(unreachable(path, /** @type {NodeJS.ErrnoException} */ (error)));
  }
  if (stat.isDirectory()) return fails('is a folder, as Docker makes where a file to be mounted is missing');
  if (!stat.isFile()) return fails('is no regular file');
  if (!here.webAssembly.works) {
    return uncertain('was not looked at, because that takes WebAssembly, which does not work in this process');
  }
  try {
    return judgeReport(read(path), path, here);
  } catch (error) {
    return fails(unreachable(path, /** @type {NodeJS.ErrnoException} */ (error)));
  }
}

/** @param {string} path @returns {Report} */
function read(path) {
  // Loaded late, because it compiles a WebAssembly module.
  return withFile(path, require('../../generated/exe_inspect').inspect);
}

/** @param {string} path @param {NodeJS.ErrnoException} error */
function unreachable(path, error) {
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'may not be read by this user';
  if (error.code === 'ERR_ACCESS_DENIED') return 'may not be read: the permission model of Node forbids it';
  if (error.code !== 'ENOENT') return `cannot be read: ${error.message}`;
  const link = fs.lstatSync(path, { throwIfNoEntry: false });
  return link?.isSymbolicLink() ? `is a link to ${fs.readlinkSync(path)}, which does not exist` : 'does not exist';
}

/**
 * @param {Report} report
 * @param {string} path
 * @param {Here} here
 * @returns {Verdict}
 */
function judgeReport(report, path, here) {
  const image = imageFor(report, here);
  if (report.images.length === 0) return noExecutable(report);
  if (image === undefined) {
    const [{ damage }] = report.images;
    return (damage?.kind === 'header-cut' && damaged(damage, report.bytes)) || otherPlatform(report, here);
  }
  const unfit = (image.damage && damaged(image.damage, report.bytes)) ?? noLibrary(image) ?? otherLibc(image, here);
  if (unfit) return unfit;
  const { failure, warning = '' } = tryLibraries(image, path, here);
  return failure
    ?? otherNode(image, here)
    ?? forbidden(path, here)
    ?? loads(success(image, report.bytes) + warning);
}

/**
 * @param {string} path
 * @param {Here} here
 * @returns {Verdict | undefined}
 */
function forbidden(path, here) {
  if (!here.addons) {
    return fails('fits, but this process may load no addons (--no-addons, or --permission without --allow-addons)');
  }
  if (here.mountsWithoutExecution(path)) return fails('fits, but lies on a file system that is mounted with noexec');
  return undefined;
}

/** @param {Image} image @param {number} bytes */
function success(image, bytes) {
  const missing = image.damage?.kind === 'tail-cut' ? image.damage.needs - bytes : 0;
  const is = missing === 1 ? 'is' : 'are';
  const cut = missing === 0 ? ''
    : `, although its last ${plural(missing, 'byte')}, which ${is} not loaded, ${is} missing`;
  return `fits: it is for ${target(image)} and ${needs(image)}${cut}`;
}

module.exports = { judge };
