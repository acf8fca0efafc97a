// SPDX-License-Identifier: Apache-2.0
// DuckDB behind JSON lines: {"execute": sql} or {"rows": sql} in, rows of texts and nulls out.
import {createInterface} from 'node:readline';
import {DuckDBInstance} from '@duckdb/node-api';

const instance = await DuckDBInstance.create(process.env.SOURCING_DUCKDB_FILE || ':memory:');
const connection = await instance.connect();
const put = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const text = (value) => (value === null || value === undefined ? null : String(value));

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  try {
    if (request.execute !== undefined) {
      await connection.run(request.execute);
    } else {
      // Through a table: a stream ends with an empty chunk, and a filter may give one on its way.
      const query = request.rows.trim().replace(/;$/, '');
      await connection.run(`CREATE OR REPLACE TEMP TABLE _rows AS ${query}\n`);
      const result = await connection.stream('SELECT * FROM _rows');
      for (;;) {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) break;
        put({rows: chunk.getRows().map((row) => row.map(text))});
      }
    }
    put({done: true});
  } catch (error) {
    put({error: String(error.message ?? error)});
  }
}
