-- Kinds of work beside tables: recursion, expressions, JSON, full text, R-Trees, dates, savepoints, large values.
pragma synchronous = off;
create table n(i integer primary key, x int, r real, t text);
with recursive c(i) as (select 1 union all select i + 1 from c where i < 40000)
  insert into n select i, (i * 48271) % 65537, i / 3.0, printf('%05d-%s', (i * 69621) % 99991, hex(i)) from c;
with recursive fibonacci(a, b, k) as (select 0, 1, 0 union all select b, (a + b) % 1000003, k + 1 from fibonacci where k < 60000)
  select max(a), sum(b & 255), count(*) from fibonacci;
with recursive walk(node, depth) as (select 1, 0 union select (node * 5 + 1) % 9973, depth + 1 from walk where depth < 3000)
  select count(*), max(node) from walk;
select sum(x * 3 + 1), avg(r * r - x), min(x << 2), max(x | 5), sum(-x), total(r / (x + 1)), sum(x > 30000 and r < 9000),
  sum(x between 5 and 900), count(t || 'a'), sum(cast(t as int)), sum(instr(t, '3')), sum(x is not null) from n;
select count(*) from n where t like '%7%1' or x in (3, 5, 9, 77, 1234) or substr(t, 2, 2) = '12';
select replace(t, '0', 'oo'), trim(t, '0'), lower(t), quote(t), unicode(t), char(x % 80 + 40) from n limit 8000;
select x % 100, count(*), sum(r), max(t) from n group by 1 order by 3;
select a.i, b.t from n a join n b on b.i = a.x where a.i < 15000;
select count(*) from n a, n b where a.i < 60 and b.i < 2000 and a.x < b.x;
select t, r from n order by r desc, t limit 20;
select i from n order by t;
select i, lag(x) over w, lead(t, 2, '') over w, ntile(7) over w, percent_rank() over w from n where i < 5000
  window w as (partition by x % 10 order by r);
select json_extract(json_object('a', x, 'b', json_array(r, t)), '$.b[1]'), json(t is null) from n where i < 6000;
select sum(value) from n, json_each('[1,2,3,{"k":4},"five"]') where n.i < 2000;
select json_group_array(x), json_group_object(t, r) from n where i < 2000;
create virtual table words using fts5(body);
insert into words select t || ' ' || printf('river %d stone %s', x % 90, case when i % 3 then 'amber' else 'cloud' end)
  from n where i < 8000;
select count(*) from words where words match 'amber AND river';
select rowid, highlight(words, 0, '<', '>'), bm25(words) from words where words match 'sto* OR "river 7"' order by rank limit 50;
create virtual table old_words using fts4(body);
insert into old_words select body from words limit 1500;
select count(*) from old_words where old_words match 'river';
create virtual table boxes using rtree(id, x0, x1, y0, y1);
insert into boxes select i, x, x + 40, r, r + 30 from n where i < 6000;
select count(*) from boxes where x0 > 1000 and x1 < 30000 and y0 > 100 and y1 < 1500;
select date('2024-02-29', i || ' days', 'start of month'), strftime('%Y-%W %H:%M:%f', i * 1000, 'unixepoch'), julianday(t)
  from n where i < 5000;
create temp table scratch as select i, t from n where i % 2;
create index temp.scratch_t on scratch(t);
savepoint one;
update scratch set t = t || '.';
rollback to one;
release one;
create table wide(a, b, c, d, e, f, g, h, j, k, l, m, primary key (a, b)) without rowid;
insert into wide select i, x, r, t, null, i * 2, -x, r * 2, zeroblob(i % 20), 'k', x, 1 from n where i < 8000;
select sum(f), max(g), min(d), count(e), sum(length(j)), max(m) from wide;
update wide set e = d, l = null where a % 3 = 0;
create table large(id integer primary key, data blob, body text);
-- repeat 40
insert into large values (:i, zeroblob(:n), replace(hex(zeroblob(:n / 4)), '00', :t));
select id, length(data), length(body), substr(body, 20000, 40), data is zeroblob(8) from large;
delete from large where id % 2;
create table conflict(a int unique, b text);
-- repeat 3000
insert or replace into conflict values (:n % 500, :t);
-- repeat 500
insert into conflict values (:n % 500, :t);
pragma table_info(n);
select name, sql from sqlite_schema where type = 'table' order by name;
explain query plan select * from n a join conflict on a = x where t > 'a' order by r;
