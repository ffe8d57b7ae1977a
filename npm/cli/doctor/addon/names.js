'use strict';

// How people call systems, CPUs and sizes.

/** @import { Image, Report } from '../../generated/exe_inspect' */

/** @type {Record<string, string>} */
const SYSTEMS = {
  linux: 'Linux', darwin: 'macOS', win32: 'Windows', freebsd: 'FreeBSD', android: 'Android', unknown: 'another Unix',
};

/** @type {Record<string, string>} */
const FORMATS = { elf: 'an ELF file', 'mach-o': 'a Mach-O file', pe: 'a PE file' };

/** @param {string} platform as Node names it */
const systemName = (platform) => SYSTEMS[platform] ?? platform;

/**
 * Returns what an image is made for: system, CPU, C library.
 * @param {Image} image
 */
function target({ system, cpu, libc, leastGlibc }) {
  const library = libc === 'glibc' && leastGlibc !== null ? ` with glibc ${leastGlibc} or newer`
    : libc === null ? '' : ` with ${libc}`;
  return `${systemName(system)} on ${cpu}${library}`;
}

/**
 * Returns what all images of a file are made for.
 * @param {Report} report
 */
function targets({ content, images }) {
  const places = images.map(({ system, cpu }) => `${systemName(system)} on ${cpu}`);
  return `${FORMATS[content]} for ${places.join(' and ')}`;
}

/** @param {number} count @param {string} unit */
const plural = (count, unit) => `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;

module.exports = { plural, systemName, target, targets };
