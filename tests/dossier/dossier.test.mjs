// What people do with a dossier: they open it offline, look at one scenario after another, search, print it; with a keyboard
// alone, with a screen reader, without scripts.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { makeAll } from "./make.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

// A4 landscape within the margins that the page asks for, in CSS pixels.
const PAPER = { width: Math.floor(((297 - 22) / 25.4) * 96), height: Math.floor(((210 - 24) / 25.4) * 96) };
const MEGABYTES = 2;
// Tests hold beside a busy machine.
const PATIENCE = 180_000;

let browser;
const dossiers = makeAll();
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
});
after(() => browser?.close());

// A page with the dossier in it, and all that went wrong on the way.
const open = async (dossier, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong = [];
  const url = pathToFileURL(dossier.html).href;
  page.on("console", (m) => wrong.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
  page.on("request", (r) => r.url() !== url && !r.url().startsWith("data:") && wrong.push(`request: ${r.url()}`));
  page.on("dialog", (d) => {
    wrong.push(`dialog: ${d.message()}`);
    d.dismiss();
  });
  await page.goto(url, { waitUntil: "load" });
  return { page, wrong, close: () => context.close() };
};

for (const dossier of dossiers) {
  describe(dossier.name, () => {
    test("opens by itself: no network, nothing on the console, small", async (t) => {
      const { page, wrong, close } = await open(dossier);
      const took = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
      const size = statSync(dossier.html).size;
      t.diagnostic(`${(size / 1e6).toFixed(2)} MB, open after ${Math.round(took)} ms`);
      assert.deepEqual(wrong, []);
      if (dossier.name !== "thousand") assert.ok(size < MEGABYTES * 1e6, `${size} bytes`);
      assert.ok((await page.locator("main .chapter").count()) > 5);
      await close();
    });

    test("shows one scenario at a time, everywhere the same, by mouse and keyboard", async () => {
      const { page, wrong, close } = await open(dossier);
      const lists = page.locator("[role=tablist]");
      const count = await lists.count();
      if (dossier.name !== "thousand") assert.ok(count >= 4, `${count} lists of tabs`);
      for (let i = 0; i < count; i += 1) {
        const tabs = lists.nth(i).getByRole("tab");
        await tabs.last().click();
        const key = await tabs.last().getAttribute("data-key");
        const shown = await page.locator(".tabs > .panel:not([hidden])").evaluateAll((all) => all.map((p) => p.dataset.key));
        assert.equal(shown.length, count);
        assert.ok(shown.includes(key), `${key} of ${shown}`);
        await tabs.last().press("Home");
        assert.equal(await tabs.first().getAttribute("aria-selected"), "true");
        assert.ok(await tabs.first().evaluate((t) => t === document.activeElement));
        await tabs.first().press("ArrowRight");
        assert.equal(await tabs.nth(1).getAttribute("aria-selected"), "true");
      }
      assert.deepEqual(wrong, []);
      await close();
    });

    test("tables of projects are searched and put in order", async () => {
      const { page, wrong, close } = await open(dossier);
      const table = page.locator("#t-projets");
      const rows = table.locator("tbody tr");
      const all = await rows.count();
      const last = (await rows.last().locator("th").textContent()).trim().toUpperCase();
      const box = page.locator(".scroll:has(#t-projets)").locator("xpath=preceding-sibling::div[1]").locator("input");
      await box.fill(last.slice(0, 12));
      const shown = await rows.evaluateAll((r) => r.filter((x) => !x.hidden).length);
      assert.ok(shown >= 1 && (all < 4 || shown < all), `${shown} of ${all} for ${last}`);
      await box.fill("zzzz-nothing");
      assert.equal(await rows.evaluateAll((r) => r.filter((x) => !x.hidden).length), 0);
      await box.fill("");
      const head = table.locator("thead tr:last-child th").last();
      const points = () =>
        rows.evaluateAll((r) => r.map((x) => x.cells[x.cells.length - 1].dataset.v).filter((v) => v).map(Number));
      for (const [direction, order] of [["ascending", 1], ["descending", -1]]) {
        await head.locator("button").press("Enter");
        assert.equal(await head.getAttribute("aria-sort"), direction);
        const found = await points();
        assert.deepEqual(found, [...found].sort((a, b) => order * (a - b)));
      }
      assert.deepEqual(wrong, []);
      await close();
    });

    test("the keyboard leads past the chapters' links to the content, and into every chapter", async () => {
      const { page, close } = await open(dossier);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "contenu");
      for (const link of await page.locator("nav.chapters a").all()) {
        await link.press("Enter");
        const id = (await link.getAttribute("href")).slice(1);
        assert.ok(await page.locator(`#${id}`).isVisible(), id);
      }
      await close();
    });

    test("without scripts everything is there, one thing below another", async () => {
      const { page, close } = await open(dossier, { javaScriptEnabled: false });
      assert.equal(await page.locator("[role=tablist], .tools, .pager, button").count(), 0);
      for (const panel of await page.locator(".panel").all()) assert.ok(await panel.isVisible());
      await close();
    });

    test("nothing is in the way of those who read otherwise", { timeout: 240_000 }, async () => {
      const { page, close } = await open(dossier);
      // What the browser has not laid out yet overlaps what follows it, and axe takes it for what lies behind.
      await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const said = found.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))}`);
      assert.deepEqual(said, []);
      const named = await page.locator("svg[role=img]").evaluateAll((all) => all.filter((s) => !s.getAttribute("aria-label")).length);
      assert.equal(named, 0, "every drawing says what it shows");
      assert.equal(await page.locator("html").getAttribute("lang"), dossier.name === "thousand" ? "en" : "fr");
      await close();
    });

    test("fits a telephone: only tables and charts are wider than the screen, in frames of their own", async () => {
      const { page, close } = await open(dossier, { viewport: { width: 390, height: 800 } });
      const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= screen + 1, `${wide} > ${screen}`);
      await close();
    });

    test("printed, no chart and no row is cut", { timeout: 240_000 }, async () => {
      const { page, close } = await open(dossier, { viewport: PAPER });
      await page.emulateMedia({ media: "print" });
      const cut = await page.evaluate(({ width, height }) => {
        const wrong = [];
        for (const e of document.querySelectorAll("figure, .card, .backbone, svg.plot, svg.gantt, table, tr")) {
          const box = e.getBoundingClientRect();
          if (box.width === 0) continue;
          const name = `${e.tagName} ${e.id || e.className.baseVal || e.className} ${e.textContent.slice(0, 40)}`;
          if (box.left < -1 || box.right > width + 1) wrong.push(`wider than the page (${box.left}–${box.right}): ${name}`);
          // A page can hold it, and its parts are held together.
          if (!e.matches("table") && box.height > height) wrong.push(`higher than a page (${box.height}): ${name}`);
          const held = e.matches("figure, .card, .backbone, tr");
          if (held && getComputedStyle(e).breakInside !== "avoid") wrong.push(`may be broken: ${name}`);
        }
        const hidden = [...document.querySelectorAll(".panel, tbody tr")].filter((e) => getComputedStyle(e).display === "none");
        if (hidden.length > 0) wrong.push(`${hidden.length} parts are not printed`);
        for (const head of document.querySelectorAll("thead")) {
          if (getComputedStyle(head).display !== "table-header-group") wrong.push("heads are not repeated");
        }
        return wrong;
      }, PAPER);
      assert.deepEqual(cut.slice(0, 10), []);
      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
      const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])]);
      assert.ok(boxes.length > 0 && boxes.every(([w, h]) => Math.abs(w - 842) < 2 && Math.abs(h - 595) < 2), `${boxes[0]}`);
      await close();
    });
  });
}

test("names are text, whatever is in them", async () => {
  const dossier = dossiers.find((d) => d.name === "small");
  const { page, wrong, close } = await open(dossier);
  assert.equal(await page.locator("h1").textContent(), `<script>alert("nom")</script> & l'été`);
  assert.equal(await page.locator("img, script").count(), 1, "only the page's own script");
  assert.deepEqual(wrong, []);
  await close();
});

test("a menu is read side by side: what was before, and each option with its own head", async () => {
  const dossier = dossiers.find((d) => d.name === "small");
  const { page, wrong, close } = await open(dossier);
  await page.locator('nav.chapters a[href="#arbitrage"]').click();
  const chapter = page.locator("#arbitrage");
  assert.ok(await chapter.isVisible());
  const heads = await chapter.locator("#t-arbitrage thead th").allInnerTexts();
  const options = await chapter.locator("ul li, ol li").filter({ hasText: /^Option/ }).count();
  assert.ok(options > 0);
  assert.deepEqual(heads.slice(2).map((h) => h.trim()), ["Avant", ...Array.from({ length: options }, (_, i) => `Option\u00a0${i + 1}`)]);
  const demanded = chapter.locator("#t-arbitrage-projets tbody tr").first();
  assert.match(await demanded.innerText(), /<i>Loi<\/i> & =1\+1/);
  assert.deepEqual(wrong, []);
  await close();
});
