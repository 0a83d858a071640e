import { posix } from 'node:path';

/**
 * The directions in which code may import code (docs/architecture.md). Each rule sees one import: the file that
 * has it, and the file of ours or the package it names. It answers with what is wrong, or nothing.
 */
type Rule = (from: string, to: string) => string | undefined;

const SERVER = 'apps/server/src/';
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith(`${SERVER}testing/`);
const isStore = (path: string) => /(^|\/|-)store\.ts$/.test(path);
const isReadModel = (path: string) => /(^|\/|-)read-model\.ts$/.test(path);
const isEntrance = (path: string) => /(^|\/|-)(routes|jobs)\.ts$/.test(path);
const featureOf = (path: string) => new RegExp(`^${SERVER}features/([^/]+)/`).exec(path)?.[1];
const isOurs = (path: string) => /^(apps|packages|scripts|e2e|bench)\//.test(path);
const isSource = (path: string) => /\.tsx?$/.test(path);

const RULES: readonly Rule[] = [
  (from, to) => {
    if (!from.startsWith('packages/ledger/') || isTest(from)) return undefined;
    return to.startsWith('packages/ledger/') ? undefined : 'the ledger imports nothing outside itself';
  },
  (from, to) => {
    if (!from.startsWith('packages/contract/') || isTest(from)) return undefined;
    const allowed = to.startsWith('packages/contract/') || /^typebox(\/|$)/.test(to);
    return allowed ? undefined : 'the contract imports only typebox';
  },
  (from, to) => {
    const crossed =
      (from.startsWith('apps/web/') && to.startsWith('apps/server/')) ||
      (from.startsWith('apps/server/') && to.startsWith('apps/web/'));
    return crossed ? 'server and web never import each other' : undefined;
  },
  (from, to) => {
    if (!from.startsWith(`${SERVER}db/`) || isTest(from)) return undefined;
    const above = to.startsWith(`${SERVER}features/`) || to.startsWith(`${SERVER}http/`);
    return above ? 'db knows nothing of features and http' : undefined;
  },
  (from, to) => {
    if (!isEntrance(from) || featureOf(from) === undefined) return undefined;
    return isStore(to) ? 'routes and jobs reach a store through the service' : undefined;
  },
  (from, to) => {
    const feature = featureOf(from);
    if (feature === undefined || !(isStore(from) || isReadModel(from)) || !isOurs(to)) return undefined;
    const allowed =
      to.startsWith(`${SERVER}db/`) ||
      to === `${SERVER}errors.ts` ||
      to === `${SERVER}permissions.ts` ||
      featureOf(to) === feature ||
      to.startsWith('packages/');
    return allowed
      ? undefined
      : 'a store or read model imports only db, its own feature, errors, permissions and packages';
  },
  (from, to) => {
    const [feature, other] = [featureOf(from), featureOf(to)];
    if (feature === undefined || other === undefined || feature === other || isTest(from)) return undefined;
    const inner = isStore(to) || /(^|\/|-)routes\.ts$/.test(to);
    return inner ? 'a feature reaches another through its service or read model' : undefined;
  },
];

const CLAUSE = String.raw`[\w\s{},*$]*`;
const STATIC = new RegExp(String.raw`^[ \t]*(?:import|export)\b${CLAUSE}\bfrom\s*['"]([^'"]+)['"]`, 'gm');
const BARE = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** What the text of a module imports, as written. Relies on the formatter's layout: a statement starts a line. */
export function importsOf(text: string): string[] {
  return [STATIC, BARE, DYNAMIC].flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
}

/** The path from the clone's root of what `from` imports as `name`; a package's name stays as it is. */
function resolveImport(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(posix.dirname(from), name);
  const own = /^@crypto-erp\/(contract|ledger)\/(.+)$/.exec(name);
  if (own) return `packages/${own[1]}/src/${own[2]}.ts`;
  if (name === '@crypto-erp/client') return 'packages/client/src/client.ts';
  const app = /^@crypto-erp\/(server|web)(?:\/(.+))?$/.exec(name);
  return app ? `apps/${app[1]}/${app[2] ?? ''}` : name;
}

/** Every import that goes the wrong way and every circle, one line each. `files` maps a path to its text. */
export function importProblems(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [from, text] of files) {
    if (!isSource(from)) continue;
    const targets = importsOf(text).map((name) => resolveImport(from, name));
    graph.set(
      from,
      targets.filter((to) => files.has(to)),
    );
    for (const to of targets) {
      for (const rule of RULES) {
        const wrong = rule(from, to);
        if (wrong !== undefined) problems.push(`${from} → ${to}: ${wrong}`);
      }
    }
    // A main hands the environment over whole; what is in it only env.ts looks at.
    const rest = /(^|\/)main\.ts$/.test(from)
      ? text.replace(/\breadEnv\(process\.env\b(?!\.|\[)/g, '')
      : text;
    const reads = from.startsWith('apps/server/') && /process\.env\b/.test(rest);
    if (reads && from !== `${SERVER}env.ts` && !isTest(from)) {
      problems.push(`${from}: only env.ts reads process.env`);
    }
  }
  return [...problems, ...circles(graph)];
}

/** One line for each circle that a depth-first walk closes. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start !== -1) {
      found.push(`${[...path.slice(start), file].join(' → ')}: a circle`);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
