import ipaddr from "ipaddr.js";

/** All that is routed on the public IPv6 internet. What lies outside embeds an IPv4 address or belongs to a network. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Azure's own services answer every virtual machine there, at an address that no registry marks as special. */
const CLOUD_SERVICES = new Set(["168.63.129.16"]);

/**
 * Whether an address belongs to the public internet. Not: private, loopback, link-local (cloud metadata too), shared,
 * multicast, reserved and documentation ranges, and IPv6 that stands for an IPv4 address, whichever that is.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST);
  return !CLOUD_SERVICES.has(address.toString());
}
