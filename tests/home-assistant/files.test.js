'use strict';

// What is written in the example's files, without running them.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { parse } = require('yaml');
const { instructionsOf } = require('./support/dockerfile');
const { APP } = require('./support/image');
const { name, version } = require('../../npm/package.json');

const SERVICES = path.join(APP, 'rootfs/etc/s6-overlay/s6-rc.d');
const read = (/** @type {string[]} */ ...names) => fs.readFileSync(path.join(APP, ...names), 'utf8');
const CONFIG = parse(read('config.yaml'));

test('the image is named without a tag and without an architecture, for the two that Home Assistant has', () => {
  assert.deepEqual(CONFIG.arch, ['aarch64', 'amd64']);
  assert.match(CONFIG.image, /^ghcr\.io\/[\w-]+\/[\w-]+$/);
  assert.equal(CONFIG.init, false);
});

test('the version of config.yaml heads the changelog', () => {
  assert.match(read('CHANGELOG.md'), new RegExp(`^# Changelog\\n\\n## ${CONFIG.version}\\n`));
});

test('the Dockerfile pins its base, names no platform and installs no compiler', () => {
  const [from, ...rest] = instructionsOf(APP);
  assert.match(from.text, /^ghcr\.io\/home-assistant\/base:\d\.\d\d-\d{4}\.\d\d\.\d+$/);
  assert.deepEqual(rest.filter(({ keyword }) => keyword === 'FROM' || keyword === 'ARG'), []);
  assert.doesNotMatch(read('Dockerfile'), /build-base|python3|--platform|linux-headers/);
});

test('the watchdog and the health check ask the port that the app opens', () => {
  const [port] = Object.keys(CONFIG.ports).map((key) => Number(key.split('/')[0]));
  assert.equal(CONFIG.watchdog, `http://[HOST]:[PORT:${port}]/api/health`);
  assert.match(read('Dockerfile'), new RegExp(`127\\.0\\.0\\.1:${port}/api/health`));
  assert.match(read('app/src/main.js'), new RegExp(`PORT \\?\\? ${port}`));
});

test('the app depends on this package by the name better-sqlite3, in this version', () => {
  const { dependencies } = JSON.parse(read('app/package.json'));
  assert.deepEqual(dependencies, { 'better-sqlite3': `npm:${name}@${version}` });
  const { packages } = JSON.parse(read('app/package-lock.json'));
  const { name: locked, version: lockedVersion } = packages['node_modules/better-sqlite3'];
  assert.deepEqual([locked, lockedVersion, Object.keys(packages).length], [name, version, 2]);
});

test('each service has a type, its program and dependencies that exist, and is started', () => {
  const started = fs.readdirSync(path.join(SERVICES, 'user/contents.d')).sort();
  const services = fs.readdirSync(SERVICES).filter((service) => service !== 'user').sort();
  assert.deepEqual(started, services);
  for (const service of services) {
    const isLong = read('rootfs/etc/s6-overlay/s6-rc.d', service, 'type') === 'longrun\n';
    const program = isLong
      ? path.join(SERVICES, service, 'run')
      : path.join(APP, 'rootfs', read('rootfs/etc/s6-overlay/s6-rc.d', service, 'up').trim());
    assert.match(fs.readFileSync(program, 'utf8'), /^#!\/command\/with-contenv sh\n/);
    for (const needed of fs.readdirSync(path.join(SERVICES, service, 'dependencies.d'))) {
      assert.ok(needed === 'base' || services.includes(needed), needed);
    }
  }
});
