/** Countries in which WhatsApp stores data when asked to (contract phone-number.md 2.2). */
export const REGIONS = ["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"] as const;
