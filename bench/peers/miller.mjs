// SPDX-License-Identifier: Apache-2.0
// Writes the default model in Miller's language, for fully answered rows.
// usage: node miller.mjs MODEL > verdict.mlr; mlr --icsv --ocsv put -f verdict.mlr IN.csv
import { axes, columns, plan } from "./plan.mjs";

const model = plan(process.argv[2]);
const out = [];
const p = (...lines) => out.push(...lines);
const literal = (v) => (typeof v === "string" ? `"${v}"` : String(v));
function test(node) {
  if (node.all) return "(" + node.all.map(test).join(" && ") + ")";
  if (node.any) return "(" + node.any.map(test).join(" || ") + ")";
  if (node.not) return "!" + test(node.not);
  return `$${node.column} ${node.op} ${literal(node.value)}`;
}
const term = (t) => {
  if (t.kind === "rule") return `(f_${t.id} ? ${t.points} : 0)`;
  if (t.kind === "linear") return `int(${t.per} * ($${t.id} - ${t.neutral}))`;
  const tests = t.kind === "bands" ? t.below.map((limit) => `$${t.id} < ${limit}`)
    : t.words.slice(0, -1).map((word) => `$${t.id} == "${word}"`);
  return tests.reduceRight((rest, each, i) => `(${each} ? ${t.values[i]} : ${rest})`, `${t.values.at(-1)}`);
};
p("func fixed(num x) { return fmtnum(x / 100, \"%.2f\") }",
  "func shown(map terms): str {",
  "  num m1 = 0; num m2 = 0; str c1 = \"\"; str c2 = \"\";",
  "  for (k, v in terms) {",
  "    num m = abs(v);",
  "    if (m > m1) { m2 = m1; c2 = c1; m1 = m; c1 = k } elif (m > m2) { m2 = m; c2 = k }",
  "  }",
  "  str r = \"\";",
  "  if (m1 > 0) { r = c1 . \"=\" . fmtnum(terms[c1] / 100, \"%+.2f\") }",
  "  if (m2 > 0) { r = r . \";\" . c2 . \"=\" . fmtnum(terms[c2] / 100, \"%+.2f\") }",
  "  return r", "}");
for (const r of model.rules) p(`var f_${r.id} = ${test(r.when)};`);
for (const a of axes) {
  p(`map t_${a} = {${model.scores[a].terms.map((t) => `"${t.id}": ${term(t)}`).join(", ")}};`,
    `num s_${a} = ${model.scores[a].base};`, `for (k, v in t_${a}) { s_${a} += v }`);
}
p("str loc = \"\"; num best = -1; str lr = \"\";");
for (const l of axes.slice(1)) {
  const excluded = model.rules.filter((r) => r.exclude.includes(l)).map((r) => `f_${r.id}`).join(" || ") || "false";
  p(`var x_${l} = ${excluded};`, `if (!x_${l} && s_${l} > best) { best = s_${l}; loc = "${l}" }`);
}
for (const l of axes.slice(1)) p(`if (loc == "${l}") { lr = shown(t_${l}) }`);
// By how little it is before the best other one that is left.
p("str cl = loc == \"\" ? \"\" : \"false\";");
for (const o of axes.slice(1)) {
  p(`if (loc != "" && loc != "${o}" && !x_${o} && best - s_${o} <= ${model.lead}) { cl = "true" }`);
}
const set = (d) => model.rules.filter((r) => r.disposition === d).map((r) => `f_${r.id}`).join(" || ") || "false";
p(`str d = ((${set("retain")}) || loc == "") ? "retain" : (${set("automate_first")}) ? "automate_first" : "outsource";`,
  "str g = \"\";");
for (const r of model.rules.filter((each) => each.exclude.length)) p(`if (f_${r.id}) { g = g . "${r.id};" }`);
p(`num m = s_engagement - ${model.threshold};`,
  "str rs = g . shown(t_engagement) . (lr == \"\" ? \"\" : \";\" . lr);");
const values = {
  id: "$id", disposition: "d", engagement: 'm >= 0 ? "KPO" : "BPO"', engagement_score: "fixed(s_engagement)",
  location: "loc", score_onshore: "fixed(s_onshore)", score_nearshore: "fixed(s_nearshore)",
  score_offshore: "fixed(s_offshore)", status: '"decided"', reasons: "rs", error: '""', name: "$name",
  hybrid: `abs(m) <= ${model.band} ? "true" : "false"`, margin: "fixed(m)", close: "cl",
};
p(`$* = {${columns.map((c) => `"${c}": ${values[c]}`).join(", ")}};`);
console.log(out.join("\n"));
