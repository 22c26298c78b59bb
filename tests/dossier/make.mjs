// The dossiers that the tests open, made by the program as people make them.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const { ARBITRE, ARBITRE_ROOT: root, ARBITRE_MADE: made } = process.env;
const reference = join(root, "scenarios/feuille-de-route");
const shared = process.env.ARBITRE_SHARED ?? "../shared";

export const arbitre = (...args) => execFileSync(ARBITRE, args, { encoding: "utf8", maxBuffer: 1 << 28, cwd: root });

const put = (name, document) => {
  const path = join(made, name);
  writeFileSync(path, typeof document === "string" ? document : JSON.stringify(document));
  return path;
};

// Two scenarios of a portfolio with awkward names, decided before, and the menu for a demand.
const small = () => {
  const portfolio = JSON.parse(readFileSync(join(root, "tests/cli/small.json"), "utf8"));
  portfolio.name = `<script>alert("nom")</script> & l'été`;
  portfolio.projects[0].name = "<img src=x onerror=alert(1)> ".repeat(6);
  portfolio.projects[1].name = "مشروع 🚀 البوابة";
  portfolio.pools[0].name = `=HYPERLINK("http://example.org")`;
  const path = put("small.json", portfolio);
  const plan = join(made, "decided.json");
  arbitre("plan", path, "--steps", "200", "--out", plan);
  const decided = JSON.parse(readFileSync(plan, "utf8"));
  decided.projects.forEach((p, i) => (p.commitment = ["COMMITMENT_DECIDED", "COMMITMENT_PROTECTED"][i % 2]));
  writeFileSync(plan, JSON.stringify(decided));
  const scenario = put("archive.json", {
    id: "archive",
    name: "</style><b>Archive</b>",
    changes: [{ setMustDo: { project: "archive", mustDo: true } }],
  });
  const html = join(made, "small.html");
  const [folder, menu] = [join(made, "small"), join(made, "menu.json")];
  arbitre("compare", path, scenario, "--with-base", "--baseline", plan, "--steps", "200", "--lang", "fr", "--out", folder);
  const demand = put("demand.json", {
    id: "law",
    name: "<i>Loi</i> & =1+1",
    value: 1,
    rolePools: { MOA: "owners" },
    phases: [{ id: "work", modes: [{ id: "own", duration: 2, effort: [{ pool: "builders", days: 38 }] }] }],
  });
  arbitre("arbitrate", path, "--baseline", plan, "--demand", demand, "--steps", "4000", "--out", menu);
  arbitre("report", path, folder, menu, "--baseline", plan, "--html", html);
  return { name: "small", html };
};

// Scenarios A, B and C of the reference portfolio, with proposals and a frontier, by way of files.
const county = () => {
  const portfolio = join(reference, "portfolio.json");
  const scenarios = ["a", "b", "c"].map((s) => join(reference, `${s}.json`));
  const folder = join(made, "county");
  const curve = join(made, "curve.json");
  const html = join(made, "county.html");
  const xlsx = join(made, "county.xlsx");
  arbitre("compare", portfolio, ...scenarios, "--propose", "1", "--steps", "600", "--lang", "fr", "--out", folder);
  const frontier = ["--measure", "EXTERNAL_SPEND", "--points", "5", "--steps", "150"];
  arbitre("frontier", portfolio, "--scenario", scenarios[1], ...frontier, "--lang", "fr", "--out", curve);
  arbitre("report", portfolio, folder, curve, "--html", html, "--xlsx", xlsx);
  return { name: "county", html };
};

// One plan of a thousand projects, in English.
const thousand = () => {
  const tool = resolve(root, shared, "tools/make_portfolio.py");
  if (!existsSync(tool)) {
    console.error(`*** LEFT OUT: a dossier of 1,000 projects; ${tool} is not there; ARBITRE_SHARED says where to look`);
    return [];
  }
  const generated = spawnSync(process.env.PYTHON ?? "python3", [tool, "random", "--projects", "1000", "--seed", "1"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (generated.status !== 0) throw new Error(generated.stderr);
  const path = put("thousand.json", generated.stdout);
  const plan = join(made, "thousand.plan.json");
  const html = join(made, "thousand.html");
  arbitre("plan", path, "--steps", "1", "--out", plan);
  arbitre("report", path, plan, "--html", html, "--lang", "en");
  return [{ name: "thousand", html }];
};

export const makeAll = () => {
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  return [small(), county(), ...thousand()];
};
