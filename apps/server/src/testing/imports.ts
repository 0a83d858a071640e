import assert from 'node:assert/strict';
import type { Import, ImportError, ImportKind, ImportRecord } from '@crypto-erp/contract/imports';
import { newId } from '../db/id.ts';
import { createAssetCatalogue } from '../features/assets/catalogue.ts';
import { checkImport } from '../features/imports/check.ts';
import { runImportJob } from '../features/imports/run.ts';
import { type Reply, type TestApi, type TestCompany, type TestUser, testApi } from './api.ts';
import { assertChecksHold } from './entries.ts';

export type Importer = ReturnType<typeof importer>;

/** The whole API and a company into which files are imported; the jobs run when a test says so. */
export async function testImports() {
  const api = await testApi();
  const user = await api.signUp();
  return {
    api,
    user,
    importer: async (settings: Parameters<TestUser['createCompany']>[0] = {}) =>
      importer(api, user, await user.createCompany(settings)),
    close: () => api.close(),
  };
}

/** Sends files to a company and runs their jobs. */
export function importer(api: TestApi, user: TestUser, company: TestCompany) {
  const never = new AbortController().signal;
  const deps = { db: api.db, assets: createAssetCatalogue(api.db), stopping: never };
  const job = (id: string) => ({ companyId: company.id, importId: id });
  const at = `${company.at}/imports`;

  const send = <T = Import>(kind: string, file: string | Buffer, key: string = newId()): Promise<Reply<T>> =>
    user.call<T>({
      method: 'POST',
      url: `${at}?kind=${kind}`,
      payload: file,
      headers: { 'content-type': 'text/csv', 'idempotency-key': key },
    });
  const read = async (id: string): Promise<Import> => (await user.get<Import>(`${at}/${id}`)).body;

  /** Sends a file and lets its dry run happen. */
  async function checked(kind: ImportKind, file: string | Buffer): Promise<Import> {
    const sent = await send(kind, file);
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    await checkImport(deps, job(sent.body.id));
    return read(sent.body.id);
  }

  async function errors(id: string): Promise<ImportError[]> {
    return (await user.get<{ items: ImportError[] }>(`${at}/${id}/errors`)).body.items;
  }

  return {
    ...company,
    deps,
    job,
    send,
    read,
    errors,
    checked,
    /** The errors of a file, as `line column code`. */
    async wrong(kind: ImportKind, file: string | Buffer): Promise<string[]> {
      const { id, state } = await checked(kind, file);
      assert.equal(state, 'checked');
      return (await errors(id)).map(({ line, column, code }) => `${line} ${column} ${code}`);
    },
    start: (id: string) => user.post<Import>(`${at}/${id}/run`, {}),
    cancel: (id: string) => user.post<Import>(`${at}/${id}/cancel`, {}),
    /** Sends, checks and runs a file that has no error, to its end; and every invariant holds. */
    async imported(kind: ImportKind, file: string | Buffer): Promise<Import> {
      const { id, errorCount } = await checked(kind, file);
      assert.equal(errorCount, 0, JSON.stringify(await errors(id)));
      const started = await user.post<Import>(`${at}/${id}/run`, {});
      assert.equal(started.status, 200, JSON.stringify(started.body));
      await runImportJob(deps, job(id));
      await assertChecksHold(api, company.id);
      return read(id);
    },
    records: async (id: string): Promise<ImportRecord[]> =>
      (await user.get<{ items: ImportRecord[] }>(`${at}/${id}/records?limit=1000`)).body.items,
    get: async <T>(url: string): Promise<T> => (await user.get<T>(`${company.at}/${url}`)).body,
    make: async <T>(url: string, body: object): Promise<T> => {
      const answer = await user.post<T>(`${company.at}/${url}`, body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}
