BEGIN;
UPDATE people SET name = name || '!' WHERE id % 9 = 0;
UPDATE people SET photo = zeroblob(coalesce(length(photo), 0) + 1000), anything = NULL WHERE id % 11 = 0;
DELETE FROM log WHERE at % 3 = 0;
DELETE FROM people WHERE id % 13 = 0 AND id NOT IN (SELECT person FROM log WHERE person IS NOT NULL);
INSERT INTO people (name, born, photo) SELECT 'neu ' || name, born - 1000, photo FROM people WHERE id % 17 = 0;
COMMIT;

BEGIN;
INSERT INTO words VALUES ('it', 'parola', 1) ON CONFLICT DO UPDATE SET times = times + 1;
DELETE FROM words WHERE language = 'fr' AND times % 2;
UPDATE texts SET body = body || ' zeile' WHERE rowid % 4 = 0;
DELETE FROM texts WHERE rowid % 10 = 3;
INSERT INTO texts (title, body) VALUES ('neues Buch', 'Bücher über Bücher');
DROP INDEX people_by_length;
CREATE INDEX people_by_length ON people (length(photo), id);
SAVEPOINT doubt;
DELETE FROM words;
ROLLBACK TO doubt;
COMMIT;

REINDEX people_by_name;
ANALYZE;
