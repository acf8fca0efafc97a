// SPDX-License-Identifier: Apache-2.0
// From what stands in a task to positions on the scales of the model, and back.

/**
 * Thrown for a task that cannot be judged. `problems` lists everything that is wrong with it, with
 * the codes of `sourcing explain`.
 */
export class TaskError extends Error {
  constructor(problems) {
    super(problems.map((each) => `${each.pointer || "task"}: ${each.message}`).join("\n"));
    this.name = "TaskError";
    /** @type {{code: string, message: string, pointer: string}[]} */
    this.problems = problems;
  }
}

/** A word or name as it is compared: without case, accents, blanks, dashes, `_` and apostrophes. */
export function folded(text) {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD");
  return plain.replace(/[\p{M}\p{Cf}\s_\-\u2010-\u2015\u2212'\u2018\u2019\u02bc`\u00b4]/gu, "");
}

/** The position that a word names in any language of the model, and that word as machines write it. */
function placeWord(criterion, text) {
  const key = folded(text);
  const own = criterion.words.get(key);
  if (own !== undefined) return { at: own, word: criterion.levels.find(({ at }) => at === own)?.word ?? text };
  const common = criterion.common?.get(key);
  if (common === undefined) return undefined;
  if (criterion.scale === "boolean") return { at: common, word: common === 1 ? "true" : "false" };
  return { at: criterion.levels[common].at, word: LEVEL_WORDS[common] };
}

const LEVEL_WORDS = ["very_low", "low", "medium", "high", "very_high"];

/** What was read, with words as ids. */
function shownAs(criterion, value) {
  if (typeof value !== "string") return value;
  const { word } = placeWord(criterion, value);
  if (value === "yes" || value === "no") return value;
  return criterion.scale === "boolean" && word !== value ? word === "true" : word;
}

const NUMERIC = new Set(["level", "number", "bands"]);
const MOST = 1e14; // hundredths: 10^12, the greatest number that a task may hold

function placeNumber(criterion, number) {
  const hundredths = Math.round(number * 100);
  // A double stands for a number of two decimals exactly where that number is read as this double.
  if (Math.abs(hundredths) < 9.2e18 && hundredths / 100 !== number) return { error: "E0205" };
  if (criterion.scale === "bands") {
    if (!(hundredths >= 0 && hundredths <= MOST)) return { error: "E0203" };
    const at = criterion.levels.findIndex((band) => band.to === undefined || number < band.to);
    return { at: at < 0 ? criterion.levels.length - 1 : at };
  }
  if (!(hundredths >= criterion.minimum && hundredths <= criterion.maximum)) return { error: "E0203" };
  const offset = hundredths - criterion.minimum;
  return offset % criterion.step === 0 ? { at: offset / criterion.step } : { error: "E0205" };
}

function placeOne(criterion, value) {
  switch (typeof value) {
    case "boolean":
      return criterion.scale === "boolean" ? { at: value ? 1 : 0 } : { error: "E0202" };
    case "number":
      return NUMERIC.has(criterion.scale) ? placeNumber(criterion, value) : { error: "E0202" };
    case "string": {
      const place = placeWord(criterion, value);
      if (place !== undefined) return place;
      const quotedNumber = NUMERIC.has(criterion.scale) && /^-?\d+(\.\d+)?$/.test(value);
      return { error: quotedNumber ? "E0202" : "E0204" };
    }
    default:
      return { error: "E0202" };
  }
}

const SAYS = {
  E0202: "is of a type that it does not take",
  E0203: "is outside its range",
  E0204: "is not one of its words",
  E0205: "is finer than its step",
  E0206: "is a range that runs backwards: write the lower end first",
  E0207: "is half a range: write two ends, as in [2, 4]",
  E0211: "has no `value`",
};

/** Reads one answer into `into`; what is wrong with it goes to `problems`. */
function readAnswer(criterion, value, pointer, into, problems) {
  const wrong = (code, where = pointer) =>
    problems.push({ code, message: `the answer to \`${criterion.id}\` ${SAYS[code]}`, pointer: where });
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length !== 2) return void wrong("E0207");
    const [low, high] = value.map((each, end) => {
      const place = placeOne(criterion, each);
      if (place.error) wrong(place.error, `${pointer}/${end}`);
      return place;
    });
    if (low.error || high.error) return;
    if (low.at > high.at) return void wrong("E0206");
    Object.assign(into, { origin: "answered", low: low.at, high: high.at, shown: value.map((each) => shownAs(criterion, each)) });
  } else if (typeof value === "object") {
    for (const key of Object.keys(value)) {
      if (key === "evidence") {
        into.evidence = readText(value[key], `${pointer}/evidence`, "evidence", problems);
      } else if (key !== "value" && !key.startsWith("x_")) {
        problems.push({ code: "E0201", message: `unknown field \`${key}\``, pointer: `${pointer}/${key}` });
      }
    }
    const inner = value.value;
    if (!("value" in value)) return void wrong("E0211");
    if (inner !== null && typeof inner === "object" && !Array.isArray(inner)) {
      return void wrong("E0202", `${pointer}/value`);
    }
    readAnswer(criterion, inner, `${pointer}/value`, into, problems);
  } else {
    const place = placeOne(criterion, value);
    if (place.error) return void wrong(place.error);
    Object.assign(into, { origin: "answered", low: place.at, high: place.at, shown: shownAs(criterion, value) });
  }
}

