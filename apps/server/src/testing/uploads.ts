import assert from 'node:assert/strict';
import type { Attachment } from '@crypto-erp/contract/attachments';
import type { Reply, TestCompany, TestUser } from './api.ts';

interface File {
  fileName?: string;
  type?: string;
  key?: string;
}

/** Sends a file as the body of a request, by default as CSV. */
export function sendFile<T>(
  user: Pick<TestUser, 'call'>,
  company: Pick<TestCompany, 'at'>,
  subject: { subjectKind: string; subjectId: string },
  content: string | Buffer,
  { fileName = 'list.csv', type = 'text/csv', key }: File = {},
): Promise<Reply<T>> {
  const query = new URLSearchParams({ ...subject, fileName });
  return user.call<T>({
    method: 'POST',
    url: `${company.at}/attachments?${query}`,
    payload: content,
    headers: { 'content-type': type, ...(key && { 'idempotency-key': key }) },
  });
}

/** Sends a file that is taken, and answers what was attached. */
export async function upload(...[user, company, subject, content, file]: Parameters<typeof sendFile>) {
  const answer = await sendFile<Attachment>(user, company, subject, content, file);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}
