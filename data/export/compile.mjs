// SPDX-License-Identifier: Apache-2.0
// From the tables of a model to what is computed with: whole hundredths of a point for each position
// of each scale. The same arithmetic as the program's: weights are shared out by largest remainder.
import { folded } from "./values.mjs";
import { NO, SETS, truth } from "./box.mjs";

const FULL_SCALE = 10000; // hundredths of a point

/** Weights, in proportion, as hundredths of a point that add up to 100.00 exactly. */
export function normalise(weights) {
  const sum = weights.reduce((all, each) => all + BigInt(each), 0n);
  const parts = weights.map((each) => BigInt(FULL_SCALE) * BigInt(each));
  const shares = parts.map((part) => Number(part / sum));
  const order = parts.map((part, i) => ({ i, rest: part % sum }))
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : 0));
  let given = shares.reduce((all, each) => all + each, 0);
  for (let i = 0; given < FULL_SCALE; i += 1, given += 1) shares[order[i].i] += 1;
  return shares;
}

// Step k of R contributes the nearest whole number to weight · k / R.
function contribution(weight, criterion, at) {
  const [k, last] = weight.steps ? [weight.steps[at], Math.max(...weight.steps)]
    : [weight.toward === "high" ? at : criterion.last - at, criterion.last];
  return Math.floor((2 * weight.hundredths * k + last) / (2 * last));
}

// Where rounding or steps of its own bend a line, its extremes within an interval are searched.
function bendsOf(points, last) {
  const bent = (value) => {
    let rises = true, falls = true;
    for (let at = 1; at <= last; at += 1) {
      rises &&= value(at) >= value(at - 1);
      falls &&= value(at) <= value(at - 1);
    }
    return !rises && !falls;
  };
  let bends = 0;
  for (let a = 0; a < 4; a += 1) {
    if (bent((at) => points[a][at])) bends |= 1 << a;
    for (let b = a + 1; a > 0 && b < 4; b += 1) {
      if (bent((at) => points[a][at] - points[b][at])) bends |= 1 << (1 + a + b);
    }
  }
  return bends;
}

function condition(source, index, count) {
  count.nodes += 1;
  if (Array.isArray(source)) {
    const [criterion, from, to] = source;
    return { kind: "atom", criterion: index.get(criterion), from, to };
  }
  const kind = Object.keys(source)[0];
  const children = kind === "not" ? [source.not] : source[kind];
  return { kind, children: children.map((child) => condition(child, index, count)) };
}

// What a rule neutralises goes into its points where it comes to the same wherever the rule can
// fire, and no other rule neutralises it; the rest is looked at answer by answer.
function foldNeutralised(criteria, rules) {
  const others = (rule, c) => rules.some((each) => each !== rule && each.all.includes(c));
  for (const rule of rules) {
    rule.own = rule.points;
    rule.all = [...rule.neutralised].sort((a, b) => a - b);
  }
  for (const rule of rules) {
    rule.neutralised = rule.all.filter((c) => others(rule, c) || !fold(criteria, c, rule));
  }
}

function fold(criteria, c, rule) {
  const { points, last, neutral } = criteria[c];
  const box = { low: criteria.map(() => 0), high: criteria.map((each) => each.last) };
  let here;
  for (let at = 0; at <= last; at += 1) {
    box.low[c] = box.high[c] = at;
    if (truth(rule.when, box) === NO) continue;
    if (here !== undefined && points.some((axis) => axis[at] !== axis[here])) return false;
    here ??= at;
  }
  if (here !== undefined) rule.points = rule.points.map((each, a) => each + points[a][neutral] - points[a][here]);
  return true;
}

/**
 * The tables of a model, ready to decide with. `weights` replaces some of the model's:
 * `{engagement: {judgment: 30}}`, in the same proportions as the model's own.
 */
export function compile(tables, weights = {}) {
  const index = new Map(tables.criteria.map((criterion, c) => [criterion.id, c]));
  const criteria = tables.criteria.map((source) => {
    const last = source.minimum === undefined ? source.levels.length - 1
      : (source.maximum - source.minimum) / source.step;
    return { ...source, last, words: new Map([...source.levels.filter(({ word }) => word).map(({ at, word }) => [folded(word), at]),
        ...Object.entries(source.words)]),
      common: source.common && new Map(Object.entries(tables.common[source.common])),
      points: [0, 1, 2, 3].map(() => new Int32Array(last + 1)) };
  });
  const axes = tables.axes.map((source, a) => {
    const changed = weights[source.name] ?? {};
    const used = source.weights.map((each) => changed[each.criterion] ?? each.weight);
    const shares = normalise(used.map((each) => Math.round(each * 10000)));
    const own = new Map();
    let base = 0;
    source.weights.forEach((each, i) => {
      const c = index.get(each.criterion);
      const weight = { ...each, weight: used[i], hundredths: shares[i] };
      for (let at = 0; at <= criteria[c].last; at += 1) {
        criteria[c].points[a][at] = contribution(weight, criteria[c], at);
      }
      base += criteria[c].points[a][criteria[c].neutral];
      own.set(c, weight);
    });
    return { ...source, weights: own, base };
  });
  for (const criterion of criteria) criterion.bends = bendsOf(criterion.points, criterion.last);
  const count = { nodes: 0 };
  const rules = tables.rules.map((source) => ({
    ...source,
    when: condition(source.when, index, count),
    points: source.points ?? [0, 0, 0, 0],
    neutralised: (source.neutralises ?? []).map((id) => index.get(id)),
    excluded: (source.excludes ?? []).reduce((all, name) => all | (1 << LOCATIONS.indexOf(name)), 0),
    sets: source.disposition === undefined ? 0 : SETS[source.disposition],
  }));
  foldNeutralised(criteria, rules);
  return { ...tables, index, criteria, axes, rules, nodes: count.nodes };
}

export const LOCATIONS = ["onshore", "nearshore", "offshore"];
