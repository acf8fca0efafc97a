// SPDX-License-Identifier: Apache-2.0
// json-rules-engine with the default model: its gates and rules as rules, the four scores as
// computed facts. usage: node rules_engine.mjs MODEL IN.csv ROWS. Prints evaluations per second.
import { readFileSync } from "node:fs";
import { Engine } from "json-rules-engine";
import { readModel } from "./model_sql.mjs";

const [modelPath, input, count] = process.argv.slice(2);
const { model, criterion, weights } = readModel(modelPath);
const numeric = (c) => c.scale === "level" || c.scale === "number";

function value(c, text) {
  if (numeric(c) || c.scale === "bands") return Number(text);
  return text;
}
function contribution(c, w, v) {
  if (numeric(c)) {
    const [min, max] = c.scale === "level" ? [1, 5] : [c.min, c.max];
    const share = (v - min) / (max - min);
    return w.centipoints * (w.toward === "low" ? 1 - share : share);
  }
  const i = c.scale === "bands" ? c.levels.findLastIndex((l) => v >= l.from) : c.levels.findIndex((l) => l.word === v);
  const last = c.levels.length - 1;
  const share = w.steps ? w.steps[c.levels[i].word] / Math.max(...Object.values(w.steps))
    : (w.toward === "low" ? last - i : i) / last;
  return w.centipoints * share;
}
const operators = { at_least: "greaterThanInclusive", at_most: "lessThanInclusive", above: "greaterThan", below: "lessThan", is: "equal" };
function condition(node) {
  if (node.all) return { all: node.all.map(condition) };
  if (node.any) return { any: node.any.map(condition) };
  const c = criterion.get(node.criterion);
  const [key] = Object.keys(operators).filter((k) => k in node);
  let wanted = key === "is" ? String(node[key]) : node[key];
  let operator = operators[key];
  if (c.scale === "bands") {
    const level = c.levels.find((l) => l.word === wanted);
    if (key === "at_most") [operator, wanted] = ["lessThan", level.to];
    else wanted = level.from;
  }
  return { fact: c.id, operator, value: wanted };
}
const engine = new Engine();
for (const rule of [...model.gates, ...model.rules]) {
  const root = condition(rule.when);
  engine.addRule({ conditions: root.all || root.any ? root : { all: [root] }, event: { type: rule.id } });
}
const rulePoints = new Map([...model.gates, ...model.rules].map((r) => [r.id, r.then?.points ?? {}]));
for (const axis of Object.keys(weights)) {
  engine.addFact(`score_${axis}`, async (_, almanac) => {
    let sum = 0;
    for (const w of weights[axis]) sum += contribution(criterion.get(w.criterion), w, await almanac.factValue(w.criterion));
    return sum;
  });
}
const [header, ...lines] = readFileSync(input, "utf8").split("\n").slice(0, Number(count) + 1);
const names = header.split(",");
const facts = lines.map((line) => {
  const cells = line.split(",");
  return Object.fromEntries(names.map((n, i) => [n, criterion.has(n) ? value(criterion.get(n), cells[i]) : cells[i]]));
});
const begin = process.hrtime.bigint();
let kpo = 0;
for (const each of facts) {
  const { almanac, events } = await engine.run(each);
  const scores = {};
  for (const axis of Object.keys(weights)) scores[axis] = await almanac.factValue(`score_${axis}`);
  for (const { type } of events) {
    for (const [axis, points] of Object.entries(rulePoints.get(type))) scores[axis] += points * 100;
  }
  if (scores.engagement >= model.axes.engagement.threshold * 100) kpo += 1;
}
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(JSON.stringify({ rows: facts.length, seconds, per_second: Math.round(facts.length / seconds), kpo }));
