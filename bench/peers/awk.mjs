// SPDX-License-Identifier: Apache-2.0
// Writes the default model as an awk program, for fully answered rows without quotes.
// usage: node awk.mjs MODEL > verdict.awk
import { readModel } from "./model_sql.mjs";

const { model, criterion, weights } = readModel(process.argv[2]);
const axes = ["engagement", "onshore", "nearshore", "offshore"];
const column = new Map(["id", "name", ...model.criteria.map((c) => c.id)].map((id, i) => [id, i + 1]));
const out = [];
const p = (...lines) => out.push(...lines);
const numeric = (c) => c.scale === "level" || c.scale === "number";
const range = (c) => (c.scale === "level" ? [1, 5] : [c.min, c.max]);

function share(c, w, i) {
  const last = c.levels.length - 1;
  if (w.steps) return w.steps[c.levels[i].word] / Math.max(...Object.values(w.steps));
  return (w.toward === "low" ? last - i : i) / last;
}
// Whole, or what are as many points would not tie.
const gained = (c, w, i) => Math.round(w.centipoints * (share(c, w, i) - share(c, w, neutralIndex(c))));
const neutralIndex = (c) => c.levels.findIndex((l) => l.word === String(c.neutral));

function test(node) {
  if (node.all) return "(" + node.all.map(test).join(" && ") + ")";
  if (node.any) return "(" + node.any.map(test).join(" || ") + ")";
  if (node.not) return "!" + test(node.not);
  const c = criterion.get(node.criterion);
  const v = `$${column.get(c.id)}`;
  if ("is" in node) return `${v} == "${node.is}"`;
  if (c.scale === "bands") {
    const level = c.levels.find((l) => l.word === (node.at_least ?? node.at_most));
    return "at_least" in node ? `${v} + 0 >= ${level.from}` : `${v} + 0 < ${level.to}`;
  }
  const op = { at_least: ">=", at_most: "<=", above: ">", below: "<" };
  const [key] = Object.keys(op).filter((k) => k in node);
  return `${v} + 0 ${op[key]} ${node[key]}`;
}

p('BEGIN { FS = ","; print "id,disposition,engagement,engagement_score,location,score_onshore,score_nearshore,score_offshore,status,reasons,error,name,hybrid,margin,close"');
const rules = [...model.gates.map((g) => ({ ...g, then: { exclude: g.exclude } })), ...model.rules];
const base = {};
for (const a of axes) {
  base[a] = 0;
  for (const w of weights[a]) {
    const c = criterion.get(w.criterion);
    if (numeric(c)) {
      const [min, max] = range(c);
      const at = (c.neutral - min) / (max - min);
      base[a] += w.centipoints * (w.toward === "low" ? 1 - at : at);
    } else {
      base[a] += w.centipoints * share(c, w, neutralIndex(c));
      c.levels.forEach((l, i) => {
        if (c.scale !== "bands") p(`  T["${a}","${c.id}","${l.word}"] = ${gained(c, w, i)}`);
      });
    }
  }
}
p("}", "function keep(code, points, m) { m = points < 0 ? -points : points;",
  "  if (m > m1) { m2 = m1; c2 = c1; p2 = p1; m1 = m; c1 = code; p1 = points }",
  "  else if (m > m2) { m2 = m; c2 = code; p2 = points } }",
  'function shown() { r = ""; if (m1 > 0) r = c1 "=" sprintf("%+.2f", p1 / 100); if (m2 > 0) r = r ";" c2 "=" sprintf("%+.2f", p2 / 100); return r }',
  "NR > 1 {");
for (const a of axes) p(`s_${a} = ${base[a]}`);
rules.forEach((r) => p(`f_${r.id} = ${test(r.when)}`));
const emit = (a) => {
  p("m1 = m2 = 0");
  for (const w of weights[a]) {
    const c = criterion.get(w.criterion);
    const v = `$${column.get(c.id)}`;
    let value;
    if (numeric(c)) {
      const [min, max] = range(c);
      value = `${(w.toward === "low" ? -1 : 1) * (w.centipoints / (max - min))} * (${v} - ${c.neutral})`;
    } else if (c.scale === "bands") {
      const points = c.levels.map((_, i) => gained(c, w, i));
      value = c.levels.slice(0, -1).reduceRight((rest, l, i) => `(${v} + 0 < ${l.to} ? ${points[i]} : ${rest})`, `${points.at(-1)}`);
    } else {
      value = `T["${a}","${c.id}",${v}]`;
    }
    p(`x = ${value}; s_${a} += x; keep("${c.id}", x)`);
  }
  for (const r of rules) {
    const points = r.then.points?.[a];
    if (points !== undefined) p(`if (f_${r.id}) { s_${a} += ${points * 100}; keep("${r.id}", ${points * 100}) }`);
  }
  p(`r_${a} = shown()`);
};
axes.forEach(emit);
for (const l of axes.slice(1)) {
  const which = rules.filter((r) => r.then.exclude?.includes(l)).map((r) => `f_${r.id}`);
  p(`x_${l} = ${which.join(" || ") || 0}`);
}
p('loc = ""; best = -1');
for (const l of axes.slice(1)) p(`if (!x_${l} && s_${l} > best) { best = s_${l}; loc = "${l}"; lr = r_${l} }`);
// By how little it is before the best other one that is left.
p('cl = loc == "" ? "" : "false"');
const lead = (model.location_band ?? 0) * 100;
for (const o of axes.slice(1)) p(`if (loc != "" && loc != "${o}" && !x_${o} && best - s_${o} <= ${lead}) cl = "true"`);
const set = (d) => rules.filter((r) => r.then.disposition === d).map((r) => `f_${r.id}`).join(" || ") || "0";
p(`d = (${set("retain")} || loc == "") ? "retain" : (${set("automate_first")}) ? "automate_first" : "outsource"`);
p('g = ""');
for (const r of rules.filter((each) => each.then.exclude)) p(`if (f_${r.id}) g = g "${r.id};"`);
const t = model.axes.engagement.threshold * 100, band = model.axes.engagement.hybrid_band * 100;
p(`m = s_engagement - ${t}`);
p(`rs = g r_engagement (loc != "" && lr != "" ? ";" lr : "")`);
p('printf "%s,%s,%s,%.2f,%s,%.2f,%.2f,%.2f,decided,%s,,%s,%s,%.2f,%s\\n", $1, d, (m >= 0 ? "KPO" : "BPO"), s_engagement / 100, loc, s_onshore / 100, s_nearshore / 100, s_offshore / 100, rs, $2, '
  + `(m <= ${band} && -m <= ${band}) ? "true" : "false", m / 100, cl`, "}");
console.log(out.join("\n"));