function readText(value, pointer, key, problems) {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  problems.push({ code: "E0202", message: `\`${key}\` must be a string`, pointer });
  return "";
}

/** Answers for every criterion of the model, none of them known. */
function openAnswers(model) {
  return model.criteria.map(() => ({ origin: "unknown", low: 0, high: 0, shown: undefined, evidence: "" }));
}

/** The answers, id, name and activity of a task. Throws a TaskError that lists every problem. */
export function readTask(model, task, assume = {}) {
  if (task === null || typeof task !== "object" || Array.isArray(task)) {
    throw new TaskError([{ code: "E0209", message: "a task is an object", pointer: "" }]);
  }
  const problems = [];
  const called = new Map(); // a criterion may be called by its id and by its labels, but once
  const read = { id: "", name: "", activity: "", fields: {}, answers: openAnswers(model) };
  for (const [key, value] of Object.entries(task)) {
    const pointer = `/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`;
    if (key === "$schema") continue;
    if (key.startsWith("x_")) {
      // `x_judgment` is how a task explains itself: nobody wants that back.
      if (model.fields && value !== null && !model.index.has(key.slice(2))) read.fields[key] = value;
    } else if (key === "id" || key === "name" || key === "activity") {
      read[key] = readText(value, pointer, key, problems);
      if (key === "activity" && read.activity !== "") readActivity(model, read, pointer, problems);
    } else if (criterionNamed(model, key) !== undefined) {
      const c = criterionNamed(model, key);
      if (called.has(c)) {
        const message = `\`${called.get(c)}\` and \`${key}\` are both \`${model.criteria[c].id}\``;
        problems.push({ code: "E0304", message, pointer });
        continue;
      }
      called.set(c, key);
      readAnswer(model.criteria[c], value, pointer, read.answers[c], problems);
    } else if (model.fields?.includes(key)) {
      if (value !== null) read.fields[key] = value;
    } else {
      problems.push({ code: "E0201", message: `unknown field \`${key}\``, pointer });
    }
  }
  const assumed = openAnswers(model);
  for (const [key, value] of Object.entries(assume)) {
    const c = criterionNamed(model, key);
    if (c === undefined) {
      problems.push({ code: "E0201", message: `there is no criterion \`${key}\``, pointer: `/${key}` });
    } else {
      readAnswer(model.criteria[c], value, `/${key}`, assumed[c], problems);
    }
  }
  if (problems.length > 0) throw new TaskError(problems);
  assumed.forEach((answer, c) => {
    if (answer.origin !== "unknown" && read.answers[c].origin !== "answered") {
      read.answers[c] = { ...answer, origin: "assumed" };
    }
  });
  if (read.activity !== "") fillFromProfile(model, read);
  return read;
}

const criterionNamed = (model, key) => model.index.get(key) ?? model.names.criteria.get(folded(key));

function readActivity(model, read, pointer, problems) {
  if (Object.hasOwn(model.activities, read.activity)) return;
  const found = model.names.activities.get(folded(read.activity));
  if (found !== undefined) {
    read.activity = Object.keys(model.activities)[found];
  } else {
    problems.push({ code: "E0208", message: `there is no activity \`${read.activity}\``, pointer });
  }
}

function fillFromProfile(model, read) {
  for (const [c, value] of model.activities[read.activity].entries()) {
    const answer = read.answers[c];
    if (value === null || answer.origin !== "unknown") continue;
    readAnswer(model.criteria[c], value, `/${model.criteria[c].id}`, answer, []);
    answer.origin = "profile";
  }
}

/** The value at a position, as a task would have it: `4.5`, `"high"`, `true`. */
export function valueAt(criterion, at) {
  if (criterion.scale === "boolean") return at === 1;
  if (criterion.scale === "level" || criterion.scale === "number") {
    return (criterion.minimum + at * criterion.step) / 100;
  }
  return criterion.levels[at].word;
}
