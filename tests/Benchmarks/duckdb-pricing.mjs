// node duckdb-pricing.mjs FOLDER ROUNDS: docs/formats/PRICING.md as set-wise SQL in DuckDB, two threads, everything in memory.
// Prints CPU and wall seconds a round, then every group: home hospital service level rule contacts öre.
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, rounds] = [process.argv[2], +process.argv[3]];
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const types = {
  contact: "'region': 'VARCHAR', 'home': 'VARCHAR', 'hospital': 'VARCHAR', 'kind': 'VARCHAR', 'visit': 'VARCHAR', 'day': 'DATE', 'days': 'BIGINT', 'mvo': 'INTEGER', 'grp': 'VARCHAR', 'drg': 'VARCHAR', 'weight': 'BIGINT', 'kpp': 'BIGINT', 'service': 'VARCHAR', 'level': 'INTEGER'",
  price: "'list': 'VARCHAR', 'seller': 'VARCHAR', 'code': 'VARCHAR', 'ore': 'BIGINT', 'day_from': 'DATE', 'day_to': 'DATE'",
  agreement: "'seller': 'VARCHAR', 'buyer': 'VARCHAR', 'list': 'VARCHAR', 'day_from': 'DATE', 'day_to': 'DATE', 'lim': 'BIGINT', 'share': 'BIGINT', 'not_billed': 'VARCHAR'",
  scope: "'seller': 'VARCHAR', 'home': 'VARCHAR', 'service': 'VARCHAR', 'mvo': 'INTEGER', 'day_from': 'DATE', 'day_to': 'DATE'",
};
for (const [table, columns] of Object.entries(types)) {
  const text = table === 'contact' ? "* REPLACE (coalesce(home, '') AS home, coalesce(hospital, '') AS hospital, coalesce(visit, '') AS visit, coalesce(grp, '') AS grp, coalesce(drg, '') AS drg, coalesce(service, '') AS service)" : '*';
  await connection.run(`CREATE TABLE ${table} AS SELECT ${text} FROM read_csv('${folder}/${table}.csv', header = true, types = {${columns}})`);
}

const price = (alias, code) => `LEFT JOIN price ${alias} ON ${alias}.list = a.list AND ${alias}.seller = c.region AND ${alias}.code = ${code} AND c.day BETWEEN ${alias}.day_from AND ${alias}.day_to`;
const query = `
  WITH matched AS (
    SELECT c.*, a.list, a.lim, a.share, a.not_billed, fixed.ore AS fixed, point.ore AS point, care_day.ore AS care_day, visit_price.ore AS visit_price,
      EXISTS (SELECT 1 FROM scope s WHERE s.seller = c.region AND s.home = c.home AND s.service = c.service AND c.day BETWEEN s.day_from AND s.day_to)
        OR EXISTS (SELECT 1 FROM scope s WHERE s.seller = c.region AND s.home = c.home AND s.mvo = c.mvo AND c.day BETWEEN s.day_from AND s.day_to) AS subscribed
    FROM contact c
    LEFT JOIN agreement a ON a.seller = c.region AND a.buyer = CASE WHEN c.home IN ('22', '23', '24', '25') THEN c.home ELSE 'RIKS' END AND c.day BETWEEN a.day_from AND a.day_to
    ${price('fixed', "'TJANST:' || c.service")} ${price('point', "'DRGPOANG:' || c.hospital")} ${price('care_day', "'VARDDAG:' || c.grp")} ${price('visit_price', "'BESOK:' || c.kind || ':' || c.visit || ':' || c.grp")}
  ), ruled AS (
    SELECT *, (weight * point + 5000) // 10000 AS p, CASE
      WHEN home = '' THEN 'EJ_REGION' WHEN home = region THEN 'EGEN_VARD' WHEN subscribed THEN 'ABONNEMANG' WHEN list IS NULL THEN 'PRIS_SAKNAS'
      WHEN contains(not_billed, '|' || kind || '|') THEN 'EJ_DEBITERBAR' WHEN service <> '' AND fixed IS NOT NULL THEN 'FAST_PRIS'
      WHEN kind IN ('SLUTEN', 'DAGKIR') AND drg <> '' AND weight IS NOT NULL AND point IS NOT NULL THEN 'DRG'
      WHEN kind = 'SLUTEN' AND drg = '' AND care_day IS NOT NULL THEN 'VARDDAG'
      WHEN kind IN ('OPPEN_LAKARE', 'OPPEN_ANNAN', 'DISTANS') AND visit_price IS NOT NULL THEN 'BESOK' ELSE 'PRIS_SAKNAS' END AS base_rule
    FROM matched
  ), priced AS (
    SELECT home, hospital, service, level, CASE WHEN base_rule = 'DRG' AND kpp * 100 > lim * p THEN 'DRG_YTTERFALL' ELSE base_rule END AS rule,
      CASE base_rule WHEN 'FAST_PRIS' THEN fixed WHEN 'DRG' THEN p + CASE WHEN kpp * 100 > lim * p THEN (share * (kpp * 100 - lim * p) + 5000) // 10000 ELSE 0 END
        WHEN 'VARDDAG' THEN days * care_day WHEN 'BESOK' THEN visit_price ELSE 0 END AS ore
    FROM ruled
  )
  SELECT home, hospital, service, level, rule, count(*) AS contacts, sum(ore)::BIGINT AS ore FROM priced GROUP BY ALL`;

await connection.runAndReadAll(query); // warms up
let groups;
for (let round = 0; round < rounds; round++) {
  const before = process.cpuUsage(), started = process.hrtime.bigint();
  groups = (await connection.runAndReadAll(query)).getRows();
  const cpu = process.cpuUsage(before);
  console.log(`${(cpu.user + cpu.system) / 1e6} ${Number(process.hrtime.bigint() - started) / 1e9}`);
}
for (const group of groups) console.log(group.map(cell => cell === '' ? '-' : cell).join(' '));
process.exit();
