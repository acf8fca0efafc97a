// SPDX-License-Identifier: Apache-2.0
// The default model as tuned SQL, for fully answered rows only (no status search): integer
// arithmetic, the two largest reasons by greatest() over unique keys, names by CASE. In DuckDB's
// words, or in ClickHouse's.
// It leans on what is true of the default model: nothing is rounded, levels have 400 steps.
import { readFileSync } from "node:fs";

const axes = ["engagement", "onshore", "nearshore", "offshore"];

export const duckdb = {
  integer: (x) => `(${x})::INTEGER`,
  hundredths: (x) => `((${x})::DECIMAL(9,2) / 100)::DECIMAL(9,2)`,
  quotient: (x, y) => `(${x} // ${y})`,
  text: (x) => `(${x})::VARCHAR`,
  joined: (parts) => `concat_ws(';', ${parts.map((part) => `nullif(${part}, '')`).join(", ")})`,
  trimmed: (x) => `rtrim(${x}, ';')`,
};

export const clickhouse = {
  integer: (x) => `toInt32(${x})`,
  hundredths: (x) => `toDecimal64(${x}, 2) / 100`,
  quotient: (x, y) => `intDiv(${x}, ${y})`,
  text: (x) => `toString(${x})`,
  joined: (parts) => `arrayStringConcat(arrayFilter(part -> part <> '', [${parts.join(", ")}]), ';')`,
  trimmed: (x) => `trimRight(${x}, ';')`,
};

export function readModel(path) {
  const model = JSON.parse(readFileSync(path, "utf8"));
  const order = new Map(model.criteria.map((c, i) => [c.id, i]));
  const criterion = new Map(model.criteria.map((c) => [c.id, c]));
  const weights = {};
  for (const axis of axes) {
    const total = model.axes[axis].weights.reduce((sum, w) => sum + w.weight, 0);
    weights[axis] = model.axes[axis].weights
      .map((w) => ({ ...w, centipoints: (w.weight * 10000) / total }))
      .sort((a, b) => order.get(a.criterion) - order.get(b.criterion));
  }
  for (const r of model.rules) r.then.points = pointsOf(r, criterion, weights);
  return { model, order, criterion, weights };
}

// What `neutralise` comes to, where the condition says which word the criterion has: points.
function pointsOf(rule, criterion, weights) {
  if (!rule.then.neutralise) return rule.then.points;
  const atoms = (node) => (node.all ?? node.any ?? [node]).flatMap((n) => (n.criterion ? [n] : atoms(n)));
  const points = { ...rule.then.points };
  for (const id of rule.then.neutralise) {
    const c = criterion.get(id);
    const found = atoms(rule.when).find((atom) => atom.criterion === id && "is" in atom);
    if (!found) throw new Error(`${rule.id} neutralises ${id}, whose answer it does not say`);
    for (const axis of axes) {
      const w = weights[axis].find((each) => each.criterion === id);
      if (!w) continue;
      const step = (word) => {
        const at = c.levels.findIndex((l) => l.word === String(word)), last = c.levels.length - 1;
        if (w.steps) return w.steps[String(word)] / Math.max(...Object.values(w.steps));
        return (w.toward === "low" ? last - at : at) / last;
      };
      points[axis] = (points[axis] ?? 0) + (w.centipoints * (step(c.neutral) - step(found.is))) / 100;
    }
  }
  return points;
}

// Contribution of a criterion less that at its neutral value, as SQL over the typed columns.
function points(c, weight) {
  const w = weight.centipoints;
  if (c.scale === "level" || c.scale === "number") {
    const min = c.scale === "level" ? 1 : c.min, max = c.scale === "level" ? 5 : c.max;
    const per = w / ((max - min) * 100);
    const sign = weight.toward === "low" ? -1 : 1;
    return `${sign * per} * (${c.id} - ${c.neutral * 100})`;
  }
  const last = c.levels.length - 1;
  const step = (i, word) =>
    weight.steps ? weight.steps[word] / Math.max(...Object.values(weight.steps))
      : (weight.toward === "low" ? last - i : i) / last;
  const neutral = c.levels.findIndex((l) => l.word === String(c.neutral));
  const value = (i) =>
    w * step(i, c.levels[i].word) - w * step(neutral, c.levels[neutral].word);
  if (c.scale === "bands") {
    const cases = c.levels.slice(0, -1).map((l, i) => `WHEN ${c.id} < ${l.to} THEN ${value(i)}`);
    return `CASE ${cases.join(" ")} ELSE ${value(last)} END`;
  }
  const cases = c.levels.map((l, i) => `WHEN '${l.word}' THEN ${value(i)}`);
  return `CASE ${c.id} ${cases.join(" ")} END`;
}

