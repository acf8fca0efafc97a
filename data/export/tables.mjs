// SPDX-License-Identifier: Apache-2.0
// The tables as they stand in the file, each part with its name.
import { folded } from "./values.mjs";

const listed = (text) => (text ? text.split(" ") : []);

function unpackCriterion({ levels, also, ...source }) {
  const words = {};
  const { id, scale = "level", minimum = 100, maximum = 500, step = 1 } = source;
  const last = scale === "level" || scale === "number" ? (maximum - minimum) / step : levels.length - 1;
  const five = levels.length === 5 && (scale === "level" || scale === "bands");
  return {
    scale, ...(scale === "level" && { minimum, maximum, step }), ...source,
    levels: levels.map((level, i) => {
      const [at, word, text, others, to] = typeof level[0] === "number" ? level : [i * (last / (levels.length - 1)), ...level];
      for (const other of listed(others)) words[other] = at;
      return { at, ...(word && { word }), ...(text && { text }), ...(to !== undefined && { to }) };
    }),
    words,
    common: scale === "boolean" ? "truth" : five ? "levels" : undefined,
    names: [folded(id), folded(source.label ?? id), ...listed(also)],
  };
}

// `24` and `[2:4]` are ranges, `22` and `[2]` a level, `[#2]` is the third word of the scale, `.` nothing.
function unpackProfile(criteria, profile) {
  const one = ({ scale, levels }, text) => {
    if (text[0] !== "#") return /^-?\d/.test(text) ? Number(text) : text;
    return scale === "boolean" ? text === "#1" : levels[text.slice(1)].word;
  };
  return (profile.match(/\d\d|\.|\[.*?\]/g) ?? []).map((text, c) => {
    if (text === ".") return null;
    const [low, high] = text[0] === "[" ? text.slice(1, -1).split(":") : new Set(text);
    return high === undefined ? one(criteria[c], low) : [one(criteria[c], low), one(criteria[c], high)];
  });
}

/** The model that `tables` is, with what goes without saying there. */
export function unpack(tables) {
  const names = { criteria: new Map(), activities: new Map() };
  const criteria = tables.criteria.map(unpackCriterion);
  criteria.forEach((criterion, c) => criterion.names.forEach((name) => names.criteria.set(name, c)));
  const axes = tables.axes.map((axis) => ({
    ...axis,
    weights: axis.weights.map(([criterion, weight, toward, speaksFor, against]) => ({
      criterion, weight, ...(typeof toward === "string" ? { toward } : { steps: toward }), for: speaksFor, against,
    })),
  }));
  const activities = {};
  tables.activities.forEach(([id, profile, also, own = true], index) => {
    activities[id] = unpackProfile(criteria, profile);
    for (const name of [...(own ? [folded(id)] : []), ...listed(also)]) names.activities.set(name, index);
  });
  const rules = tables.rules.map((rule) => ({ gate: false, ...rule }));
  return { ...tables, names, criteria, axes, rules, activities };
}
