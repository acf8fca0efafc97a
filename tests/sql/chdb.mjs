// SPDX-License-Identifier: Apache-2.0
// ClickHouse in process, behind JSON lines: {"execute": sql} or {"rows": sql} in, rows out.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {Session} from 'chdb';

const folder = mkdtempSync(join(tmpdir(), 'sourcing-chdb-'));
const session = new Session(folder);
// As it is without settings; SOURCING_CHDB_SET="name = value, …" sets some.
if (process.env.SOURCING_CHDB_SET) session.query(`SET ${process.env.SOURCING_CHDB_SET}`);
const put = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const text = (value) => (value === null ? null : String(value));

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  try {
    if (request.execute !== undefined) {
      // One statement at a time; none of ours has a semicolon and a line end inside a literal.
      for (const statement of request.execute.split(/;\s*\n/)) {
        if (statement.replace(/^--.*$/gm, '').trim()) session.query(statement);
      }
    } else {
      const result = session.query(request.rows, 'JSONCompactEachRow');
      const rows = result.split('\n').filter((row) => row).map((row) => JSON.parse(row).map(text));
      for (let at = 0; at < rows.length; at += 1000) put({rows: rows.slice(at, at + 1000)});
    }
    put({done: true});
  } catch (error) {
    put({error: String(error.message ?? error)});
  }
}
session.cleanup();
rmSync(folder, {recursive: true, force: true});
