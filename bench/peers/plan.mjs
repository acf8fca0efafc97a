// SPDX-License-Identifier: Apache-2.0
// The default model as flat terms, for peers that compute columns: what each criterion and rule
// gives to an axis, less the value at neutral. Run by itself it prints them: node plan.mjs MODEL.
import { pathToFileURL } from "node:url";
import { readModel } from "./model_sql.mjs";

export const axes = ["engagement", "onshore", "nearshore", "offshore"];
export const columns = ["id", "disposition", "engagement", "engagement_score", "location",
  "score_onshore", "score_nearshore", "score_offshore", "status", "reasons", "error", "name",
  "hybrid", "margin", "close"];

export function plan(path) {
  const { model, criterion, weights } = readModel(path);
  const numeric = (c) => c.scale === "level" || c.scale === "number";
  const range = (c) => (c.scale === "level" ? [1, 5] : [c.min, c.max]);
  const share = (c, w, i) => {
    const last = c.levels.length - 1;
    if (w.steps) return w.steps[c.levels[i].word] / Math.max(...Object.values(w.steps));
    return (w.toward === "low" ? last - i : i) / last;
  };
  const test = (node) => {
    if (node.all || node.any) return { [node.all ? "all" : "any"]: (node.all ?? node.any).map(test) };
    if (node.not) return { not: test(node.not) };
    const c = criterion.get(node.criterion);
    const [key] = ["at_least", "at_most", "above", "below", "is"].filter((k) => k in node);
    if (c.scale === "bands") {
      const level = c.levels.find((l) => l.word === node[key]);
      return key === "at_most" ? { column: c.id, op: "<", value: level.to }
        : { column: c.id, op: ">=", value: level.from };
    }
    const op = { at_least: ">=", at_most: "<=", above: ">", below: "<", is: "==" }[key];
    return { column: c.id, op, value: numeric(c) ? node[key] : String(node[key]) };
  };
  const rules = [
    ...model.gates.map((g) => ({ id: g.id, when: test(g.when), exclude: g.exclude, points: {} })),
    ...model.rules.map((r) => ({
      id: r.id, when: test(r.when), exclude: r.then.exclude ?? [],
      disposition: r.then.disposition ?? null, points: r.then.points ?? {},
    })),
  ];
  const scores = {};
  for (const axis of axes) {
    const terms = [];
    let base = 0;
    for (const w of weights[axis]) {
      const c = criterion.get(w.criterion);
      if (numeric(c)) {
        const [min, max] = range(c);
        const at = (c.neutral - min) / (max - min);
        base += w.centipoints * (w.toward === "low" ? 1 - at : at);
        const per = ((w.toward === "low" ? -1 : 1) * w.centipoints) / (max - min);
        terms.push({ id: c.id, kind: "linear", per, neutral: c.neutral });
        continue;
      }
      const neutral = w.centipoints * share(c, w, c.levels.findIndex((l) => l.word === String(c.neutral)));
      base += neutral;
      const values = c.levels.map((_, i) => Math.round(w.centipoints * share(c, w, i) - neutral));
      terms.push(c.scale === "bands"
        ? { id: c.id, kind: "bands", below: c.levels.slice(0, -1).map((l) => l.to), values }
        : { id: c.id, kind: "words", words: c.levels.map((l) => l.word), values });
    }
    for (const r of rules) {
      if (r.points[axis] !== undefined) terms.push({ id: r.id, kind: "rule", points: r.points[axis] * 100 });
    }
    scores[axis] = { base, terms };
  }
  const { threshold, hybrid_band } = model.axes.engagement;
  return {
    columns, axes, rules, scores, threshold: threshold * 100, band: hybrid_band * 100, lead: (model.location_band ?? 0) * 100,
    // The order of ties: criteria, then rules, as the model has them.
    order: [...model.criteria.map((c) => c.id), ...rules.map((r) => r.id)],
    types: Object.fromEntries(model.criteria.map((c) => [c.id, numeric(c) || c.scale === "bands" ? "number" : "word"])),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(JSON.stringify(plan(process.argv[2])));
}
