// SPDX-License-Identifier: Apache-2.0
// usage: node validate.mjs SCHEMA FILE...
// Validates JSON or NDJSON files (`-` is standard input) against a JSON Schema, with ajv: a
// validator that shares no code with this project. A file whose top level is an array is taken
// as a list of documents unless the schema itself describes an array.
// Exit code 0: all valid; 1: something is not; 2: wrong usage.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import Ajv2019 from "ajv/dist/2019.js";
import Ajv2020 from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";

function compile(schema) {
  const dialect = schema.$schema ?? "";
  const Validator = dialect.includes("2020-12") ? Ajv2020 : dialect.includes("2019-09") ? Ajv2019
    : dialect.includes("draft-04") ? AjvDraft04 : Ajv;
  const ajv = new Validator({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true,
    // Patterns of that age are not all expressions of the `u` flag.
    unicodeRegExp: !dialect.includes("draft-04") });
  addFormats(ajv);
  return ajv.compile(schema);
}

/** The documents of a file: [{where, value}]. Throws where the text is neither JSON nor NDJSON. */
function documents(name, text, arrayIsOne) {
  let whole;
  try {
    whole = JSON.parse(text);
  } catch {
    return text.split("\n")
      .map((line, index) => ({ where: `${name}:${index + 1}`, line }))
      .filter(({ line }) => line.trim() !== "")
      .map(({ where, line }) => {
        try {
          return { where, value: JSON.parse(line) };
        } catch (error) {
          throw new Error(`${where}: not JSON: ${error.message}`);
        }
      });
  }
  if (Array.isArray(whole) && !arrayIsOne) {
    return whole.map((value, index) => ({ where: `${name}#/${index}`, value }));
  }
  return [{ where: name, value: whole }];
}

const [schemaFile, ...files] = process.argv.slice(2);
if (!schemaFile || files.length === 0) {
  console.error("usage: node validate.mjs SCHEMA FILE...");
  process.exit(2);
}

const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const validate = compile(schema);
let count = 0;
let invalid = 0;
for (const file of files) {
  const text = readFileSync(file === "-" ? 0 : file, "utf8");
  let found = [];
  try {
    found = documents(file, text, schema.type === "array");
  } catch (error) {
    console.error(error.message);
    invalid += 1;
    continue;
  }
  if (found.length === 0) {
    console.error(`${file}: holds no document`);
    invalid += 1;
  }
  for (const { where, value } of found) {
    count += 1;
    if (!validate(value)) {
      invalid += 1;
      for (const { instancePath, message, params } of validate.errors) {
        console.error(`${where}: ${instancePath || "/"}: ${message} ${JSON.stringify(params)}`);
      }
    }
  }
}
console.log(`${count} documents, ${invalid} invalid`);
// Not process.exit(): it would cut off what a pipe has not taken yet.
process.exitCode = invalid === 0 ? 0 : 1;
