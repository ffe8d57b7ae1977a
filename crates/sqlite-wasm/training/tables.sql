-- Tables of an application: rows by key and by index, joins, groups, sorts, updates, deletes, constraints.
pragma journal_mode = wal;
create table customer(id integer primary key, name text not null, city text, credit real, photo blob);
create table purchase(
  id integer primary key, customer int references customer(id), day text, total real check (total >= 0), note text
);
create table line(purchase int, number int, product text, amount int, price real, primary key (purchase, number))
  without rowid;
create index purchase_customer on purchase(customer, day);
create index line_product on line(product);
begin;
-- repeat 3000
insert into customer values (:i, :t, 'city ' || (:n % 40), :r, :b);
-- repeat 9000
insert into purchase values (:i, 1 + :n % 3000, date('2020-01-01', (:n % 2000) || ' days'), :r, :t);
-- repeat 20000
insert or ignore into line values (1 + :i / 3, :i % 3, :t, :n % 9, :r);
commit;
analyze;
-- repeat 6000
select * from customer where id = 1 + :n % 3000;
-- repeat 3000
select id, day, total from purchase where customer = 1 + :n % 3000 order by day desc limit 5;
-- repeat 300
insert into purchase(customer, day, total, note) values (1 + :n % 3000, '2031-05-05', :r, :t);
-- repeat 1000
update customer set credit = credit + 1, city = coalesce(city, '?') where id = 1 + :n % 3000;
-- repeat 300
delete from line where purchase = 1 + :n % 7000 and number = 1;
-- repeat 500
select sum(amount * price), count(*) from line where product between :t and :t || 'z';
select city, count(*), avg(credit), min(name), max(name) from customer group by city having count(*) > 2 order by 2 desc;
select c.city, sum(l.amount * l.price), count(distinct p.id) from customer c join purchase p on p.customer = c.id
  join line l on l.purchase = p.id group by c.city order by 2 desc;
select name, total from customer left join purchase on customer.id = customer and total > 1000000 order by total, name;
select count(*) from purchase where note like '%amber%' or note like 'stone%' or note glob '*Zebra*';
select count(*) from customer where city in (select city from customer where id % 7 = 0) and name <> '';
select day, total, note from purchase order by total desc limit 100 offset 3000;
select note from purchase order by note, id;
select product, number from line order by product collate nocase, price desc;
select customer, total, rank() over (partition by customer order by total desc), sum(total) over (order by id rows 5
  preceding) from purchase where customer < 400;
select distinct substr(note, 1, 4), upper(day), length(note), typeof(total) from purchase;
select sum(case when total > 500 then total when total is null then 0 else -1 end), total(round(total, 1)),
  group_concat(id, '-'), max(abs(id - 4000)), count(nullif(customer, 3)), sum(customer % 7 = 2 or customer / 3 > 50)
  from purchase;
select id from purchase union select purchase from line except select id from customer intersect select id from purchase;
select exists (select 1 from line where product = 'none'), (select max(total) from purchase where customer = 77);
create index purchase_note on purchase(note);
create unique index customer_name on customer(name, id);
create index line_price on line(price, amount) where amount > 2;
drop index purchase_note;
alter table customer add column since text default 'always';
create view spending as select customer, sum(total) as spent from purchase group by customer;
select * from spending where spent > 10000 order by spent limit 50;
create trigger noted after update of credit on customer when new.credit > 100 begin
  update purchase set note = note || '!' where id = new.id;
end;
-- repeat 500
update customer set credit = :r where id = :i;
-- repeat 400
insert into customer(id, name) values (1 + :n % 4000, :t) on conflict(id) do update set name = excluded.name returning id;
delete from purchase where id % 5 = 0;
update line set price = price * 1.1 where amount > 3;
pragma integrity_check;
vacuum;
pragma wal_checkpoint(truncate);
