/** Search parameters of a screen: texts only, an absent one is not in the object. */
export type Search = Record<string, string>;

/** `?a=1&b=x` as texts. The router's own parser would make numbers of invoice numbers. */
export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

/** `values` as `?a=1&b=x`, or '' when none is set; undefined, null and '' are left out. */
export function toSearch(values: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Makes a route's search check: keeps the named texts and drops what else stands in the address. */
export function keep<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [N in Name]?: string } => {
    const kept: { [N in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
    }
    return kept;
  };
}

/** `path` when it is an address on this site, else `/`: a sign-in must not lead to another site. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/';
}
