// SPDX-License-Identifier: Apache-2.0
// usage: node duckdb.mjs MODEL IN.csv OUT.csv THREADS [noreasons]
import { DuckDBInstance } from "@duckdb/node-api";
import { columnsOf, query, readModel } from "./model_sql.mjs";

const [model, input, output, threads, flag] = process.argv.slice(2);
const loaded = readModel(model);
const types = Object.entries(columnsOf(loaded)).map(([k, v]) => `'${k}': '${v}'`).join(", ");
const read = `read_csv('${input}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${types}})`;
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run(`COPY (${query(read, loaded, { reasons: flag !== "noreasons" })}) TO '${output}' (HEADER, DELIMITER ',')`);
