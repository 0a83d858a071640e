/**
 * Whether the check digits of an IBAN fit (ISO 13616, by ISO 7064 mod 97-10): its first four characters at the end and
 * each letter as a number from 10 to 35, it leaves 1 when it is divided by 97. `iban` is in capitals without spaces.
 */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}
