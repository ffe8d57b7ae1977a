# Executes programs on native SQLite, as driven by apsw. Reads JSON: a schema, and programs with the number of their
# commits of which the hook refuses every one (0 for none). Writes JSON: the log of each program.

import json
import sys

import apsw

OPERATIONS = {
    apsw.SQLITE_INSERT: "SQLITE_INSERT",
    apsw.SQLITE_UPDATE: "SQLITE_UPDATE",
    apsw.SQLITE_DELETE: "SQLITE_DELETE",
}


def execute(db, sql):
    for _ in db.execute(sql):
        pass


def log_of(schema, refused, statements):
    # Without a cache of statements none is recompiled, as in exec().
    db = apsw.Connection(":memory:", statementcachesize=0)
    execute(db, schema)
    log = []
    commits = 0

    def commit():
        nonlocal commits
        commits += 1
        log.append("commit")
        return refused > 0 and commits % refused == 0

    db.set_update_hook(lambda operation, *where: log.append([OPERATIONS[operation], *where]))
    db.set_commit_hook(commit)
    db.set_rollback_hook(lambda: log.append("rollback"))
    for sql in statements:
        try:
            execute(db, sql)
            log.append(f"{sql}: ok")
        except apsw.Error as error:
            log.append(f"{sql}: {error.result}")
    # Closing calls the rollback hook, although SQLite's documentation says that it does not.
    db.set_rollback_hook(None)
    db.close()
    return log


schema, programs = json.load(sys.stdin)
json.dump([log_of(schema, *program) for program in programs], sys.stdout)
