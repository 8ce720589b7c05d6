/** Written by `npm run docs`: tokens (o200k) of each tool's name, description and input schema as sent. */
export const TOKENS: Readonly<Record<string, number>> = {};
