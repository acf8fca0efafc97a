// SPDX-License-Identifier: Apache-2.0
// The tables as they stand in the file, each part with its name.
import { folded } from "./values.mjs";

const listed = (text) => (text ? text.split(" ") : []);
const WHOLE_LEVELS = { minimum: 100, maximum: 500, step: 1 };

function unpackCriterion({ levels, also, ...source }) {
  const words = {};
  const { id, scale } = source;
  const five = levels.length === 5 && (scale === "level" || scale === "bands");
  return {
    ...(scale === "level" ? WHOLE_LEVELS : {}),
    ...source,
    levels: levels.map(([at, word, text, others, to]) => {
      for (const other of listed(others)) words[other] = at;
      return { at, ...(word && { word }), ...(text && { text }), ...(to !== undefined && { to }) };
    }),
    words,
    common: scale === "boolean" ? "truth" : five ? "levels" : undefined,
    names: [folded(id), folded(source.label ?? id), ...listed(also)],
  };
}

// `2:4` is a range, of levels `24` too, `#2` the third word of the scale, nothing is unknown.
function unpackProfile(criteria, profile) {
  const one = ({ scale, levels }, text) => {
    if (text[0] !== "#") return /^-?\d/.test(text) ? Number(text) : text;
    return scale === "boolean" ? text === "#1" : levels[text.slice(1)].word;
  };
  return profile.split(",").map((text, c) => {
    const digits = criteria[c].scale === "level" && /^\d\d$/.test(text);
    const ends = (digits ? [...text] : text.split(":")).map((end) => one(criteria[c], end));
    return text === "" ? null : ends.length === 2 ? ends : ends[0];
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
  return { ...tables, names, criteria, axes, activities };
}
