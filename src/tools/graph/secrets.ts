/** Keys whose values leave no answer, wherever they stand. */
const SECRETS = [
  "sip_user_password",
  "client_encryption_key",
  "cloud_encryption_key",
  "access_token",
  "download_url",
  "pin",
];

/** The answer without what no tool shows. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const shown = Object.entries(value).filter(([key]) => !SECRETS.includes(key.toLowerCase()));
  return Object.fromEntries(shown.map(([key, part]) => [key, withoutSecrets(part)]));
}
