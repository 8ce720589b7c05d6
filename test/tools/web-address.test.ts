import { expect, test } from "vitest";
import { isPublicAddress } from "../../src/tools/web/address.ts";

test.each(["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1"])(
  "%s is public",
  (address) => expect(isPublicAddress(address)).toBe(true),
);
test.each(["2606:4700:4700::1111", "2a00:1450:4003:80f::200e", "2001:4860:4860::8888"])("%s is public", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test.each([
  ["unspecified", "0.0.0.0", "0.1.2.3", "::"],
  ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
  ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
  ["unique local", "fc00::1", "fd12:3456::1"],
  ["link-local", "169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1"],
  ["cloud metadata", "169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
  ["shared", "100.64.0.1", "100.127.255.255"],
  ["multicast and broadcast", "224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1", "ff0e::1"],
  ["reserved", "192.0.0.8", "240.0.0.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "100::1", "5f00::1"],
  ["documentation", "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
  ["IPv4-mapped", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"],
  ["IPv4-compatible", "::127.0.0.1", "::7f00:1", "::10.0.0.1", "::8.8.8.8"],
  ["IPv4-translated", "::ffff:0:127.0.0.1", "::ffff:0:7f00:1"],
  ["NAT64", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::127.0.0.1", "64:ff9b:1:2::a00:1"],
  ["6to4", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1"],
  ["Teredo", "2001:0:7f00:1::", "2001::1"],
  ["outside of what is routed", "4000::1", "1::1", "e000::1"],
  ["none", "", "localhost", "256.1.1.1", "1.2.3.4.5", "[::1]", "nonsense"],
])("%s addresses are not public", (_, ...addresses) => {
  for (const address of addresses) expect(isPublicAddress(address), address).toBe(false);
});
