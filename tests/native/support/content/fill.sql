BEGIN;

CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  born REAL,
  photo BLOB,
  anything,
  initial TEXT AS (substr(name, 1, 1)) STORED
);
CREATE INDEX people_by_name ON people (name COLLATE NOCASE, born DESC);
CREATE UNIQUE INDEX people_young ON people (born) WHERE born > 2000;
CREATE INDEX people_by_length ON people (length(photo));
CREATE VIEW elders AS SELECT id, name FROM people WHERE born < 1750 ORDER BY born, id;

CREATE TABLE words (language TEXT, word TEXT, times INTEGER, PRIMARY KEY (language, word DESC)) STRICT, WITHOUT ROWID;
CREATE TABLE log (at INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER REFERENCES people, what TEXT);
CREATE TRIGGER people_added AFTER INSERT ON people WHEN new.id % 10 = 0 BEGIN
  INSERT INTO log (person, what) VALUES (new.id, 'added ' || new.name);
END;
CREATE TRIGGER people_renamed AFTER UPDATE OF name ON people BEGIN
  INSERT INTO log (person, what) VALUES (new.id, old.name || ' → ' || new.name);
END;
CREATE VIRTUAL TABLE texts USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');

WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)
INSERT INTO people (id, name, born, photo, anything)
  SELECT n,
    CASE n % 4 WHEN 0 THEN 'Zoë Müller ' WHEN 1 THEN '漢字 かな ' WHEN 2 THEN '😀 emoji 👩‍👩‍👧 ' ELSE 'plain ' END || n,
    CASE WHEN n % 7 THEN 1700 + n * 1.1 END,
    CASE n % 5 WHEN 0 THEN NULL WHEN 1 THEN x'' WHEN 2 THEN unhex('00ff7f80' || printf('%08x', n)) ELSE zeroblob(n) END,
    CASE n % 6
      WHEN 0 THEN 9223372036854775807 - n WHEN 1 THEN -9223372036854775808 + n WHEN 2 THEN n / 3.0
      WHEN 3 THEN 'a' || char(0) || 'b' || n WHEN 4 THEN printf('%.*c', n * 7, 'x') ELSE 1e300 * n
    END
  FROM numbers;

-- Longer than any page: chains of overflow pages.
INSERT INTO people (name, photo, anything) VALUES
  ('long blob', CAST(printf('%.*c', 200000, 'B') AS BLOB), 1e999),
  ('long text', x'00', printf('%.*c', 70000, 'ü')),
  (printf('%.*c', 3000, '長'), NULL, -0.0);

WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 400)
INSERT INTO words SELECT substr('defres', n % 3 * 2 + 1, 2), printf('wörd %05d', n * 7919 % 100003), n FROM numbers;

WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60)
INSERT INTO texts SELECT 'Buch ' || n, 'Zeile ' || n || ' des Büchleins' || printf('%.*c', n % 5, ' ') || 'naïve ' || n * n FROM numbers;

COMMIT;
