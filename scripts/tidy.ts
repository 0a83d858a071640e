import { posix } from 'node:path';

const MOST_LINES = 400;

/** Written by a program or given from outside, so of whatever length it is. */
const isGiven = (path: string) => /(^|\/)(fixtures|generated)\/|\.gen\.tsx?$|(^|\/)schema\.sql$/.test(path);

/** The checks name what they look for, so their own two files are left out. */
const isThisCheck = (path: string) => /^scripts\/tidy(\.test)?\.ts$/.test(path);

const MONEY = '(?:amount|quantity|price|cost|total|balance)';

/** What no line of ours may hold, and why. */
const FORBIDDEN: readonly { pattern: RegExp; why: string; inComments: boolean }[] = [
  { pattern: /\b(?:TODO|FIXME)\b/, why: 'unfinished work belongs in an issue', inComments: true },
  {
    pattern: /biome-ignore|@ts-(?:ignore|expect-error|nocheck)/,
    why: 'a check is switched off',
    inComments: true,
  },
  { pattern: /:\s*any\b|\bas any\b|<any\b/, why: '`any` switches the types off', inComments: false },
  {
    pattern: /\b(?:test|it|describe|suite)\.(?:only|skip|todo)\b|\.skip\(|\b(?:only|skip|todo): true/,
    why: 'a test is left out',
    inComments: false,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:Number|parseFloat|Number\.parseFloat)\([^)]*${MONEY}(?!\w*count)`,
      'i',
    ),
    why: 'money is never a float',
    inComments: false,
  },
];

/** Every breach of the house rules in these files, one line each. */
export function tidyProblems(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const [path, text] of files) {
    if (isGiven(path) || isThisCheck(path)) continue;
    if (path.endsWith('.md')) {
      problems.push(...deadLinks(path, text, files));
      continue;
    }
    const lines = text.split('\n');
    const count = text.endsWith('\n') ? lines.length - 1 : lines.length;
    if (/\.(tsx?|sql)$/.test(path) && count > MOST_LINES) {
      problems.push(`${path}: ${count} lines, at most ${MOST_LINES}: give it one subject`);
    }
    for (const [index, line] of lines.entries()) {
      const comment = /^\s*(?:\/\/|\/?\*|--)/.test(line);
      for (const { pattern, why, inComments } of FORBIDDEN) {
        if (comment && !inComments) continue;
        if (pattern.test(line)) problems.push(`${path}:${index + 1}: ${why}: ${line.trim()}`);
      }
    }
  }
  return problems;
}

/** Links of a page to files or folders of ours that are not there. */
function deadLinks(path: string, text: string, files: ReadonlyMap<string, string>): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g), ...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)];
  return targets.flatMap((match) => {
    const target = (match[1] ?? '').replace(/[#?].*$/, '');
    if (target === '' || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return [];
    const place = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(path), target);
    const plain = place.replace(/\/$/, '');
    const there =
      plain === '.' || files.has(plain) || [...files.keys()].some((file) => file.startsWith(`${plain}/`));
    return there ? [] : [`${path}: the link to ${target} leads nowhere`];
  });
}
