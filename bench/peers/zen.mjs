// SPDX-License-Identifier: Apache-2.0
// ZEN with the default model: an expression node for the points, the gates and rules, and one for
// the scores. usage: node zen.mjs MODEL IN.csv ROWS. Prints evaluations per second, 256 in flight.
import { readFileSync } from "node:fs";
import { ZenEngine } from "@gorules/zen-engine";
import { axes, plan } from "./plan.mjs";

const [modelPath, input, count] = process.argv.slice(2);
const model = plan(modelPath);
function test(node) {
  if (node.all) return "(" + node.all.map(test).join(" and ") + ")";
  if (node.any) return "(" + node.any.map(test).join(" or ") + ")";
  if (node.not) return `not (${test(node.not)})`;
  return `${node.column} ${node.op} ${JSON.stringify(node.value)}`;
}
function value(t) {
  if (t.kind === "rule") return `($.f_${t.id} ? ${t.points} : 0)`;
  if (t.kind === "linear") return `${t.per} * (${t.id} - ${t.neutral})`;
  const tests = t.kind === "bands" ? t.below.map((limit) => `${t.id} < ${limit}`)
    : t.words.slice(0, -1).map((word) => `${t.id} == "${word}"`);
  return tests.reduceRight((rest, each, i) => `(${each} ? ${t.values[i]} : ${rest})`, `${t.values.at(-1)}`);
}
const expressions = [
  ...model.rules.map((r) => ({ id: r.id, key: `f_${r.id}`, value: test(r.when) })),
  ...axes.map((a) => ({
    id: a, key: `s_${a}`, value: [`${model.scores[a].base}`, ...model.scores[a].terms.map(value)].join(" + "),
  })),
];
const content = {
  nodes: [
    { id: "in", type: "inputNode", name: "in", content: {}, position: { x: 0, y: 0 } },
    { id: "score", type: "expressionNode", name: "score", content: { expressions }, position: { x: 1, y: 0 } },
    { id: "out", type: "outputNode", name: "out", content: {}, position: { x: 2, y: 0 } },
  ],
  edges: [
    { id: "a", type: "edge", sourceId: "in", targetId: "score" },
    { id: "b", type: "edge", sourceId: "score", targetId: "out" },
  ],
};
const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(content)));
const [header, ...lines] = readFileSync(input, "utf8").split("\n").slice(0, Number(count) + 1);
const names = header.split(",");
const facts = lines.filter(Boolean).map((line) => {
  const cells = line.split(",");
  return Object.fromEntries(names.map((n, i) => [n, model.types[n] === "number" ? Number(cells[i]) : cells[i]]));
});
const begin = process.hrtime.bigint();
let kpo = 0;
const flight = 256;
for (let i = 0; i < facts.length; i += flight) {
  const results = await Promise.all(facts.slice(i, i + flight).map((each) => decision.evaluate(each)));
  for (const { result } of results) if (result.s_engagement >= model.threshold) kpo += 1;
}
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(JSON.stringify({ rows: facts.length, seconds, per_second: Math.round(facts.length / seconds), kpo }));
