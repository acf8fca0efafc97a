// SPDX-License-Identifier: Apache-2.0
// A decision as JSON text: the bytes that `sourcing` writes, two decimals and all.

// Under these keys stand hundredths of a point.
const TWO_DECIMALS = new Set(["score", "threshold", "margin", "band", "bounds", "scores", "points"]);

// What cannot be seen, and what would end a line elsewhere; one by one, as the program has them.
const UNSEEN = /["\\\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
// A pair of surrogates, or one that has lost its other half.
const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

function quote(text) {
  const whole = text.replace(SURROGATES, (each) => (each.length === 2 ? each : "\ufffd"));
  const shown = whole.replace(UNSEEN, (c) =>
    c === '"' || c === "\\" ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${shown}"`;
}

function write(value, two) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return two ? value.toFixed(2) : String(value);
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map((each) => write(each, two)).join(",")}]`;
  const member = ([key, each]) => `${quote(key)}:${write(each, key === "value" ? false : two || TWO_DECIMALS.has(key))}`;
  return `{${Object.entries(value).filter(([, each]) => each !== undefined).map(member).join(",")}}`;
}

/** A decision as one line of JSON: scores and points have exactly two decimals. */
export function stringify(decision) {
  return write(decision, false);
}
