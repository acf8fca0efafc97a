// SPDX-License-Identifier: Apache-2.0
// usage: node same.mjs MODULE.mjs TASKS.ndjson EXPECTED.ndjson [--weights JSON]
// Decides every task with the exported module and compares with what the program wrote: the same
// values, and `stringify` the same bytes. Exit code 1 where anything differs.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";

/** What the module leaves out. */
const LEFT_OUT = ["possible", "possible_complete", "next_questions", "robust", "flip_step"];

/** Where the JSON value that begins at `at` ends. */
function endOfValue(text, at) {
  let depth = 0;
  for (let inString = false; at < text.length; at += 1) {
    const c = text[at];
    if (inString) {
      if (c === "\\") at += 1;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === "[" || c === "{") depth += 1;
    else if (c === "]" || c === "}") {
      if (depth === 0) return at;
      depth -= 1;
    } else if (c === "," && depth === 0) return at;
  }
  return at;
}

/** The members of an object as they are written, those of `LEFT_OUT` gone. */
function withoutLeftOut(line) {
  const members = [];
  for (let at = 1; at < line.length - 1;) {
    const end = endOfValue(line, at);
    const member = line.slice(at, end);
    if (!LEFT_OUT.includes(JSON.parse(member.slice(0, endOfKey(member))))) members.push(member);
    at = end + 1;
  }
  return `{${members.join(",")}}`;
}

function endOfKey(member) {
  let at = 1;
  while (member[at] !== '"') at += member[at] === "\\" ? 2 : 1;
  return at + 1;
}

function parsed(line) {
  const value = JSON.parse(line);
  for (const key of LEFT_OUT) delete value[key];
  return value;
}

const [moduleFile, tasksFile, expectedFile, option, weights] = process.argv.slice(2);
const exported = await import(pathToFileURL(resolve(moduleFile)));
const { stringify, TaskError } = exported;
const decide = option === "--weights" ? exported.withWeights(JSON.parse(weights)).decide : exported.decide;
const lines = (file) => readFileSync(file, "utf8").split("\n").filter((line) => line !== "");
const expected = lines(expectedFile);
let differ = 0;
let errors = 0;
let bytes = 0;

function tell(row, what, ours, theirs) {
  differ += 1;
  if (differ <= 5) console.log(`row ${row + 1}: ${what}\n  module  ${ours}\n  program ${theirs}`);
}

const tasks = lines(tasksFile);
tasks.forEach((line, row) => {
  const theirs = parsed(expected[row]);
  let ours;
  try {
    ours = decide(JSON.parse(line), { row: row + 1 });
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    errors += 1;
    const codes = error.problems.map(({ code, pointer }) => `${code} ${pointer}`).sort();
    const wanted = (theirs.errors ?? []).map(({ code, pointer }) => `${code} ${pointer ?? ""}`).sort();
    if (!isDeepStrictEqual(codes, wanted)) tell(row, "other problems", codes.join(", "), wanted.join(", "));
    return;
  }
  if (option === "--weights") theirs.model = ours.model;
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(ours)), theirs)) {
    const key = Object.keys(theirs).find((each) => !isDeepStrictEqual(ours[each], theirs[each]));
    tell(row, `another ${key}`, JSON.stringify(ours[key]), JSON.stringify(theirs[key]));
  } else if (option !== "--weights") {
    // A number as it was written (`4.50`) is the same value and other bytes.
    const text = stringify(ours);
    if (text !== withoutLeftOut(expected[row])) tell(row, "other bytes", text, withoutLeftOut(expected[row]));
    else bytes += 1;
  }
});
if (expected.length !== tasks.length) tell(tasks.length, "another count", tasks.length, expected.length);
console.log(`${tasks.length} tasks, ${errors} of them invalid, ${bytes} the same byte for byte, ${differ} differ`);
process.exitCode = differ === 0 && errors < tasks.length ? 0 : 1;
