import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";

/** Opens the socket of a request; names must be resolved with the `lookup` that is given. */
export type Dial = (lookup: LookupFunction) => buildConnector.connector;

/** What decides whether a connection is made. Tests bring their own; nothing of it can be configured. */
export interface Gate {
  lookup: LookupFunction;
  isPublic(address: string): boolean;
  dial: Dial;
}

export const lookup: LookupFunction = (hostname, options, callback) => systemLookup(hostname, options, callback);

/** TLS with the certificates that Node trusts. */
export function overTls(options: buildConnector.BuildOptions = {}): Dial {
  return (resolve) => buildConnector({ timeout: 10_000, ...options, lookup: resolve });
}

export class PrivateAddress extends Error {}

/**
 * A connector that connects to public addresses only. A name is checked with the very addresses that the socket then
 * takes, so an answer that changes between a check and a connection changes nothing.
 */
export function gated({ lookup, isPublic, dial }: Gate): buildConnector.connector {
  const open = dial(publicOnly(lookup, isPublic));
  return (options, callback) => {
    // A socket asks nobody about an address that is written out.
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !isPublic(host)) return callback(new PrivateAddress(), null);
    open(options, callback);
  };
}

/** A name that has a private address beside public ones is refused: nobody means that well. */
function publicOnly(lookup: LookupFunction, isPublic: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, []);
      const addresses = listed(found, family);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublic(address))) {
        return callback(new PrivateAddress(), []);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

function listed(found: string | LookupAddress[], family: number | undefined): LookupAddress[] {
  return typeof found === "string" ? [{ address: found, family: family ?? isIP(found) }] : found;
}
