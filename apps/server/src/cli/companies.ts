import { open, rm } from 'node:fs/promises';
import type { Database } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import { exportCompany } from '../features/archives/export.ts';
import { importCompany } from '../features/archives/import.ts';

export const COMPANIES_USAGE = `  companies export ID --to FILE
                               write the whole company to a new file
  companies import FILE [--name NAME] [--owner EMAIL]
                               make a new company of it, owned by a user who signed up`;

interface Work {
  db: Database;
  log(line: string): void;
}

/** What `erp companies ARGS` does; null when nobody understands the arguments. */
export function companiesCommand(args: readonly string[]): ((work: Work) => Promise<void>) | null {
  const [verb, subject, ...rest] = args;
  if (subject === undefined) return null;
  if (verb === 'export') {
    const { to, ...other } = flags(rest, ['--to']) ?? {};
    if (to === undefined || Object.keys(other).length > 0) return null;
    return (work) => exportToFile(work, subject, to);
  }
  if (verb !== 'import') return null;
  const named = flags(rest, ['--name', '--owner']);
  return named && ((work) => importFromFile(work, { file: subject, ...named }));
}

/** `--to FILE` as `{ to: FILE }`; null for a flag that is not known, comes twice, or has no value. */
function flags(args: readonly string[], known: readonly string[]): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (let i = 0; i < args.length; i += 2) {
    const [flag = '', value] = args.slice(i, i + 2);
    const name = flag.slice(2);
    if (!known.includes(flag) || !value || Object.hasOwn(found, name)) return null;
    found[name] = value;
  }
  return found;
}

/** The file is new and only its owner's to read; it is removed when the export fails. */
async function exportToFile({ db, log }: Work, companyId: string, file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EEXIST' ? 'is there already: name a new file' : `cannot be written: ${error.code}`;
    throw new DomainError('invalid_input', `${file} ${why}.`);
  });
  try {
    const { name, counts } = await exportCompany(db, companyId, handle.createWriteStream());
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    log(
      `${name}: ${rows} rows, ${counts.entries ?? 0} entries and ${counts.documents ?? 0} documents in ${file}`,
    );
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function importFromFile(
  { db, log }: Work,
  options: { file: string; name?: string; owner?: string },
): Promise<void> {
  const { companyId, name, manifest, leftAttachments } = await importCompany(db, options);
  log(`${name} is company ${companyId}: ${manifest.counts.entries ?? 0} entries are posted again`);
  if (leftAttachments > 0)
    log(`${leftAttachments} attachments stay behind: their bytes are in an object storage`);
  if (options.owner === undefined)
    log('Nobody is a member of it: import with --owner to open it in the page.');
}
