/**
 * A result of more than 1 MiB is refused by hosts in wide use; Base64 makes three bytes four. What is left is for the
 * data beside the picture or sound.
 */
export const SHOWN_BYTES = 740 * 1024;

/**
 * Hosts refuse pictures of more than 2,000 pixels on a side where a conversation has many. WhatsApp itself makes
 * photos of 1,600: those are shown as they are.
 */
export const MAX_SIDE = 1_600;

/** What is made smaller gets the longest side that models look at; they scale down what is larger. */
export const SCALED_SIDE = 1_568;

/** More than a phone usually makes (12 million). While a JPEG of that size is decoded, it takes 600 MB. */
export const MAX_PIXELS = 16_000_000;
