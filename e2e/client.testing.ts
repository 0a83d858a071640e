import assert from 'node:assert/strict';

export interface SignIn {
  email: string;
  password: string;
}

/** What a test asks of the API under `/v1`, in a user's name. */
export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

/** Signs a user in over HTTP; with a name, signs them up first. */
export async function client(address: string, { email, password }: SignIn, name?: string): Promise<Client> {
  const headers = { origin: address, 'content-type': 'application/json' };
  const path = name === undefined ? 'sign-in' : 'sign-up';
  const response = await fetch(`${address}/v1/auth/${path}/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password, ...(name === undefined ? {} : { name }) }),
  });
  assert.equal(response.status, 200, await response.text());
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const ask = async (method: string, at: string, more: RequestInit) => {
    const answer = await fetch(`${address}/v1${at}`, { method, ...more });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    get: (at) => ask('GET', at, { headers: { cookie } }),
    post: (at, body) =>
      ask('POST', at, {
        headers: { ...headers, cookie, 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(body),
      }),
  };
}

/** The status of an attempt to sign in. */
export async function signInStatus(address: string, { email, password }: SignIn): Promise<number> {
  const response = await fetch(`${address}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: address, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  await response.body?.cancel();
  return response.status;
}
