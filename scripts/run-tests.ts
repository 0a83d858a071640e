import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';

export type TestCounts = { passed: number; failed: number; problems: string[] };

/** A file that holds on to something after its last test is ended, and fails, after this. */
const FILE_WITHIN_MS = 600_000;

type Outcome = {
  name: string;
  file?: string;
  line?: number;
  nesting: number;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; error?: Error };
};

/**
 * Runs test files, each in its own process, and counts their cases. A case that is skipped or unfinished counts as
 * failed, as does a file without a case.
 */
export async function runTests(root: string, files: string[], concurrency: number): Promise<TestCounts> {
  const counts: TestCounts = { passed: 0, failed: 0, problems: [] };
  const casesOf = new Map(files.map((file) => [file, 0]));
  const fail = (where: string, why: string) => {
    counts.failed += 1;
    counts.problems.push(`${where}\n${why.replace(/^/gm, '    ')}`);
  };
  const stream = run({ files, concurrency, timeout: FILE_WITHIN_MS, cwd: root });
  const at = (data: Outcome) => {
    const place = data.file === undefined ? '' : `${relative(root, data.file)}:${data.line ?? 1} `;
    return `${place}${data.name}`;
  };
  const isCase = (data: Outcome) => data.details.type !== 'suite' && !isFile(data, root, casesOf);
  const failed = new Set<string>();
  const seen = (data: Outcome) => {
    if (data.file !== undefined) casesOf.set(data.file, (casesOf.get(data.file) ?? 0) + 1);
  };
  stream.on('test:pass', (data: Outcome) => {
    if (!isCase(data)) return;
    seen(data);
    if (data.skip !== undefined || data.todo !== undefined) fail(at(data), 'skipped or unfinished');
    else counts.passed += 1;
  });
  stream.on('test:fail', (data: Outcome) => {
    seen(data);
    if (data.file !== undefined) failed.add(data.file);
    const { error } = data.details;
    // The failing part has been counted; what contains it would count it twice.
    if (error !== undefined && 'failureType' in error && error.failureType === 'subtestsFailed') return;
    const cause = error?.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error?.cause;
    fail(at(data), typeof cause === 'string' ? cause : inspect(cause ?? error, { depth: 3 }));
  });
  const output = new Map<string, string>();
  stream.on('test:stderr', ({ file, message }) => output.set(file, (output.get(file) ?? '') + message));
  for await (const _ of stream) {
    // Reading the stream is what drives the run; the listeners above do the counting.
  }
  for (const [file, cases] of casesOf) {
    if (cases === 0) fail(relative(root, file), 'holds no test');
  }
  for (const [file, text] of output) {
    if (failed.has(file)) counts.problems.push(`${relative(root, file)} wrote to stderr:\n${text}`);
  }
  return counts;
}

/** Node reports a file without cases, or one that fails to load, as a case named after the file. */
function isFile(data: Outcome, root: string, files: ReadonlyMap<string, number>): boolean {
  return data.nesting === 0 && (files.has(data.name) || files.has(`${root}/${data.name}`));
}
