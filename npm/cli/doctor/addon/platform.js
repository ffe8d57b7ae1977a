'use strict';

// Is a file for this system, CPU and C library?

const { fails } = require('./verdict');
const { systemName, targets } = require('./names');

/** @import { Image, Report } from '../../generated/exe_inspect' */
/** @import { Here } from '../here' */
/** @import { Verdict } from './verdict' */

/** @type {Record<string, Report['content']>} */
const FORMATS = { darwin: 'mach-o', win32: 'pe' };

/**
 * Returns the image of a file that is for this machine.
 * @param {Report} report
 * @param {Here} here
 */
const imageFor = (report, here) => report.images.find((image) => (
  isForSystem(report, here) && image.cpu === here.arch && image.littleEndian === here.littleEndian));

/** @param {Report} report @param {Here} here */
const isForSystem = ({ content }, here) => content === (FORMATS[here.platform] ?? 'elf');

/**
 * Returns the verdict about a file without an image for this machine.
 * @param {Report} report
 * @param {Here} here
 * @returns {Verdict}
 */
function otherPlatform(report, here) {
  const order = report.images.some((image) => image.cpu === here.arch && image.littleEndian !== here.littleEndian)
    ? ' with the other byte order' : '';
  return fails(`is ${targets(report)}${order}; this process runs on ${systemName(here.platform)} on ${here.arch}`);
}

/**
 * Returns the verdict about an image for another C library, or undefined if it fits.
 * @param {Image} image
 * @param {Here} here
 * @returns {Verdict | undefined}
 */
function otherLibc(image, here) {
  if (here.libc?.name !== 'glibc' || image.libc !== 'musl') return undefined;
  return fails(`is for Linux with musl (Alpine); this process runs on glibc ${here.libc.version}`);
}

/**
 * Returns the verdict about an image that is no library, or undefined if it is one.
 * @param {Image} image
 * @returns {Verdict | undefined}
 */
function noLibrary({ kind }) {
  if (kind === 'library') return undefined;
  return fails(kind === 'program' ? 'is a program, no library' : 'is no library: it has to be linked first');
}

module.exports = { imageFor, noLibrary, otherLibc, otherPlatform };
