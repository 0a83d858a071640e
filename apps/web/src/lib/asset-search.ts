/**
 * The assets that match what was typed, those whose code begins with it first: of `USD`, `PYUSD` and `USDC`, the
 * search `usd` shows `USD`, `USDC`, `PYUSD`. `label` is the code and the name.
 */
export function matchingAssets<Option extends { value: string; label: string }>(
  options: readonly Option[],
  search: string,
): Option[] {
  const wanted = search.trim().toLowerCase();
  const rank = ({ value }: Option) => {
    const code = value.toLowerCase();
    if (code === wanted) return 0;
    return code.startsWith(wanted) ? 1 : 2;
  };
  return options
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b));
}
