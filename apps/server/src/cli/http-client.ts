import { randomUUID } from 'node:crypto';

/** The API as a signed-in user. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  /** Sends a file as it is. */
  upload<T>(path: string, type: string, content: string): Promise<T>;
  bytes(path: string): Promise<{ status: number; content: Buffer }>;
}

/** Signs a new user up, and answers the API in their name. Every call throws when it is refused. */
export async function signUp(baseUrl: string, name: string): Promise<Api> {
  const credentials = {
    name,
    email: `${name.toLowerCase()}@crypto-erp.example`,
    password: 'a long enough password',
  };
  const signedUp = await fetch(`${baseUrl}/v1/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (!signedUp.ok) throw new Error(`Signing up answered ${signedUp.status}.`);
  const cookie = signedUp.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(baseUrl + path, init);
    if (response.ok) return response;
    throw new Error(`${init.method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  const send = async <T>(method: string, path: string, type: string, body: string): Promise<T> => {
    const headers = { cookie, 'content-type': type, 'idempotency-key': randomUUID() };
    return (await ask(path, { method, headers, body })).json() as Promise<T>;
  };
  return {
    get: async <T>(path: string) =>
      (await ask(path, { method: 'GET', headers: { cookie } })).json() as Promise<T>,
    post: (path, body) => send('POST', path, 'application/json', JSON.stringify(body)),
    put: (path, body) => send('PUT', path, 'application/json', JSON.stringify(body)),
    upload: (path, type, content) => send('POST', path, type, content),
    bytes: async (path) => {
      const response = await fetch(baseUrl + path, { headers: { cookie } });
      return { status: response.status, content: Buffer.from(await response.arrayBuffer()) };
    },
  };
}