function condition(node, criterion) {
  if (node.all) return "(" + node.all.map((n) => condition(n, criterion)).join(" AND ") + ")";
  if (node.any) return "(" + node.any.map((n) => condition(n, criterion)).join(" OR ") + ")";
  if (node.not) return "NOT " + condition(node.not, criterion);
  const c = criterion.get(node.criterion);
  const numeric = c.scale === "level" || c.scale === "number";
  const number = (v) => {
    if (numeric) return v * 100;
    if (c.scale === "bands") return c.levels.find((l) => l.word === v).from;
    return `'${v}'`;
  };
  if ("at_least" in node) return `${c.id} >= ${number(node.at_least)}`;
  if ("below" in node) return `${c.id} < ${number(node.below)}`;
  if ("above" in node) return `${c.id} > ${number(node.above)}`;
  if ("at_most" in node) {
    if (c.scale !== "bands") return `${c.id} <= ${number(node.at_most)}`;
    const level = c.levels.find((l) => l.word === node.at_most);
    return `${c.id} < ${level.to}`;
  }
  if ("is" in node) return `${c.id} = ${number(String(node.is))}`;
  throw new Error(`condition ${JSON.stringify(node)}`);
}

export function columnsOf({ model }) {
  const types = { id: "VARCHAR", name: "VARCHAR" };
  for (const c of model.criteria) {
    types[c.id] = c.scale === "bands" ? "BIGINT"
      : c.scale === "level" || c.scale === "number" ? "DECIMAL(4,2)" : "VARCHAR";
  }
  return types;
}

