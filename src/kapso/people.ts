/** Who a recipient is, whichever way it is spelt: two spellings of one person have one key. */
export function personKey(address: string): string {
  return /^\+?[\d\s().-]+$/.test(address) ? fold(address.replace(/\D/g, "").replace(/^00/, "")) : address;
}

/** WhatsApp knows some countries' mobiles with or without a digit (`contract/README.md` 13). */
function fold(digits: string): string {
  return digits
    .replace(/^55(\d\d)9([6-9]\d{7})$/, "55$1$2")
    .replace(/^521(\d{10})$/, "52$1")
    .replace(/^549(\d{10})$/, "54$1");
}
