import { z } from "zod";
import { duplicateFaults } from "../../definition/duplicates.ts";
import type { Fault } from "../../definition/faults.ts";
import { chars, phone } from "../../definition/schemas.ts";

/** A part that the contract leaves without a limit; bounded as a label is. */
const part = chars(1, 256).optional();

const PARTS = {
  name: part,
  phone_number: part,
  in_pin_code: part,
  house_number: part,
  floor_number: part,
  tower_number: part,
  building_name: part,
  address: part,
  landmark_area: part,
  city: part,
  state: part,
};
const values = z.strictObject({ ...PARTS, phone_number: phone.optional(), in_pin_code: chars(1, 6).optional() });

/** What an address form shows beforehand (contract messages.md 7.9). The country is always India. */
export const address = z
  .strictObject({
    values: values.optional(),
    saved_addresses: z.array(z.strictObject({ id: chars(1, 256), value: values })).optional(),
    validation_errors: z.strictObject(PARTS).optional(),
  })
  .meta({
    description:
      "address_message (India only): values {name, phone_number, in_pin_code, house_number, floor_number, " +
      "tower_number, building_name, address, landmark_area, city, state}; saved_addresses [{id, value}]; " +
      "validation_errors by the same keys.",
    shallow: true,
  });
type Address = z.output<typeof address>;

const INDIA = "+91";

export function addressFaults({ to, address }: { to?: string; address?: Address }): Fault[] {
  const saved = address?.saved_addresses ?? [];
  const faults = duplicateFaults(
    saved.map(({ id }, i) => ({ path: ["address", "saved_addresses", i, "id"], value: id })),
  );
  if (to === undefined || to.startsWith(INDIA)) return faults;
  return [
    ...faults,
    { path: ["to"], message: `address_message reaches only numbers of India, ${INDIA} (given ${to})` },
  ];
}

export function addressAction(address: Address | undefined): object {
  return { name: "address_message", parameters: { country: "IN", ...address } };
}
