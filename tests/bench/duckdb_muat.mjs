// SPDX-License-Identifier: EUPL-1.2
// Loads a CSV into a table of DuckDB in memory, all columns text, and prints one line of JSON: rows,
// milliseconds and CPU milliseconds of the load alone, peak memory of the process (kB), version.
//   node duckdb_muat.mjs FILE [THREADS]
import { readFileSync } from 'node:fs';
import { DuckDBInstance, version } from '@duckdb/node-api';

const [file, threads = '2'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const db = await instance.connect();
const quoted = `'${file.replaceAll("'", "''")}'`;
const cpu = process.cpuUsage();
const start = process.hrtime.bigint();
await db.run(`CREATE TABLE penduduk AS SELECT * FROM read_csv(${quoted}, header = true, all_varchar = true)`);
const ms = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage(cpu);
const rows = (await db.runAndReadAll('SELECT count(*) FROM penduduk')).getRows()[0][0];
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
console.log(JSON.stringify({ rows: Number(rows), ms: Math.round(ms), cpu_ms: Math.round((user + system) / 1000), vmhwm_kb: peak, version: version() }));
