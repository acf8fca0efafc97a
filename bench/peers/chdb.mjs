// SPDX-License-Identifier: Apache-2.0
// usage: node chdb.mjs MODEL IN.csv OUT.csv THREADS
// ClickHouse in process. Its text is written raw, since its CSV has every word in quotes: the same
// bytes as long as no name needs any.
import { Session } from "chdb";
import { clickhouse, columnsOf, query, readModel } from "./model_sql.mjs";

const [model, input, output, threads] = process.argv.slice(2);
const types = { BIGINT: "Int64", VARCHAR: "String" };
const loaded = readModel(model);
const columns = Object.entries(columnsOf(loaded))
  .map(([name, type]) => `${name} ${types[type] ?? "Decimal(4,2)"}`).join(", ");
const read = `file('${input}', 'CSVWithNames', '${columns}')`;
const settings = {
  max_threads: threads,
  output_format_decimal_trailing_zeros: 1,
  format_custom_escaping_rule: "'Raw'",
  format_custom_field_delimiter: "','",
};
const session = new Session();
try {
  session.query(`SELECT * REPLACE (ifNull(location, '') AS location, ifNull("close", '') AS "close", '' AS error)
FROM (${query(read, loaded, { words: clickhouse })})
INTO OUTFILE '${output}' TRUNCATE FORMAT CustomSeparatedWithNames
SETTINGS ${Object.entries(settings).map(([name, value]) => `${name} = ${value}`).join(", ")}`);
} finally {
  session.cleanup();
}
