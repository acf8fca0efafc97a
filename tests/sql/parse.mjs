// SPDX-License-Identifier: Apache-2.0
// The statements for engines that are not at hand, read by a parser of their dialects: the syntax at
// least is theirs. usage: node parse.mjs BINARY [DIALECT...]; exit code 77 without the parser.
import {spawnSync} from 'node:child_process';

const known = {bigquery: 'BigQuery', snowflake: 'Snowflake', spark: 'Hive', mysql: 'MySQL'};
const [binary, ...asked] = process.argv.slice(2);
let Parser;
try {
  ({default: {Parser}} = await import('node-sql-parser'));
} catch {
  console.log('SKIPPED: node-sql-parser is not installed (npm --prefix tests/sql ci). Nothing was parsed.');
  process.exit(77);
}
let wrong = 0;
for (const dialect of asked.length ? asked : Object.keys(known)) {
  for (const more of [[], ['--typed', '--status', 'none'], ['--reasons', 'long']]) {
    const command = ['model', 'export', 'sql', '--dialect', dialect, '--as', 'select',
      '--map', 'activity=activity', ...more];
    const made = spawnSync(binary, command, {encoding: 'utf8', maxBuffer: 1 << 26});
    if (made.status !== 0) throw new Error(made.stderr);
    // The parser wants no quotes around the name of a stage, and no place to trim at in what it takes
    // for Spark, nor DIV; the engines document these.
    const sql = made.stdout.replace(/`(_\w+)`/g, '$1')
      .replace(/\) DIV /g, ') / ')
      .replace(/TRIM\((?:BOTH|LEADING|TRAILING) ('[^']*') FROM /g, 'TRIM($1, ');
    try {
      new Parser().astify(sql, {database: known[dialect]});
      console.log(`parsed ${dialect} ${more.join(' ')}: ${sql.length} characters`);
    } catch (error) {
      ++wrong;
      const at = error.location?.start?.offset ?? 0;
      console.log(`${dialect} ${more.join(' ')}: line ${error.location?.start?.line}: ` +
        `${sql.slice(Math.max(at - 100, 0), at)}>>>${sql.slice(at, at + 60)}`);
    }
  }
}
process.exit(wrong ? 1 : 0);
