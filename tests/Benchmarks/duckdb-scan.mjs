// node duckdb-scan.mjs FILE ROUNDS: loads Norrbotten's layout typed into DuckDB's memory, then scans it so many times for what a scenario asks: contacts, weight and cost per home region and unit. Prints rows, CPU seconds and wall seconds a scan.
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(`
  CREATE TABLE contact AS SELECT "Kommunkod", "Enhet HSA-id", "Vårdform", "Startdatum", "MVO", "Diagnoser", "Åtgärder", "DRG", "DRG-vikt", "Kostnad KPP"
  FROM read_csv('${process.argv[2].replaceAll("'", "''")}', delim = ';', header = true, quote = '"', decimal_separator = ',',
    types = {'Kommunkod': 'VARCHAR', 'Enhet HSA-id': 'VARCHAR', 'MVO': 'INTEGER', 'Startdatum': 'DATE', 'DRG-vikt': 'DECIMAL(9,4)', 'Kostnad KPP': 'DECIMAL(15,2)'}, ignore_errors = true)`);
for (let round = 0; round < Number(process.argv[3]); round++) {
  const before = process.cpuUsage(), started = process.hrtime.bigint();
  const groups = (await connection.runAndReadAll(`
    SELECT substr("Kommunkod", 1, 2), "Enhet HSA-id", count(*) AS contacts, sum("DRG-vikt"), sum("Kostnad KPP") FROM contact GROUP BY ALL`)).getRows();
  const cpu = process.cpuUsage(before), wall = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(`${groups.reduce((sum, group) => sum + Number(group[2]), 0)} ${(cpu.user + cpu.system) / 1e6} ${wall}`);
}
process.exit();
