// SPDX-License-Identifier: Apache-2.0
// usage: node page.mjs CHROMIUM WHAT PAGE.html [ARGUMENT…]
// Opens the page from disk with the network off, does what a person does, and prints as JSON what
// came of it: always `requests` (beside the page itself) and `complaints` of the console.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, what, file, ...more] = process.argv.slice(2);
const url = pathToFileURL(resolve(file)).href;
const said = { requests: [], complaints: [] };

async function open(context, hash = "") {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("request", (request) => {
    const to = request.url();
    if (to.split("#")[0] !== url && !to.startsWith("data:")) said.requests.push(to);
  });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.complaints.push(message.text()); });
  page.on("pageerror", (error) => said.complaints.push(String(error)));
  await page.goto(url + hash);
  await page.waitForFunction(() => document.documentElement.dataset.ready);
  return page;
}

const contextOf = (browser, options = {}) =>
  browser.newContext({ offline: true, viewport: { width: 1200, height: 900 }, ...options });

/** The form of the first process; the page of two models has none. */
async function openForm(page) {
  const button = page.locator("button[data-what-if]").first();
  if (await button.count() > 0) await button.click();
}

/** Every rule of axe in a theme, with a form and a process opened, and the width of the page on a telephone. */
async function axe(browser, themes) {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  said.violations = {};
  for (const colorScheme of themes === "both" ? ["light", "dark"] : [themes]) {
    // The page's own policy would keep the checker out, so it is lifted here, and only here.
    const page = await open(await contextOf(browser, { colorScheme, bypassCSP: true }));
    await openForm(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
    // The checker passes over what is not laid out.
    await page.evaluate(() => document.querySelectorAll("section").forEach((each) => { each.style.contentVisibility = "visible"; }));
    await page.evaluate(source);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    said.violations[colorScheme] = violations.map(({ id, help, nodes }) =>
      ({ id, help, count: nodes.length, first: nodes[0].html.slice(0, 300), why: nodes[0].failureSummary }));
  }
  const page = await open(await contextOf(browser, { viewport: { width: 360, height: 740 } }));
  await openForm(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  [said.narrow, said.widest] = await page.evaluate(() => {
    document.querySelectorAll("section").forEach((each) => { each.style.contentVisibility = "visible"; });
    const beyond = [...document.querySelectorAll("body *")].find((each) =>
      each.getBoundingClientRect().right > 361 && !each.closest(".wide"));
    return [document.documentElement.scrollWidth, beyond?.outerHTML.slice(0, 200)];
  });
}

async function list(browser) {
  const context = await contextOf(browser);
  const page = await open(context);
  const names = () => page.$$eval("#list tbody tr:not([hidden])", (rows) => rows.map((row) => row.cells[0].textContent));
  const column = (index) => page.$$eval("#list tbody tr:not([hidden])",
    (rows, at) => rows.map((row) => row.cells[at].textContent.trim()), index);
  const hash = () => page.evaluate(() => location.hash);
  const all = await names();
  const checks = said.checks = {};

  await page.getByRole("searchbox").fill("payroll");
  const found = await names();
  checks.search = found.length > 0 && found.length < all.length && found.every((name) => /payroll/i.test(name));
  checks["search in the link"] = (await hash()).includes("search=payroll");

  await page.getByRole("searchbox").fill("");
  await page.locator("#filters").getByLabel("Location").selectOption("offshore");
  const offshore = await column(4);
  checks.filter = offshore.length > 0 && offshore.length < all.length && offshore.every((text) => text.startsWith("offshore"));

  const score = page.locator("#list thead button").nth(3);
  await score.focus();
  await page.keyboard.press("Enter");
  const up = (await column(3)).map(Number);
  checks.sort = up.every((value, i) => i === 0 || up[i - 1] <= value);
  await page.keyboard.press("Space");
  const down = (await column(3)).map(Number);
  checks["sort the other way, by keyboard"] = down.every((value, i) => i === 0 || down[i - 1] >= value) && down[0] > up[0];
  checks["said to those who listen"] = await page.locator("#list th").nth(3).getAttribute("aria-sort") === "descending";

  const same = await open(context, await hash());
  checks["a link shows the same"] = JSON.stringify(await same.$$eval("#list tbody tr:not([hidden])",
    (rows) => rows.map((row) => row.cells[0].textContent))) === JSON.stringify(await names());

  await page.locator("#filters button").click();
  checks.reset = JSON.stringify(await names()) === JSON.stringify(all);

  const keys = await open(context);
  await keys.keyboard.press("Tab");
  checks["the first key skips to the content"] = await keys.evaluate(() => document.activeElement.classList.contains("skip"));
  await keys.locator("button[data-what-if]").first().focus();
  await keys.keyboard.press("Enter");
  await keys.keyboard.press("Tab");
  checks["the form can be reached by keyboard"] = await keys.evaluate(() => document.activeElement.closest(".answers") !== null ||
    document.activeElement.matches("select, input, button"));
  await keys.locator("#list tbody a").nth(2).focus();
  await keys.keyboard.press("Enter");
  checks["a link leads to the process"] = await keys.evaluate(() => document.querySelector(":target")?.matches("article") === true);
}

/** The page of two models: its list, filtered and searched, and the bars of its chart. */
async function moves(browser) {
  const page = await open(await contextOf(browser));
  const shown = () => page.$$eval("#list tbody tr:not([hidden])", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  said.all = await shown();
  const after = page.locator("#filters select").nth(1);
  const choices = await after.locator("option").evaluateAll((all) => all.map(({ value }) => value).filter(Boolean));
  said.filtered = [];
  for (const choice of choices) {
    await after.selectOption(choice);
    said.filtered.push(await shown());
  }
  await page.locator("#filters button").click();
  await page.getByRole("searchbox").fill(said.all[0][0]);
  said.searched = await shown();
  said.bars = await page.locator("#chart rect").count();
  said.attacked = await page.evaluate(() => "attacked" in globalThis);
}

/** Answers changed one after the other through the form; after each, the decision that the page shows. */
async function whatIf(browser, changesFile) {
  const context = await contextOf(browser);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await open(context);
  const changes = JSON.parse(readFileSync(changesFile, "utf8"));
  Object.assign(said, await page.evaluate(async (asked) => {
    const verdicts = JSON.parse(document.getElementById("verdicts").textContent);
    const { numbers } = JSON.parse(document.getElementById("words").textContent);
    const panelOf = (id) => {
      const number = numbers[verdicts.findIndex((each) => each.id === id)];
      document.querySelector(`button[data-what-if="${number}"]`)?.click();
      return document.querySelector(`[data-what-if-of="${number}"]`);
    };
    const set = (field, value) => {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const decisions = [], moved = [];
    let last = "", panel;
    for (const { id, criterion, value } of asked) {
      panel = panelOf(id);
      // A block of changes to one process begins from its own answers, as in inputs.py.
      if (id !== last || decisions.length % 10 === 0) panel.querySelector("button").click();
      last = id;
      const select = panel.querySelector(`[data-criterion="${criterion}"]`);
      if (typeof value === "number") set(panel.querySelector(`[data-number="${criterion}"]`), String(value));
      else set(select, value === null ? "" : JSON.stringify(value));
      const result = panel.querySelector("[data-result]");
      decisions.push(result.dataset.decision ?? null);
      moved.push(result.querySelector(".moved") !== null && result.dataset.decision !== undefined ? 1 : 0);
    }
    return { decisions, moved, last };
  }, changes));
  const panel = page.locator("[data-what-if-of]").filter({ has: page.locator("[data-result]") });
  const number = await page.evaluate((id) => JSON.parse(document.getElementById("words").textContent)
    .numbers[JSON.parse(document.getElementById("verdicts").textContent).findIndex((each) => each.id === id)], said.last);
  const mine = page.locator(`[data-what-if-of="${number}"]`);
  await mine.getByRole("button").nth(1).click();
  await page.waitForFunction((at) => document.querySelector(`[data-what-if-of="${at}"] [role=status]`)?.textContent !== "", number);
  const area = mine.locator("textarea");
  said.copied = JSON.parse(await area.count() > 0 ? await area.inputValue() : await page.evaluate(() => navigator.clipboard.readText()));
  await mine.getByRole("button").first().click();
  const after = await mine.locator("[data-result]").getAttribute("data-decision");
  said.reset = await page.evaluate(([text, id]) => {
    const before = JSON.parse(document.getElementById("verdicts").textContent).find((each) => each.id === id);
    const now = JSON.parse(text);
    return JSON.stringify([now.verdict, now.engagement, now.location]) === JSON.stringify([before.verdict, before.engagement, before.location]);
  }, [after, said.last]);
  said.panels = await panel.count();
}

async function weights(browser, criterion, weight) {
  const page = await open(await contextOf(browser));
  await page.locator(`[data-axis="engagement"][data-weight="${criterion}"]`).fill(weight);
  await page.locator("#weight-form button[type=submit]").click();
  said.count = Number(await page.locator("#moves").getAttribute("data-count"));
  const rows = await page.locator("#moves tbody tr").count();
  if (rows !== said.count) throw new Error(`${rows} rows for ${said.count} moves`);
  await page.locator("#weight-form button[type=reset]").click();
  said.after_reset = await page.locator("#moves tbody tr").count();
}

async function print(browser, pdf) {
  const page = await open(await contextOf(browser));
  await page.pdf({ path: pdf, format: "A4" });
  said.processes = await page.$$eval("article.process > h3", (all) => all.map((each) => each.textContent));
}

/** Whether anything that came from outside was run or became an element. */
async function hostile(browser) {
  const page = await open(await contextOf(browser));
  const buttons = page.locator("button[data-what-if]"); // one that is pressed is gone
  while (await buttons.count() > 0) await buttons.first().click();
  for (const link of await page.locator("#list tbody a").all()) await link.click();
  await page.locator("#weight-form button[type=submit]").click();
  await page.getByRole("searchbox").fill("<img");
  await page.mouse.move(400, 400);
  await page.waitForTimeout(200);
  said.attacked = await page.evaluate(() => "attacked" in globalThis);
  said.strangers = await page.evaluate(() => [
    ...document.querySelectorAll("img:not(.logo), iframe, object, embed, base, link, [onerror], [onload], [onclick], a[href^='javascript:']"),
    ...[...document.scripts].filter((each) => !["module", "application/json"].includes(each.type)),
  ].map((each) => each.outerHTML.slice(0, 200)));
  said.shown = await page.evaluate(() => document.querySelector("#list").textContent.includes("<img src=x onerror=") &&
    document.querySelector("h1").textContent.includes("<script>attacked=1</script>"));
}

/** Milliseconds until the page can be worked with, as the page's own clock has it: it is read, and a search has been
 * answered. The second time: the browser itself has started. */
async function quick(browser) {
  await open(await contextOf(browser));
  const page = await open(await contextOf(browser));
  said.ready = await page.evaluate(() => {
    const [{ domContentLoadedEventEnd }] = performance.getEntriesByType("navigation");
    const asked = performance.now();
    const search = document.querySelector("input[type=search]");
    search.value = "7";
    search.dispatchEvent(new Event("input"));
    document.body.getBoundingClientRect(); // laid out anew
    return Math.round(domContentLoadedEventEnd + performance.now() - asked);
  });
}

const accounts = { axe, list, moves, what_if: whatIf, weights, print, hostile, quick };
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  await accounts[what](browser, ...more);
} finally {
  await browser.close();
}
console.log(JSON.stringify(said));
