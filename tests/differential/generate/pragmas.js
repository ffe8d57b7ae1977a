'use strict';

const { quotedName } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Model } from './model' */

const QUERIES = [
  'user_version', 'application_id', 'cache_size', 'encoding', 'page_size', 'page_count', 'freelist_count',
  'auto_vacuum', 'journal_mode', 'synchronous',
  'foreign_keys', 'recursive_triggers', 'temp_store', 'schema_version', 'data_version', 'collation_list',
  'table_list', 'database_list', 'integrity_check',
  'quick_check', 'foreign_key_check', 'function_list', 'module_list', 'pragma_list', 'locking_mode', 'max_page_count',
  'wal_autocheckpoint', 'trusted_schema',
  'legacy_alter_table', 'analysis_limit', 'busy_timeout', 'secure_delete', 'query_only', 'no_such_pragma',
  'cell_size_check', 'journal_size_limit',
];

const ASSIGNMENTS = [
  'user_version = 7', 'user_version = -1', 'application_id = 0x1234', 'cache_size = 20', 'cache_size = 200',
  'foreign_keys = off', 'foreign_keys = on',
  'recursive_triggers = on', 'recursive_triggers = off', 'reverse_unordered_selects = on',
  'reverse_unordered_selects = off', 'case_sensitive_like = on',
  'case_sensitive_like = off', 'secure_delete = on', 'secure_delete = fast', 'temp_store = memory',
  'temp_store = file', 'synchronous = off', 'max_page_count = 30', 'max_page_count = 1000000',
  'max_page_count = 1000000', 'synchronous = full', 'legacy_alter_table = on',
  'legacy_alter_table = off', 'defer_foreign_keys = on', 'automatic_index = off',
  'automatic_index = on', 'analysis_limit = 10', 'incremental_vacuum(2)', 'optimize', 'shrink_memory',
  'wal_checkpoint', 'wal_checkpoint(truncate)', 'auto_vacuum = incremental',
  'auto_vacuum = full', 'journal_mode = wal', 'journal_mode = delete', 'journal_mode = truncate',
  'journal_mode = persist', 'journal_mode = memory', 'journal_mode = off',
  'trusted_schema = off', 'trusted_schema = on', 'writable_schema = on', 'writable_schema = off',
  'cell_size_check = on', 'full_column_names = on', 'short_column_names = on',
  'count_changes = on', 'empty_result_callbacks = on', 'page_size = 1024', 'locking_mode = normal',
  'journal_size_limit = 1000', 'wal_autocheckpoint = 5', 'fullfsync = 1',
];

const TABLE_QUERIES = [
  'table_info', 'table_xinfo', 'index_list', 'foreign_key_list', 'foreign_key_check', 'integrity_check',
];

/** @param {Choice} g @param {Model} model */
function pragmaText(g, model) {
  return g.weighted(/** @type {[number, () => string][]} */ ([
    [5, () => g.pick(QUERIES)],
    [4, () => g.pick(ASSIGNMENTS)],
    [model.tables.length > 0 ? 4 : 0, () => `${g.pick(TABLE_QUERIES)}(${quotedName(g.pick(model.tables).name)})`],
    [
      model.indexes.length > 0 ? 2 : 0,
      () => `${g.pick(['index_info', 'index_xinfo'])}(${quotedName(g.pick(model.indexes))})`,
    ],
  ]))();
}

exports.pragmaText = pragmaText;
