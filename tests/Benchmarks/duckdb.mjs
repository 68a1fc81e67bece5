// node duckdb.mjs FILE: DuckDB's typed load of Norrbotten's layout, with a hash of the person; prints rows, CPU seconds and wall seconds.
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
const columns = {
  Vårdkontaktid: 'VARCHAR', Personnr: 'VARCHAR', Kön: 'TINYINT', Kommunkod: 'VARCHAR', 'Enhet HSA-id': 'VARCHAR', Vårdform: 'VARCHAR', Besökstyp: 'VARCHAR',
  Planerad: 'TINYINT', Startdatum: 'DATE', Slutdatum: 'DATE', MVO: 'INTEGER', Diagnoser: 'VARCHAR', Åtgärder: 'VARCHAR', DRG: 'VARCHAR',
  'DRG-vikt': 'DECIMAL(9,4)', 'Kostnad KPP': 'DECIMAL(15,2)', 'Remiss-id': 'VARCHAR', Betalningsförbindelse: 'VARCHAR', Vårdnivå: 'TINYINT',
};
const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`).join(', ');
const before = process.cpuUsage(), started = process.hrtime.bigint();
await connection.run(`
  CREATE TABLE contact AS SELECT * REPLACE (sha256(Personnr) AS Personnr)
  FROM read_csv('${process.argv[2].replaceAll("'", "''")}', delim = ';', header = true, quote = '"', decimal_separator = ',', types = {${types}}, ignore_errors = true)`);
const rows = (await connection.runAndReadAll('SELECT count(*) FROM contact')).getRows()[0][0];
const cpu = process.cpuUsage(before), wall = Number(process.hrtime.bigint() - started) / 1e9;
console.log(`${rows} ${(cpu.user + cpu.system) / 1e6} ${wall}`);
process.exit();