export function query(read, loaded, { reasons = true, words = duckdb } = {}) {
  const { model, criterion, weights } = loaded;
  const typed = model.criteria.map((c) =>
    c.scale === "level" || c.scale === "number" ? `${words.integer(`${c.id} * 100`)} AS ${c.id}` : c.id);
  const rules = [...model.gates.map((g) => ({ ...g, then: { exclude: g.exclude } })), ...model.rules];
  const fired = rules.map((r) => `${condition(r.when, criterion)} AS f_${r.id}`);
  const parts = [];
  for (const axis of axes) {
    for (const w of weights[axis]) {
      parts.push(`${words.integer(points(criterion.get(w.criterion), w))} AS p_${axis}_${w.criterion}`);
    }
  }
  const term = (r, axis) => {
    const value = r.then.points?.[axis];
    return value === undefined ? null
      : { id: r.id, sql: `CASE WHEN f_${r.id} THEN ${value * 100} ELSE 0 END` };
  };
  const terms = (axis) => [
    ...weights[axis].map((w) => ({ id: w.criterion, sql: `p_${axis}_${w.criterion}` })),
    ...rules.map((r) => term(r, axis)).filter(Boolean),
  ];
  // The base: contributions at neutral.
  const base = (axis) => weights[axis].reduce((sum, w) => {
    const c = criterion.get(w.criterion);
    if (c.scale === "level" || c.scale === "number") {
      const min = c.scale === "level" ? 1 : c.min, max = c.scale === "level" ? 5 : c.max;
      const share = (c.neutral - min) / (max - min);
      return sum + w.centipoints * (w.toward === "low" ? 1 - share : share);
    }
    const last = c.levels.length - 1;
    const i = c.levels.findIndex((l) => l.word === String(c.neutral));
    const share = w.steps ? w.steps[c.levels[i].word] / Math.max(...Object.values(w.steps))
      : (w.toward === "low" ? last - i : i) / last;
    return sum + w.centipoints * share;
  }, 0);
  const scores = axes.map((axis) =>
    `${words.integer([base(axis), ...terms(axis).map((t) => t.sql)].join(" + "))} AS s_${axis}`);
  const excluded = (location) => {
    const which = rules.filter((r) => r.then.exclude?.includes(location)).map((r) => `f_${r.id}`);
    return which.length ? `(${which.join(" OR ")})` : "false";
  };
  const set = (disposition) =>
    rules.filter((r) => r.then.disposition === disposition).map((r) => `f_${r.id}`).join(" OR ") || "false";
  const best = `CASE
    WHEN NOT x_onshore AND (x_nearshore OR s_onshore >= s_nearshore) AND (x_offshore OR s_onshore >= s_offshore) THEN 'onshore'
    WHEN NOT x_nearshore AND (x_offshore OR s_nearshore >= s_offshore) THEN 'nearshore'
    WHEN NOT x_offshore THEN 'offshore' END`;

  // Keys: the points, then the place in model order, so that all are different.
  const keysOf = (axis) => terms(axis).map((t, i) => ({ ...t, key: `abs(${t.sql}) * 64 + ${63 - i}`, place: 63 - i }));
  const engagement = keysOf("engagement");
  const greatest = (keys) => `greatest(${keys.join(", ")})`;
  const union = [...new Set(axes.slice(1).flatMap((a) => terms(a).map((t) => t.id)))];
  const rank = new Map([...model.criteria.map((c) => c.id), ...rules.map((r) => r.id)].map((id, i) => [id, i]));
  union.sort((a, b) => rank.get(a) - rank.get(b));
  const chosen = union.map((id, i) => {
    const cases = axes.slice(1).map((axis) => {
      const t = terms(axis).find((each) => each.id === id);
      return `WHEN '${axis}' THEN ${t ? t.sql : 0}`;
    });
    return { id, sql: `CASE location ${cases.join(" ")} ELSE 0 END`, place: 63 - i };
  });
  const names = (list, key) =>
    `CASE ${key} % 64 ${list.map((t) => `WHEN ${t.place} THEN '${t.id}'`).join(" ")} END`;
  const signed = (list, key) =>
    `CASE ${key} % 64 ${list.map((t) => `WHEN ${t.place} THEN ${t.value ?? t.sql}`).join(" ")} END`;
  const reason = (list, key) =>
    `CASE WHEN ${key} < 64 THEN '' ELSE ${names(list, key)} || '=' || CASE WHEN ${signed(list, key)} < 0 THEN '-' ELSE '+' END || ${words.text(words.quotient(key, 6400))} || '.' || right('0' || ${words.text(`${words.quotient(key, 64)} % 100`)}, 2) END`;
  const gateNames = rules.filter((r) => r.then.exclude).map((r) => `CASE WHEN f_${r.id} THEN '${r.id};' ELSE '' END`);

  const stages = [
    `t0 AS (SELECT id, name, ${typed.join(", ")} FROM ${read})`,
    `t1 AS (SELECT *, ${fired.join(", ")}, ${parts.join(", ")} FROM t0)`,
    `t2 AS (SELECT *, ${scores.join(", ")}, ${["onshore", "nearshore", "offshore"].map((l) => `${excluded(l)} AS x_${l}`).join(", ")} FROM t1)`,
    `t3 AS (SELECT *, ${best} AS location FROM t2)`,
  ];
  let text = "''";
  let last = "t3";
  if (reasons) {
    const loc = chosen.map((t) => ({ ...t, value: `l_${t.id}`, key: `abs(l_${t.id}) * 64 + ${t.place}` }));
    stages.push(`t4 AS (SELECT *, ${chosen.map((t) => `${t.sql} AS l_${t.id}`).join(", ")}, ${greatest(engagement.map((t) => t.key))} AS e1 FROM t3)`);
    stages.push(`t5 AS (SELECT *, ${greatest(engagement.map((t) => `CASE WHEN ${t.key} = e1 THEN 0 ELSE ${t.key} END`))} AS e2, ${greatest(loc.map((t) => t.key))} AS l1 FROM t4)`);
    stages.push(`t6 AS (SELECT *, ${greatest(loc.map((t) => `CASE WHEN ${t.key} = l1 THEN 0 ELSE ${t.key} END`))} AS l2 FROM t5)`);
    stages.push(`t7 AS (SELECT *, ${gateNames.join(" || ")} || ${words.joined([reason(engagement, "e1"), reason(engagement, "e2"), reason(loc, "l1"), reason(loc, "l2")])} AS reasons FROM t6)`);
    last = "t7";
    text = words.trimmed("reasons");
  }
  const threshold = model.axes.engagement.threshold * 100, band = model.axes.engagement.hybrid_band * 100;
  // By how little the chosen location is before the best other one that is left.
  const locations = axes.slice(1);
  const lead = (model.location_band ?? 0) * 100;
  const close = locations.map((l) => `WHEN '${l}' THEN ${locations.filter((o) => o !== l)
    .map((o) => `(NOT x_${o} AND s_${l} - s_${o} <= ${lead})`).join(" OR ")}`).join(" ");
  const score = (axis) => words.hundredths(`s_${axis}`);
  return `WITH ${stages.join(",\n")}
SELECT id,
  CASE WHEN ${set("retain")} OR location IS NULL THEN 'retain' WHEN ${set("automate_first")} THEN 'automate_first' ELSE 'outsource' END AS disposition,
  CASE WHEN s_engagement >= ${threshold} THEN 'KPO' ELSE 'BPO' END AS engagement,
  ${score("engagement")} AS engagement_score, location,
  ${score("onshore")} AS score_onshore, ${score("nearshore")} AS score_nearshore, ${score("offshore")} AS score_offshore,
  'decided' AS status, ${text} AS reasons, NULL AS error, name,
  CASE WHEN abs(s_engagement - ${threshold}) <= ${band} THEN 'true' ELSE 'false' END AS hybrid,
  ${words.hundredths(`s_engagement - ${threshold}`)} AS margin,
  CASE WHEN location IS NULL THEN NULL WHEN CASE location ${close} END THEN 'true' ELSE 'false' END AS "close"
FROM ${last}`;
}
