/** A secret that opens the door, and the caller's name in logs, limits and sessions. */
export interface NamedToken {
  name: string;
  token: string;
}

const TOKEN = /^[!-~]{16,}$/;

/**
 * Reads `name=token,token`, lines count as commas. A token without a name is called `token-<position>`. Base64 ends in
 * "=", so what follows the first "=" is a token only where it holds anything else. Undefined when it cannot be used.
 */
export function readTokens(text: string): NamedToken[] | undefined {
  const entries = text.split(/[,\n]/).map((entry) => entry.trim());
  const read = entries
    .filter((entry) => entry !== "")
    .map((entry, index) => {
      const [, name, token] = /^([A-Za-z][\w.-]{0,31})=(.*[^=].*)$/.exec(entry) ?? [];
      return { name: name ?? `token-${index + 1}`, token: token ?? entry };
    });
  const distinct = (values: string[]) => new Set(values).size === values.length;
  const usable =
    read.length > 0 &&
    read.every(({ token }) => TOKEN.test(token)) &&
    distinct(read.map(({ name }) => name)) &&
    distinct(read.map(({ token }) => token));
  return usable ? read : undefined;
}
