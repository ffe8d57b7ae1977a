'use strict';

const { context, trace } = require('@opentelemetry/api');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { BetterSqlite3Instrumentation } = require('opentelemetry-plugin-better-sqlite3');
const { failure } = require('../support/failure');

const instrumentation = new BetterSqlite3Instrumentation({ enabled: false });
// Version 1.13.0 supports better-sqlite3 up to 12.
instrumentation.getModuleDefinitions()[0].supportedVersions.push('^13.0.0');

const exporter = new InMemorySpanExporter();
instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));

const described = ({ name, kind, status, attributes }) => [name, kind, status, { ...attributes, 'db.namespace': null }];

module.exports = async (file) => {
  instrumentation.enable();
  const Database = require('better-sqlite3');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT UNIQUE)');
  const insert = db.prepare('INSERT INTO author (name) VALUES (?)');
  const fill = db.transaction((names) => names.map((name) => insert.run(name).lastInsertRowid));
  const ids = fill.immediate(['a', 'b']);
  const violation = await failure(() => insert.run('a'));
  const syntax = await failure(() => db.prepare('SELEKT'));
  const select = db.prepare('SELECT * FROM author WHERE id > @id').bind({ id: 0 });
  const rows = [select.get(), select.all(), [...select.iterate()], select.raw().all()];
  const namespaces = new Set(exporter.getFinishedSpans().map(({ attributes }) => attributes['db.namespace']));

  const spans = exporter.getFinishedSpans().map(described);
  exporter.reset();
  instrumentation.disable();
  const quiet = [
    insert.run('c').changes, db.pragma('user_version', { simple: true }), db.prepare('SELECT 1 AS one').get(),
  ];
  const left = exporter.getFinishedSpans().map(described);
  db.close();
  trace.disable();
  context.disable();
  return {
    ids,
    violation: violation.code,
    syntax: syntax.code,
    rows,
    spans,
    names: spans.map(([name]) => name),
    named: [...namespaces].every((name) => name === file),
    quiet,
    left,
  };
};
