/** When the sandboxes of the tests begin: a Friday, noon in São Paulo. The times in the tests follow from it. */
export const NOON = Date.UTC(2026, 10, 20, 15, 0, 0);
